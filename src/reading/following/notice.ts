import type { Answers } from '../../letters/answers/answer.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import type { Words } from '../../web/words.ts';
import { type LetterEvent, eventsOf, languageOf } from '../feeds/events.ts';

/** What the service worker of a follower shows (src/browser/follow-worker.ts reads it). */
export interface Notice {
  title: string;
  /** Below the origin at which the browser follows, which may be the onion service. */
  path: string;
  language: string;
  /** One notice replaces another of the same tag, should one ever come twice. */
  tag: string;
}

const MOST_CHARACTERS = 160;
/** All notices have this length, so that a push service cannot tell by it what one says. */
const LENGTH = 2_048;

/** What followers are told of: all that happens to a letter, but for the steps that its number takes. */
export const toldOf = (letter: PublishedLetter, answers: Answers, words: Words): LetterEvent[] =>
  eventsOf(letter, [], answers, words);

export const noticeOf = (letter: PublishedLetter, { key, title, ours }: LetterEvent): Notice => ({
  title: shortened(title),
  path: paths.letter(letter.address),
  language: languageOf(letter, ours.title),
  tag: `${letter.address} ${key}`,
});

/** As JSON, filled up with spaces. */
export function payloadOf(notice: Notice): string {
  const json = JSON.stringify(notice);
  return json + ' '.repeat(Math.max(0, LENGTH - Buffer.byteLength(json)));
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_CHARACTERS ? text : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
