import type { MakeFrame } from '../web/frame.ts';
import { titled as titledBy } from '../web/titled.ts';
import type { PublishedLetter } from './letter.ts';

/** The title of a page about a letter: a saying with the letter's own title. */
export const titled = ({ words }: MakeFrame, saying: string, { title }: PublishedLetter, wrong = false): string =>
  titledBy(words, saying, wrong, { letter: title });
