import type { PublishedLetter } from '../../letters/letter.ts';
import { type Waiting, isClosing, isSealed } from '../release.ts';

/** What the public was last told of how far a sealed letter is. */
export interface Progress {
  /** How many had signed. */
  reached: number;
  at: number;
}

/**
 * The next step of a sealed letter's progress, if it is due: with as many new signatures and as seldom as any letter
 * releases, so that the number points at nobody. As many must still be missing: what the release adds to the last step
 * is a group too.
 */
export function nextStep(
  letter: PublishedLetter,
  waiting: Waiting,
  last: Progress | undefined,
  now: number,
): Progress | undefined {
  if (!isSealed(letter, waiting) || isClosing(letter, now)) return undefined;
  const { count } = waiting;
  const { min } = letter.release;
  const enough = count - (last?.reached ?? 0) >= min && (letter.sealUntil ?? 0) - count >= min;
  const late = last === undefined || now >= last.at + letter.release.every * 1000;
  return enough && late ? { reached: count, at: now } : undefined;
}
