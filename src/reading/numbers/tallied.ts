import type { PublishedLetter } from '../../letters/letter.ts';
import { tallyOf } from '../../letters/tally.ts';
import type { OtherTally } from '../../protocol/tally.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import type { Tallied } from './count.ts';

/** Asks the board what is published of every tally of a letter. */
export async function talliedOf(board: PublicBoard, letter: PublishedLetter): Promise<Tallied> {
  const of = async (tally: OtherTally) => {
    const other = tallyOf(letter, tally);
    return other && board.published(other);
  };
  const [employees, vouched, supporters] = await Promise.all([
    board.published(letter),
    of('vouched'),
    of('supporters'),
  ]);
  return { employees, vouched, supporters };
}
