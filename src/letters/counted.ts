import type { Words } from '../web/words.ts';
import type { PublishedLetter } from './letter.ts';

/** Whether each signature is counted by itself, because everybody signs with their name. */
export const countsEach = ({ release }: Pick<PublishedLetter, 'release'>): boolean => release.min === 1;

/** When a signature to this letter will be counted. */
export function countedWords(letter: PublishedLetter, words: Words): string {
  // whether it waits, only the board knows; what signs in the browser is made by the issuer
  const comment = letter.comments ? [words.say('letters.counted.comment')] : [];
  return [whenCounted(letter, words), ...comment].join(' ');
}

function whenCounted(letter: PublishedLetter, words: Words): string {
  const { release, sealUntil } = letter;
  if (sealUntil !== null) return words.say('letters.counted.sealed', { count: sealUntil });
  if (countsEach(letter) && release.every === 0) return words.say('letters.counted.at-once');
  if (countsEach(letter)) return words.say('letters.counted.pause', { pause: words.span(release.every * 1_000) });
  return words.say('letters.counted.with-others', { count: release.min - 1 });
}
