import type { PublishedLetter } from '../../letters/letter.ts';
import { tallyOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import type { OtherTally } from '../../protocol/tally.ts';
import type { Words } from '../../web/words.ts';
import type { Tallied } from './count.ts';
import { type NounView, nounView } from './nouns.ts';
import { type PledgeView, pledgeView } from './pledges.ts';

/** A number that stands beside the employees' and is never added to it. */
export interface OtherView extends NounView {
  tally: OtherTally;
  number: string;
  /** Sayings: what the public is told of it, and how to stand there. */
  meaning: string;
  sign: string;
  pledges: PledgeView[];
  /** Null while nobody is shown. */
  signatoriesPath: string | null;
  signPath: string | null;
  auditPath: string;
}

const sayings: Record<OtherTally, { noun: string; meaning: string; sign: string }> = {
  vouched: {
    noun: 'reading.others.vouched',
    meaning: 'reading.others.vouched-meaning',
    sign: 'reading.others.vouched-sign',
  },
  supporters: {
    noun: 'reading.others.supporters',
    meaning: 'reading.others.supporters-meaning',
    sign: 'reading.others.supporters-sign',
  },
};

export function othersView(letter: PublishedLetter, tallied: Tallied, takes: boolean, words: Words): OtherView[] {
  return (['vouched', 'supporters'] as const).flatMap((tally) => {
    const [other, published] = [tallyOf(letter, tally), tallied[tally]];
    if (!other || !published) return [];
    const { total, pledged } = published.totals;
    const { noun, meaning, sign } = sayings[tally];
    return {
      ...{ tally, number: words.number(total), ...nounView(other, noun, total, words), meaning, sign },
      pledges: other.pledges.map((text, i) => pledgeView(text, pledged[i], words)),
      signatoriesPath: total > 0 ? paths.signatures(other.address) : null,
      signPath: takes ? paths.sign(other.address) : null,
      auditPath: paths.audit(other.address),
    };
  });
}
