import { type Bytes, toHex } from '../../protocol/bytes.ts';

/**
 * A minute's wrong codes for one letter. A code has 50 bits: at this rate a year of guessing hits one of 10,000 codes
 * with a chance of one in a thousand, from however many networks it is tried.
 */
const MOST_WRONG = 200;
export const MINUTE = 60_000;

export interface WrongTries {
  isFull(letter: Bytes, now: number): boolean;
  add(letter: Bytes, now: number): void;
}

/** Counts wrong codes of each letter, in memory; a count is forgotten a minute after its first. */
export function countWrongTries(): WrongTries {
  const counts = new Map<string, { count: number; until: number }>();
  const live = (letter: Bytes, now: number) => {
    const kept = counts.get(toHex(letter));
    return kept && kept.until > now ? kept : { count: 0, until: now + MINUTE };
  };
  return {
    isFull: (letter, now) => live(letter, now).count >= MOST_WRONG,
    add(letter, now) {
      const { count, until } = live(letter, now);
      counts.set(toHex(letter), { count: count + 1, until });
    },
  };
}
