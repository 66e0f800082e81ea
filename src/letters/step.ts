import { paths } from '../paths.ts';
import type { FieldFault } from '../web/typed.ts';
import type { PublishedLetter } from './letter.ts';
import { type WrittenIn, writtenIn } from './written-in.ts';

/** What the pages of every step of signing show of the letter. */
export interface Step extends WrittenIn {
  letterTitle: string;
  letterPath: string;
  faults: FieldFault[];
}

export const stepOf = (letter: PublishedLetter, faults: FieldFault[]): Step => ({
  letterTitle: letter.title,
  ...writtenIn(letter),
  letterPath: paths.letter(letter.address),
  faults,
});
