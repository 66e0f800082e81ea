import { type PublishedLetter, isByName } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import { missedSeal } from '../numbers/progress.ts';

/** What is said where nobody is shown: that it is too early, or too late. */
export function noneSaying(letter: PublishedLetter, published: Published): string {
  if (missedSeal(letter, published)) return 'reading.signatories.none-kept';
  return isByName(letter) ? 'reading.signatories.none-named' : 'reading.signatories.none';
}
