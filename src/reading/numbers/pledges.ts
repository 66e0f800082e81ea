import type { Totals } from '../../signing/totals.ts';
import type { Words } from '../../web/words.ts';

/** A pledge with how many made it when that was last published; null until that says nothing of single people. */
export interface PledgeView {
  text: string;
  number: string | null;
}

export const pledgeView = (text: string, pledged: Totals['pledged'][number] | undefined, words: Words): PledgeView => ({
  text,
  number:
    pledged && pledged.of > 0
      ? words.say('reading.letter.of', { number: words.number(pledged.count), of: words.number(pledged.of) })
      : null,
});
