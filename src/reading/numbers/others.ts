import type { PublishedLetter } from '../../letters/letter.ts';
import { tallyOf } from '../../letters/tally.ts';
import { number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { OtherTally } from '../../protocol/tally.ts';
import type { Tallied } from './count.ts';

/** A number that stands beside the employees' and is never added to it. */
export interface OtherView {
  tally: OtherTally;
  number: string;
  noun: string;
  meaning: string;
  pledges: { text: string; number: string | null }[];
  signPath: string | null;
  signWords: string;
  auditPath: string;
}

const words: Record<OtherTally, { one: string; many: string; meaning: string; sign: string }> = {
  vouched: {
    one: 'colleague, vouched for',
    many: 'colleagues, vouched for',
    meaning:
      'Invited by somebody who had proven a work mailbox, because their own inbox is blocked or watched. They proved no mailbox themselves.',
    sign: 'I was invited',
  },
  supporters: {
    one: 'supporter',
    many: 'supporters',
    meaning:
      'People outside: each has proven one mailbox, of any kind. Somebody can have several, so this number says less than that of the employees.',
    sign: 'Support this letter from outside',
  },
};

export function othersView(letter: PublishedLetter, tallied: Tallied, takes: boolean): OtherView[] {
  return (['vouched', 'supporters'] as const).flatMap((tally) => {
    const [other, published] = [tallyOf(letter, tally), tallied[tally]];
    if (!other || !published) return [];
    const { total, pledged } = published.totals;
    return {
      tally,
      number: number('en', total),
      noun: total === 1 ? words[tally].one : words[tally].many,
      meaning: words[tally].meaning,
      pledges: pledgesView(tally === 'supporters' ? other.pledges : [], pledged),
      signPath: takes ? paths.sign(other.address) : null,
      signWords: words[tally].sign,
      auditPath: paths.audit(other.address),
    };
  });
}

const pledgesView = (texts: string[], pledged: { count: number; of: number }[]): OtherView['pledges'] =>
  texts.map((text, i) => {
    const known = pledged[i] && pledged[i].of > 0 ? pledged[i] : undefined;
    return { text, number: known ? `${number('en', known.count)} of ${number('en', known.of)}` : null };
  });
