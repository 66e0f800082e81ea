import type { MakeFrame } from '../web/frame.ts';
import { directionOf } from '../web/languages.ts';
import { titled as titledBy } from '../web/titled.ts';
import type { Words } from '../web/words.ts';
import type { PublishedLetter } from './letter.ts';

/** The title of a page about a letter: a saying with the letter's own title. */
export const titled = ({ words }: MakeFrame, saying: string, letter: PublishedLetter, wrong = false): string =>
  titledBy(words, saying, wrong, { letter: fromItsSide(letter, words) });

/** The same, where what the page is called is said already. */
export const titledAs = (words: Words, page: string, letter: PublishedLetter): string =>
  words.say('reading.titled', { page, letter: fromItsSide(letter, words) });

/** A title holds no elements, so characters say where words begin that run the other way. */
const fromItsSide = ({ title, language }: PublishedLetter, { direction }: Words): string =>
  directionOf(language) === direction ? title : `\u2068${title}\u2069`;
