import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Breakdown } from '../../signing/breakdown.ts';
import type { Words } from '../../web/words.ts';

/** What is published of one of the letter's lists. */
export interface PublishedBreakdown {
  by: 'site' | 'role';
  /** How many had signed when the numbers were made; null while there are none. */
  of: number | null;
  groups: { name: string; atLeast: number | null }[];
}

export interface BreakdownView {
  id: string;
  bySite: boolean;
  of: string | null;
  groups: { name: string; atLeast: string | null }[];
}

/** One for each list of the letter. While it gathers, nobody is told any number. */
export function breakdownsOf({ sites, roles, status }: PublishedLetter, { totals }: Published): PublishedBreakdown[] {
  const of = (by: 'site' | 'role', names: string[], breakdown: Breakdown | undefined): PublishedBreakdown[] => {
    const table = status === 'gathering' ? null : (breakdown?.table ?? null);
    const groups = names.map((name, i) => ({ name, atLeast: table?.atLeast[i] ?? null }));
    return names.length === 0 ? [] : [{ by, of: table?.of ?? null, groups }];
  };
  return [...of('site', sites, totals.sites), ...of('role', roles, totals.roles)];
}

export const breakdownsView = (letter: PublishedLetter, published: Published, words: Words): BreakdownView[] =>
  breakdownsOf(letter, published).map(({ by, of, groups }) => ({
    id: `by-${by}`,
    bySite: by === 'site',
    of: of === null ? null : words.number(of),
    groups: groups.map(({ name, atLeast }) => ({ name, atLeast: atLeast === null ? null : words.number(atLeast) })),
  }));
