import type { Words } from '../web/words.ts';
import type { PublishedLetter } from './letter.ts';

/** When a signature to this letter will be counted. */
export function countedWords(letter: PublishedLetter, words: Words): string {
  // whether it waits, only the board knows; what signs in the browser is made by the issuer
  const comment = letter.comments ? [words.say('letters.counted.comment')] : [];
  return [whenCounted(letter, words), ...comment].join(' ');
}

function whenCounted({ release, sealUntil }: PublishedLetter, words: Words): string {
  if (sealUntil !== null) return words.say('letters.counted.sealed', { count: sealUntil });
  if (release.min === 1 && release.every === 0) return words.say('letters.counted.at-once');
  if (release.min === 1) return words.say('letters.counted.pause', { pause: words.seconds(release.every * 1_000) });
  return words.say('letters.counted.with-others', { count: release.min - 1 });
}
