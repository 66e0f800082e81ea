import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';

/** How far a sealed letter is, in words and as a drawing. */
export interface ProgressView {
  until: { number: number; words: string };
  min: string;
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

/** Whether it closed before as many had signed as should be safe in numbers, so that all was deleted. */
export const missedSeal = ({ sealUntil, status }: PublishedLetter, { number }: Pick<Published, 'number'>): boolean =>
  sealUntil !== null && number === 0 && status === 'closed';

/** Undefined where nothing is sealed, or not any more. */
export function sealedCount({ sealUntil }: PublishedLetter, { number, progress }: Published): SealedCount | undefined {
  if (sealUntil === null || number > 0) return undefined;
  const asOf = progress ? new Date(progress.at).toISOString() : null;
  return { until: sealUntil, reached: progress?.reached ?? null, asOf };
}

/** Null where nothing is sealed, or not any more. */
export function progressView(letter: PublishedLetter, published: Published, words: Words): ProgressView | null {
  const { sealUntil, release } = letter;
  if (sealUntil === null || published.number > 0 || missedSeal(letter, published)) return null;
  const { progress } = published;
  return {
    until: { number: sealUntil, words: words.number(sealUntil) },
    min: words.number(release.min),
    told: progress
      ? { reached: progress.reached, words: words.number(progress.reached), asOf: words.dateTime(progress.at) }
      : null,
  };
}
