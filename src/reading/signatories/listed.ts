import type { PublishedLetter } from '../../letters/letter.ts';
import { mainOf } from '../../letters/tally.ts';
import type { PublicBoard } from '../../signing/public-board.ts';

/** Whether search engines may list who signed: as the letter's organizers chose, for all its tallies. */
export const namesAreListed = ({ first }: Pick<PublicBoard, 'first'>, letter: PublishedLetter): Promise<boolean> =>
  first.namesAreListed(mainOf(letter).publicId);
