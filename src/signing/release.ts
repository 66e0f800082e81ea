import { type PublishedLetter, endOf, isOver, takesSignatures } from '../letters/letter.ts';

/** What the rule needs to know of a letter's signatures. */
export interface Waiting {
  /** New signatures that wait. */
  count: number;
  /** Whether any were ever released; all of them can have been withdrawn since. */
  released: boolean;
  /** Instant of the last release; of the opening, before the first. */
  last: number;
}

/** How many must wait: at least `min`; for a sealed letter, until its first release, as many as break the seal. */
export function needed(letter: Pick<PublishedLetter, 'release' | 'sealUntil'>, released: boolean): number {
  return Math.max(letter.release.min, released ? 0 : (letter.sealUntil ?? 0));
}

/** The instant before which nothing is released; the first release need not wait for it. */
export const earliest = (letter: PublishedLetter, waiting: Waiting): number =>
  waiting.released ? waiting.last + letter.release.every * 1000 : waiting.last;

/** What happens to the signatures that wait: nothing yet, all are published, or all are deleted. */
export type Fate = 'wait' | 'release' | 'delete';

/**
 * The release rule (PROTOCOL.md, step 4): all that wait together, or at closing whatever waits. A letter that
 * closes while it is still sealed publishes nothing: its signatures are deleted.
 */
export function fateOf(letter: PublishedLetter, waiting: Waiting, now: number): Fate {
  if (waiting.count === 0) return 'wait';
  const enough = waiting.count >= needed(letter, waiting.released);
  if (isClosing(letter, now)) return isSealed(letter, waiting) ? 'delete' : 'release';
  if (!takesSignatures(letter, now)) return 'wait';
  return enough && now >= earliest(letter, waiting) ? 'release' : 'wait';
}

/** Whether the letter still hides all its signatures, because too few have signed. A seal that broke stays broken. */
export const isSealed = (
  letter: Pick<PublishedLetter, 'sealUntil'>,
  { count, released }: Pick<Waiting, 'count' | 'released'>,
): boolean => letter.sealUntil !== null && !released && count < letter.sealUntil;

/** Milliseconds in which posts that arrived in time are still written, before the last release. */
const LAST_POSTS = 2_000;

/** Whether the letter's last day is over, or its organizers ended it, so that it has to be closed. */
export const isClosing = (letter: PublishedLetter, now: number): boolean =>
  !isOver(letter) && now >= (endOf(letter) ?? Infinity) + LAST_POSTS;
