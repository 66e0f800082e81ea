import type { Fields } from './signature.ts';

/** What the public sees of a letter's signatures between two releases. */
export interface Totals {
  total: number;
  named: number;
  byRole: number;
  anonymous: number;
  /** Signatures by pledge. */
  pledges: number[];
  /** Signatures by employer now; published only through `split`. */
  employers: number[];
  /** The employers' numbers as last published; null until they may be. */
  split: number[] | null;
}

export const noTotals = (employers: number, pledges: number): Totals => ({
  total: 0,
  named: 0,
  byRole: 0,
  anonymous: 0,
  pledges: Array<number>(pledges).fill(0),
  employers: Array<number>(employers).fill(0),
  split: employers === 1 ? [0] : null,
});

/** The totals after a release of these signatures; `group` is the smallest number that may be told apart. */
export function addToTotals(before: Totals, added: Fields[], group: number): Totals {
  const countOf = (test: (fields: Fields) => boolean) => added.filter(test).length;
  const employers = before.employers.map((count, i) => count + countOf((fields) => fields.employer === i));
  return {
    total: before.total + added.length,
    named: before.named + countOf(({ shown }) => shown === 'named'),
    byRole: before.byRole + countOf(({ shown }) => shown === 'by role'),
    anonymous: before.anonymous + countOf(({ shown }) => shown === 'anonymous'),
    pledges: before.pledges.map((count, i) => count + countOf(({ pledges }) => pledges.includes(i))),
    employers,
    split: splitAfter(before.split, employers, group),
  };
}

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
