import type { PublishedLetter } from '../../letters/letter.ts';
import { tallyOf } from '../../letters/tally.ts';
import { number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { OtherTally } from '../../protocol/tally.ts';
import type { Tallied } from './count.ts';
import { otherWords } from './other-words.ts';

/** A number that stands beside the employees' and is never added to it. */
export interface OtherView {
  tally: OtherTally;
  number: string;
  noun: string;
  meaning: string;
  pledges: { text: string; number: string | null }[];
  /** Null while nobody is shown. */
  signatoriesPath: string | null;
  signPath: string | null;
  signWords: string;
  auditPath: string;
}

export function othersView(letter: PublishedLetter, tallied: Tallied, takes: boolean): OtherView[] {
  return (['vouched', 'supporters'] as const).flatMap((tally) => {
    const [other, published] = [tallyOf(letter, tally), tallied[tally]];
    if (!other || !published) return [];
    const { total, pledged } = published.totals;
    return {
      tally,
      number: number('en', total),
      noun: total === 1 ? otherWords[tally].one : otherWords[tally].many,
      meaning: otherWords[tally].meaning,
      pledges: pledgesView(other.pledges, pledged),
      signatoriesPath: total > 0 ? paths.signatures(other.address) : null,
      signPath: takes ? paths.sign(other.address) : null,
      signWords: otherWords[tally].sign,
      auditPath: paths.audit(other.address),
    };
  });
}

const pledgesView = (texts: string[], pledged: { count: number; of: number }[]): OtherView['pledges'] =>
  texts.map((text, i) => {
    const known = pledged[i] && pledged[i].of > 0 ? pledged[i] : undefined;
    return { text, number: known ? `${number('en', known.count)} of ${number('en', known.of)}` : null };
  });
