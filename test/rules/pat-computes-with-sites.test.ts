import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Breakdown, type Placed, breakdownAfter, noBreakdown } from '../../src/signing/breakdown.ts';
import { rangesOf } from './linear.ts';

/** Somebody who signs at one release and may withdraw at another; releases are counted from 0. */
interface Signatory extends Placed {
  came: number;
  left: number;
}

interface Story {
  employers: number;
  groups: number;
  /** Whether it is known that site i belongs to employer i, or i minus the number of employers. */
  nested: boolean;
  releases: number;
  people: Signatory[];
}

type Rule = typeof breakdownAfter;

const LEAST = 5;
const SILENT = -1;

/** A table that Pat keeps. She is given numbers that are not rounded, which is more than anybody gets. */
interface Seen {
  release: number;
  shown: Map<number, number>;
}

/** Every table that was published, one after the other. */
function tablesOf({ employers, groups, releases, people }: Story, rule: Rule): Seen[] {
  let breakdown: Breakdown = noBreakdown(employers, groups);
  const seen: Seen[] = [];
  for (let release = 0; release < releases; release++) {
    const before = breakdown.table;
    const came = people.filter((one) => one.came === release && one.left !== release);
    const left = people.filter((one) => one.left === release && one.came !== release);
    breakdown = rule(breakdown, came, left, LEAST);
    const { table } = breakdown;
    if (!table || table === before) continue;
    const exact = (group: number) => table.exact.reduce((sum, row) => sum + row[group]!, 0);
    const shown = table.atLeast.flatMap((number, group) => (number === null ? [] : [[group, exact(group)] as const]));
    seen.push({ release, shown: new Map(shown) });
  }
  return seen;
}

const isThere = ({ came, left }: Signatory, { release }: Seen): boolean => came <= release && release < left;

/** People between whom the tables see no difference: the same employer, and in the same tables. */
interface Kind {
  employer: number;
  tables: boolean[];
  people: Signatory[];
}

function kindsOf(people: Signatory[], seen: Seen[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const one of people) {
    const tables = seen.map((table) => isThere(one, table));
    if (!tables.includes(true)) continue;
    const name = `${one.employer} ${tables.join(' ')}`;
    const kind = kinds.get(name) ?? { employer: one.employer, tables, people: [] };
    kind.people.push(one);
    kinds.set(name, kind);
  }
  return [...kinds.values()];
}

const countIn = (people: Signatory[], group: number): number =>
  people.filter((one) => (one.group ?? SILENT) === group).length;

/**
 * What Pat finds out, in words; nothing where the rule holds. She knows when everybody came and left, who their
 * employer is, every table, and the choice of those in `known`.
 */
function findings(story: Story, rule: Rule, known: Set<Signatory> = new Set()): string[] {
  const seen = tablesOf(story, rule);
  const kinds = kindsOf(
    story.people.filter((one) => !known.has(one)),
    seen,
  );
  if (kinds.length === 0) return [];
  const groups = [...Array.from({ length: story.groups }, (_, i) => i), SILENT];
  const cells = kinds.flatMap((kind) =>
    groups
      .filter((group) => !story.nested || group === SILENT || group % story.employers === kind.employer)
      .map((group) => ({ kind, group })),
  );
  const all = (isOne: (cell: (typeof cells)[number]) => boolean) => cells.map((cell) => Number(isOne(cell)));
  const rows = kinds.map((kind) => ({ row: all((cell) => cell.kind === kind), sum: kind.people.length }));
  seen.forEach(({ shown, ...table }, at) => {
    for (const [group, number] of shown) {
      const ofKnown = countIn(
        [...known].filter((one) => isThere(one, { ...table, shown })),
        group,
      );
      rows.push({ row: all((cell) => cell.group === group && cell.kind.tables[at]!), sum: number - ofKnown });
    }
  });
  const solve = (wanted: number[][]) =>
    rangesOf(
      rows.map(({ row }) => row),
      rows.map(({ sum }) => sum),
      wanted,
    );
  const found = solve(cells.map((cell) => all((other) => other === cell))).flatMap(([least, largest], i) => {
    const { kind, group } = cells[i]!;
    const { length } = kind.people;
    // in a kind of which nothing else can be, there is nothing to find out
    if (cells.filter((cell) => cell.kind === kind).length === 1) return [];
    if (least === length) return [`all ${length} who came together chose ${group}`];
    if (largest === 0) return [`none of ${length} who came together chose ${group}`];
    return known.size === 0 && least === largest && least < LEAST ? [`${least} of ${length} chose ${group}`] : [];
  });
  if (known.size > 0) return found;
  const sizes = seen
    .flatMap((_, at) => groups.map((group) => all((cell) => cell.group === group && cell.kind.tables[at]!)))
    // of few employees there is no large group to be had, whatever is published
    .filter((row) => cells.reduce((most, { kind }, i) => most + row[i]! * kind.people.length, 0) >= LEAST);
  const small = solve(sizes).filter(([least, largest]) => least === largest && least < LEAST);
  return [...found, ...small.map(([size]) => `a group has ${size}`)];
}

