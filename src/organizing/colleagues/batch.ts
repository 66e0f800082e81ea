import { type Placed, orderOfAll, setOf } from './ranking.ts';
import { saysNothing, wordsIn } from './words.ts';
import type { Bytes } from '../../protocol/bytes.ts';

/** What one pass wrote about one draft. Nothing of when, or of who. */
export interface Written {
  /** The pass's key. */
  pk: Bytes;
  /** How often it wrote before. */
  seq: number;
  /** What waits; null where nothing does. */
  waiting: string | null;
  /** What organizers see; null before its first batch. */
  shown: string | null;
  /** Whether its ranking is in no order of all yet. */
  fresh: boolean;
}

/** The order of all that organizers see of one set of demands, and how many rankings it was made of. */
export interface Order {
  set: string;
  rankings: number;
  placed: Placed[];
}

export interface Batch {
  /** Every row, as it stands after it. */
  rows: Written[];
  /** The orders that moved with it. */
  orders: Order[];
}

/**
 * All that waits, together; undefined as long as fewer than `min` passes wrote. An order moves only when as many
 * rankings of the same demands are new, so that two that follow one another never differ by one person's.
 */
export function batchOf(rows: Written[], min: number): Batch | undefined {
  if (rows.filter(({ waiting }) => waiting !== null).length < min) return undefined;
  const shown = rows.map(showWaiting);
  const sets = [...new Set(shown.flatMap((row) => setIn(row) ?? []))];
  const rankedIn = (set: string) => shown.filter((row) => setIn(row) === set);
  const moved = sets.filter((set) => rankedIn(set).filter(({ fresh }) => fresh).length >= min);
  return {
    rows: shown.map((row) => (moved.includes(setIn(row) ?? '') ? { ...row, fresh: false } : row)),
    orders: moved.map((set) => orderOf(set, rankedIn(set))),
  };
}

/** Comments as organizers see them. Their order is that of their hashes, and tells nothing, not even which was replaced. */
export function commentsIn(rows: Written[], hash: (text: string) => string): string[] {
  const comments = rows.flatMap(({ shown }) => (shown === null ? [] : (wordsIn(shown).comment ?? [])));
  return comments.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1));
}

/** How many have written something that is shown. */
export const countOf = (rows: Written[]): number =>
  rows.filter(({ shown }) => shown !== null && !saysNothing(wordsIn(shown))).length;

function showWaiting(row: Written): Written {
  if (row.waiting === null) return row;
  const { ranking } = wordsIn(row.waiting);
  const before = row.shown === null ? null : wordsIn(row.shown).ranking;
  const same = JSON.stringify(ranking) === JSON.stringify(before);
  return { ...row, waiting: null, shown: row.waiting, fresh: ranking !== null && (same ? row.fresh : true) };
}

function setIn({ shown }: Written): string | null {
  const ranking = shown === null ? null : wordsIn(shown).ranking;
  return ranking && setOf(ranking);
}

function orderOf(set: string, ranked: Written[]): Order {
  const rankings = ranked.flatMap(({ shown }) => (shown === null ? [] : [wordsIn(shown).ranking ?? []]));
  return { set, rankings: rankings.length, placed: orderOfAll(rankings) };
}
