import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';

/** How far a sealed letter is, in words and as a drawing. */
export interface ProgressView {
  until: { number: number; words: string };
  min: string;
  /** Whether there is room for a step: each, the release at the end too, is of at least `min`. */
  steps: boolean;
  /** Null before the first step. */
  told: { reached: number; words: string; asOf: string } | null;
}

/** The same for programs. */
export interface SealedCount {
  until: number;
  /** Both null before the first step. */
  reached: number | null;
  asOf: string | null;
}

/** How many must sign until anything is shown; null where nothing is sealed, or not any more. */
export const sealedUntil = ({ sealUntil }: PublishedLetter, { number }: Published): number | null =>
  number > 0 ? null : sealUntil;

/** Whether it closed before as many had signed as should be safe in numbers, so that all was deleted. */
export const missedSeal = (letter: PublishedLetter, published: Published): boolean =>
  letter.status === 'closed' && sealedUntil(letter, published) !== null;

/** Undefined where nothing is sealed, or not any more. */
export function sealedCount(letter: PublishedLetter, published: Published): SealedCount | undefined {
  const [until, { progress }] = [sealedUntil(letter, published), published];
  if (until === null) return undefined;
  const asOf = progress ? new Date(progress.at).toISOString() : null;
  return { until, reached: progress?.reached ?? null, asOf };
}

/** Null where nothing is sealed, or not any more, or never will be opened. */
export function progressView(letter: PublishedLetter, published: Published, words: Words): ProgressView | null {
  const [until, { progress }] = [sealedUntil(letter, published), published];
  if (until === null || missedSeal(letter, published)) return null;
  return {
    until: { number: until, words: words.number(until) },
    min: words.number(letter.release.min),
    steps: until >= 2 * letter.release.min,
    told: progress
      ? { reached: progress.reached, words: words.number(progress.reached), asOf: words.dateTime(progress.at) }
      : null,
  };
}
