import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';
import { nounFor } from './nouns.ts';
import { missedSeal, sealedCount } from './progress.ts';

/** What stands where a letter's number stands, on whichever page, picture or paper. */
export interface NumberLine {
  /** Null where the words say all. */
  number: string | null;
  words: string;
  sealed: boolean;
  /** Of the number; null while nobody is told of anybody. */
  asOf: number | null;
}

/** A sealed letter has no number, which would be a false zero, but says how far it is: by the steps that its page tells. */
export function numberLine(letter: PublishedLetter, published: Published, words: Words): NumberLine {
  const sealed = sealedCount(letter, published);
  if (!sealed) {
    const { total } = published.totals;
    const asOf = total === 0 ? null : published.asOf;
    return { number: words.number(total), words: nounFor(letter, total, words), sealed: false, asOf };
  }
  const until = words.number(sealed.until);
  if (missedSeal(letter, published)) {
    return { number: null, words: words.say('reading.seal-missed', { until }), sealed: true, asOf: null };
  }
  const said =
    sealed.reached === null
      ? words.say('reading.sealed-until', { until })
      : words.say('reading.sealed-reached', { until, reached: words.number(sealed.reached) });
  return { number: null, words: said, sealed: true, asOf: published.progress?.at ?? null };
}

export const inOneLine = ({ number, words }: NumberLine): string => (number === null ? words : `${number} ${words}`);
