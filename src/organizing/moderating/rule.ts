import type { HoldRule } from '../../signing/hiding/hidden.ts';
import { wordsIn } from '../../signing/signature.ts';
import { said } from '../../web/words.ts';

const MOST_WORDS = 200;
const LONGEST_WORD = 60;

/** What the form of the rule holds. */
export interface TypedRule {
  comments: string;
  /** One word or phrase a line. */
  words: string;
}

/** The rule as typed; or the saying what is wrong with it, and with which field. */
export function readRule({ comments, words }: TypedRule): HoldRule | { field: string; message: string } {
  const given = [
    ...new Set(
      words
        .split(/\r?\n/)
        .map((line) => line.replace(/\s+/g, ' ').trim())
        .filter(Boolean),
    ),
  ];
  const wrong = (message: string) => ({ field: 'words', message });
  if (given.length > MOST_WORDS) return wrong(said('moderating.fault.most-words', { count: MOST_WORDS }));
  if (given.some((word) => word.length > LONGEST_WORD))
    return wrong(said('moderating.fault.long-line', { max: LONGEST_WORD }));
  const empty = given.find((word) => wordsIn(word) === '');
  if (empty !== undefined) return wrong(said('moderating.fault.empty', { word: empty }));
  return { comments: comments === 'at once' ? 'at once' : 'wait', words: given };
}

/** Where nobody looks after a letter, nothing waits for them. */
export const usualRule = (hasMembers: boolean): HoldRule => ({ comments: hasMembers ? 'wait' : 'at once', words: [] });

/** How long a keeper has the queue alone after the last decision. */
export const ALONE = 5 * 60_000;

/** The saying how long ago, as coarse as it may be. */
export function agoOf(at: number, now: number): string {
  const hours = Math.floor((now - at) / 3_600_000);
  if (hours < 1) return 'moderating.ago.now';
  if (hours < 48) return said('moderating.ago.hours', { count: hours });
  return said('moderating.ago.days', { count: Math.floor(hours / 24) });
}
