import type { HoldRule } from '../../signing/hiding/hidden.ts';
import { wordsIn } from '../../signing/signature.ts';

const MOST_WORDS = 200;
const LONGEST_WORD = 60;

/** What the form of the rule holds. */
export interface TypedRule {
  comments: string;
  /** One word or phrase a line. */
  words: string;
}

/** The rule as typed; or in words what is wrong with it, and with which field. */
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
  if (given.length > MOST_WORDS) return wrong(`Please use at most ${MOST_WORDS} words.`);
  if (given.some((word) => word.length > LONGEST_WORD))
    return wrong(`Please use at most ${LONGEST_WORD} characters in a line.`);
  const empty = given.find((word) => wordsIn(word) === '');
  if (empty !== undefined) return wrong(`“${empty}” holds no letter and no digit, so it would be found nowhere.`);
  return { comments: comments === 'at once' ? 'at once' : 'wait', words: given };
}

/** Where nobody looks after a letter, nothing waits for them. */
export const usualRule = (hasMembers: boolean): HoldRule => ({ comments: hasMembers ? 'wait' : 'at once', words: [] });

/** How long a keeper has the queue alone after the last decision. */
export const ALONE = 5 * 60_000;

/** How long ago, in words as coarse as they may be. */
export function agoOf(at: number, now: number): string {
  const hours = Math.floor((now - at) / 3_600_000);
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}
