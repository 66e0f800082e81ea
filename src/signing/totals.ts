import type { Breakdown } from './breakdown.ts';
import type { Fields } from './signature.ts';
import { type SignedText, signedTextAfter } from './signed-text.ts';

/** What the public sees of a letter's signatures between two releases. */
export interface Totals {
  total: number;
  named: number;
  byRole: number;
  anonymous: number;
  /** Signatures by pledge now; published only through `pledged`. */
  pledges: number[];
  /** The pledges as last published: how many of how many signatures. Nothing of nothing until they may be. */
  pledged: { count: number; of: number }[];
  /** Signatures by employer now; published only through `split`. */
  employers: number[];
  /** The employers' numbers as last published; null until they may be. */
  split: number[] | null;
  /** Signatures by version now; published only through `signedText`. Left out in releases from before there were any. */
  versions?: number[];
  signedText?: SignedText;
  /** By site and by role, where the letter has such lists. */
  sites?: Breakdown;
  roles?: Breakdown;
}

/** The part of a signature that is counted. */
export type Counted = Pick<Fields, 'shown' | 'employer' | 'pledges'> & { version?: number };

export const noTotals = (employers: number, pledges: number): Totals => ({
  total: 0,
  named: 0,
  byRole: 0,
  anonymous: 0,
  pledges: Array<number>(pledges).fill(0),
  pledged: Array.from({ length: pledges }, () => ({ count: 0, of: 0 })),
  employers: Array<number>(employers).fill(0),
  split: employers === 1 ? [0] : null,
});

/**
 * The totals after a release. `group` is the smallest number of people that the split may tell apart, `pledgers`
 * the smallest that a pledge may: where all are named, the split tells nothing new, but a pledge would.
 */
export function changeTotals(
  before: Totals,
  added: Counted[],
  removed: Counted[],
  group: number,
  pledgers = group,
  latest = 1,
): Totals {
  const change = (test: (counted: Counted) => boolean) => added.filter(test).length - removed.filter(test).length;
  const employers = before.employers.map((count, i) => count + change(({ employer }) => employer === i));
  const total = before.total + added.length - removed.length;
  const pledges = before.pledges.map((count, i) => count + change((counted) => counted.pledges.includes(i)));
  const versions = Array.from({ length: latest }, (_, i) => (before.versions ?? [before.total])[i] ?? 0).map(
    (count, i) => count + change(({ version = 1 }) => version === i + 1),
  );
  return {
    total,
    named: before.named + change(({ shown }) => shown === 'named'),
    byRole: before.byRole + change(({ shown }) => shown === 'by role'),
    anonymous: before.anonymous + change(({ shown }) => shown === 'anonymous'),
    pledges,
    pledged: before.pledged.map((last, i) => pledgedAfter(last, pledges[i] ?? 0, total, pledgers)),
    employers,
    split: splitAfter(before.split, employers, group),
    versions,
    signedText: signedTextAfter(before.signedText ?? { version: 1, count: before.total }, {
      total: { before: before.total, after: total },
      ...{ actual: versions[latest - 1] ?? 0, latest, group: pledgers },
    }),
  };
}

/** The totals with a place for every pledge: an amendment may have added some. */
export const withPledges = (totals: Totals, pledges: number): Totals => ({
  ...totals,
  ...{ pledges: Array.from({ length: pledges }, (_, i) => totals.pledges[i] ?? 0) },
  pledged: Array.from({ length: pledges }, (_, i) => totals.pledged[i] ?? { count: 0, of: 0 }),
});

/**
 * The split by employer moves only when every employer's number has grown by at least a group since the split
 * was last published. Otherwise the difference of two splits, or of a split and the total, would point at the
 * few people of one employer.
 */
function splitAfter(published: number[] | null, employers: number[], group: number): number[] | null {
  if (employers.length === 1) return employers;
  const grown = employers.every((count, i) => count - (published?.[i] ?? 0) >= group);
  return grown ? employers : published;
}

/**
 * A pledge's number moves only when both those who took it and those who did not have grown by a group since it
 * was last published: otherwise a batch of names in which all pledged would say who pledged.
 */
function pledgedAfter(
  last: Totals['pledged'][number],
  count: number,
  of: number,
  group: number,
): Totals['pledged'][number] {
  const others = of - count - (last.of - last.count);
  return count - last.count >= group && others >= group ? { count, of } : last;
}
