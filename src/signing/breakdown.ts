import type { PublishedLetter } from '../letters/letter.ts';
import type { Fields } from './signature.ts';

/** Where a signature stands in one of the letter's lists, as its signatory chose; null where they chose nothing. */
export interface Placed {
  employer: number;
  group: number | null;
}

/** How the signatures divide among the groups of one list: the sites, or the roles. */
export interface Breakdown {
  /** By employer, then by group, the last being those who chose none. Published only through `table`. */
  now: number[][];
  /** The total when a table was last looked for. */
  considered: number;
  /** As last published; null until there is one. */
  table: Table | null;
}

export interface Table {
  /** How many had signed when it was made. */
  of: number;
  /** By group, rounded down to fives; null where it is not shown. */
  atLeast: (number | null)[];
  /** What it was made from, for the next one to be measured by; never published. */
  exact: number[][];
}

export const noBreakdown = (employers: number, groups: number): Breakdown => ({
  now: Array.from({ length: employers }, () => Array<number>(groups + 1).fill(0)),
  considered: 0,
  table: null,
});

type Lists = Pick<PublishedLetter, 'employers' | 'sites' | 'roles'>;
type Chosen = Pick<Fields, 'employer' | 'site' | 'occupation'>;

/** The breakdowns of the letter's lists after a release; none where it has no list. */
export function breakdownsAfter(
  { employers, sites, roles }: Lists,
  before: { sites?: Breakdown; roles?: Breakdown },
  added: Chosen[],
  removed: Chosen[],
  least: number,
): { sites?: Breakdown; roles?: Breakdown } {
  const after = (last: Breakdown | undefined, groups: number, groupOf: (chosen: Chosen) => number | null) => {
    const place = (all: Chosen[]) => all.map((chosen) => ({ employer: chosen.employer, group: groupOf(chosen) }));
    return breakdownAfter(last ?? noBreakdown(employers.length, groups), place(added), place(removed), least);
  };
  return {
    ...(sites.length > 0 ? { sites: after(before.sites, sites.length, ({ site }) => site ?? null) } : {}),
    ...(roles.length > 0 ? { roles: after(before.roles, roles.length, ({ occupation }) => occupation ?? null) } : {}),
  };
}

/**
 * The breakdown after a release.
 *
 * Whom it holds against: somebody who reads every table and every total that was ever published, knows this rule, and
 * knows of everybody who signed or withdrew by name in which release they did; who knows which sites belong to which
 * employer, and the exact number of each employer; and who knows the choice of fewer than `least` signatories, their
 * own among them. They find no group below `least`, be it of one site, of all that are not shown, or of those who came
 * between two tables, and they find nobody's choice. It does not hold against somebody who knows, or invented, all but
 * a few of a group.
 *
 * - A group is shown when it has `least` signatures, and so have all together that are not shown: those who chose
 *   nothing, and the groups that are small or are hidden to keep them company. So the total minus what is shown
 *   says as little as the table does, and so it is where one group has nearly all.
 * - All numbers of a table are made at the same release. The next takes its place when each of its numbers, and
 *   what is not shown, has grown by `least`: the difference of two tables is a table itself. A group that was shown
 *   stays so. Withdrawals move nothing by themselves.
 * - A table is looked for when the total has doubled since one was last looked for, whether one was found or not.
 *   Otherwise the release at which it was found would say what the last few chose.
 * - With several employers all this holds within each of them, too, because a site may belong to one alone.
 * - Sites and roles are never crossed. Numbers are rounded down to fives, on top of all this.
 */
export function breakdownAfter(before: Breakdown, added: Placed[], removed: Placed[], least: number): Breakdown {
  const now = before.now.map((row) => [...row]);
  for (const placed of added) move(now, placed, 1);
  for (const placed of removed) move(now, placed, -1);
  const total = sum(now.flat());
  if (total < 2 * Math.max(before.considered, least)) return { ...before, now };
  return { now, considered: total, table: tableAfter(before.table, now, least) };
}

function move(counts: number[][], { employer, group }: Placed, by: number): void {
  const row = counts[employer]!;
  const at = group ?? row.length - 1;
  row[at] = row[at]! + by;
}

function tableAfter(last: Table | null, now: number[][], least: number): Table | null {
  const sizes = sumOf(now).slice(0, -1);
  const kept = sizes.flatMap((_size, group) => (last && last.atLeast[group] !== null ? [group] : []));
  if (last && !keepsApart(minus(now, last.exact), kept, least)) return last;
  const others = sizes.flatMap((_size, group) => (kept.includes(group) ? [] : [group]));
  const shown = others
    .toSorted((a, b) => sizes[b]! - sizes[a]!)
    .reduce((so, group) => (keepsApart(now, [...so, group], least) ? [...so, group] : so), kept);
  if (shown.length === 0) return last;
  const atLeast = sizes.map((size, group) => (shown.includes(group) ? size - (size % 5) : null));
  return { of: sum(sizes) + sumOf(now).at(-1)!, atLeast, exact: now };
}

/** Whether these groups, and all others together, are large enough to be told apart; within each employer, too. */
function keepsApart(counts: number[][], shown: number[], least: number): boolean {
  const isRestLarge = (row: number[]) => sum(row) - sum(shown.map((group) => row[group]!)) >= least;
  const all = sumOf(counts);
  if (!isRestLarge(all) || shown.some((group) => all[group]! < least)) return false;
  return counts.every((row) => {
    const there = shown.filter((group) => row[group] !== 0);
    return there.length === 0 || (isRestLarge(row) && there.every((group) => row[group]! >= least));
  });
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

const sumOf = (counts: number[][]): number[] => counts.reduce((all, row) => all.map((count, i) => count + row[i]!));

const minus = (counts: number[][], less: number[][]): number[][] =>
  counts.map((row, employer) => row.map((count, group) => count - less[employer]![group]!));