const stories = fc
  .record({
    employers: fc.integer({ min: 1, max: 2 }),
    groups: fc.integer({ min: 1, max: 3 }),
    nested: fc.boolean(),
    // how many of each employer and group come with each release, and who of those that are there leaves
    batches: fc.array(
      fc.record({
        sizes: fc.array(fc.oneof(fc.nat(3), fc.nat(12), fc.integer({ min: 5, max: 40 })), {
          minLength: 8,
          maxLength: 8,
        }),
        leave: fc.array(fc.nat(1_000), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ employers, groups, nested, batches }): Story => {
    const people: Signatory[] = [];
    batches.forEach(({ sizes, leave }, came) => {
      const there = people.filter(({ left }) => left === Infinity);
      for (const pick of there.length > 0 ? leave : []) there[pick % there.length]!.left = came;
      for (let employer = 0; employer < employers; employer++) {
        for (let group = 0; group <= groups; group++) {
          if (nested && group < groups && group % employers !== employer) continue;
          const one = { employer, group: group === groups ? null : group, came, left: Infinity };
          for (let i = 0; i < sizes[employer * 4 + group]!; i++) people.push({ ...one });
        }
      }
    });
    return { employers, groups, nested, releases: batches.length, people };
  });

const attack = (rule: Rule) =>
  fc.property(stories, (story) => {
    expect(findings(story, rule)).toEqual([]);
  });

/** What Pat finds in the first story in which this rule fails. */
function leakOf(rule: Rule): string[] {
  const { counterexample } = fc.check(attack(rule), { numRuns: 300 });
  return counterexample ? findings(counterexample[0], rule) : [];
}

/** Publishes what `show` says, at every release. */
const naive =
  (show: (sizes: number[], rest: number) => (number | null)[]): Rule =>
  (before, added, removed) => {
    // the rule itself counts, and finds no table
    const { now } = breakdownAfter(before, added, removed, Infinity);
    const sizes = now.reduce((all, row) => all.map((count, i) => count + row[i]!));
    const atLeast = show(sizes.slice(0, -1), sizes.at(-1)!);
    return { now, considered: 0, table: { of: 0, atLeast, exact: now } };
  };

const large = (size: number) => (size >= LEAST ? size : null);

/** Hides small groups, and the smallest of the others until enough are hidden. */
function inCompany(sizes: number[], silent: number): (number | null)[] {
  const shown = sizes.map(large);
  const hidden = () => silent + sizes.reduce((sum, size, i) => sum + (shown[i] === null ? size : 0), 0);
  while (hidden() < LEAST && shown.some((size) => size !== null)) {
    const smallest = Math.min(...shown.filter((size) => size !== null));
    shown[shown.indexOf(smallest)] = null;
  }
  return shown;
}

describe('Pat, who keeps every table and solves for what is not in them,', () => {
  test('finds no group below the least, and nobody’s choice', { timeout: 120_000 }, () => {
    fc.assert(attack(breakdownAfter), { numRuns: 600 });
  });

  test('finds nobody’s choice when she knows those of all but one that she needs', { timeout: 120_000 }, () => {
    const knowing = fc.tuple(stories, fc.array(fc.nat(1_000), { minLength: LEAST - 1, maxLength: LEAST - 1 }));
    fc.assert(
      fc.property(knowing, ([story, picks]) => {
        const known = new Set(picks.flatMap((pick) => story.people[pick % story.people.length] ?? []));
        expect(findings(story, breakdownAfter, known)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('would find some if all large groups were shown, whoever is left', () => {
    expect(leakOf(naive((sizes) => sizes.map(large)))).not.toEqual([]);
  });

  test('would find some if tables kept the small ones company, and were made at each release', () => {
    expect(leakOf(naive(inCompany))).not.toEqual([]);
  });

  test('would find some if one that belongs to one employer were compared with the total alone', () => {
    const together: Rule = (before, added, removed, least) => {
      const one = ({ group }: Placed) => ({ employer: 0, group });
      const merged = before.now.length === 1 ? before : { ...before, now: [before.now.reduce(plus)] };
      return breakdownAfter(merged, added.map(one), removed.map(one), least);
    };
    expect(leakOf(together)).not.toEqual([]);
  });

  test('has tables to solve: the stories are not empty', () => {
    const tables = fc.sample(stories, 200).map((story) => tablesOf(story, breakdownAfter).length);
    expect(tables.filter((count) => count > 1).length).toBeGreaterThan(20);
  });
});

/** Every way in which so many can divide among so many groups. */
function divisions(people: number, groups: number): number[][] {
  if (groups === 1) return [[people]];
  const firsts = Array.from({ length: people + 1 }, (_, first) => first);
  return firsts.flatMap((first) => divisions(people - first, groups - 1).map((rest) => [first, ...rest]));
}

/**
 * What somebody finds who knows the rule itself, and so what it means that a table was not made: of all stories with
 * releases of these sizes, she keeps those that would have shown what she saw.
 */
function findingsOfAll(sizes: number[], groups: number, rule: Rule): string[] {
  const possible = new Map<string, Set<number>[]>();
  const tell = (breakdown: Breakdown, came: number[], saw: string) => {
    const release = came.length / (groups + 1);
    if (release === sizes.length) {
      const choices = possible.get(saw) ?? came.map(() => new Set<number>());
      came.forEach((count, i) => choices[i]!.add(count));
      possible.set(saw, choices);
      return;
    }
    for (const division of divisions(sizes[release]!, groups + 1)) {
      const of = (group: number) => ({ employer: 0, group: group === groups ? null : group });
      const added = division.flatMap((count, group) => Array.from({ length: count }, () => of(group)));
      const after = rule(breakdown, added, [], LEAST);
      const { of: total = 0, atLeast = [] } = after.table ?? {};
      tell(after, [...came, ...division], `${saw} ${total}: ${atLeast.join(' ')};`);
    }
  };
  tell(noBreakdown(1, groups), [], '');
  return [...possible].flatMap(([saw, choices]) =>
    choices.flatMap((counts, i) => {
      const size = sizes[Math.floor(i / (groups + 1))]!;
      const [least, largest] = [Math.min(...counts), Math.max(...counts)];
      const isTold = least === size || largest === 0 || (least === largest && least < LEAST);
      return isTold ? [`${saw} so ${least} to ${largest} of ${size}`] : [];
    }),
  );
}

describe('Pat, who knows the rule and asks why a table was not made,', () => {
  test.each([
    [1, [10, 10, 20]],
    [1, [29, 1, 28]],
    [2, [10, 12]],
  ])('finds nobody’s choice among all stories with %i groups and releases of %j', (groups, sizes) => {
    expect(findingsOfAll(sizes, groups, breakdownAfter)).toEqual([]);
  });

  test('would find some if a table were looked for at each release', () => {
    const always: Rule = (before, ...given) => breakdownAfter({ ...before, considered: 0 }, ...given);
    expect(findingsOfAll([29, 1], 1, always)).not.toEqual([]);
  });
});

const plus = (row: number[], other: number[]): number[] => row.map((count, i) => count + other[i]!);
