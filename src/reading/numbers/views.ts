import type { Employer, PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';
import { type NounView, nounView } from './nouns.ts';
import { type PledgeView, pledgeView } from './pledges.ts';
import { missedSeal, sealedUntil } from './progress.ts';

/** The verified total as a page shows it, with what the island needs to move it. */
export interface CountView extends NounView {
  total: string;
  hidden: boolean;
  asOf: { iso: string; words: string };
  live: string;
  poll: string;
  language: string;
}

export interface EmployerView {
  name: string;
  /** Null while the number would point at few people. */
  number: string | null;
  share: string | null;
  /** The cited headcount, of which it is a share; null where none is cited. */
  of: string | null;
  /** More have signed than the cited headcount counts: it may be old. */
  beyond: boolean;
  headcount: number | null;
  source: string | null;
}

export interface NumbersView {
  count: CountView;
  sealed: string | null;
  /** As many should have signed, and did not before it closed. */
  missed: string | null;
  employers: EmployerView[] | null;
  headcount: { share: string; beyond: boolean; headcount: number; of: string; source: string | null } | null;
  pledges: PledgeView[];
}

export function numbersView(letter: PublishedLetter, published: Published, words: Words): NumbersView {
  const { totals } = published;
  const several = letter.employers.length > 1;
  return {
    count: countView(letter, published, words),
    ...sealView(letter, published, words),
    employers:
      several && !missedSeal(letter, published)
        ? letter.employers.map((one, i) => employerView(one, totals.split?.[i], words))
        : null,
    headcount: several || totals.total === 0 ? null : headcountView(letter.employers[0]!, totals.total, words),
    pledges: letter.pledges.map((text, i) =>
      pledgeView(text, letter.status === 'gathering' ? undefined : totals.pledged[i], words),
    ),
  };
}

function sealView(letter: PublishedLetter, published: Published, words: Words) {
  const until = sealedUntil(letter, published);
  const said = until === null ? null : words.number(until);
  return missedSeal(letter, published) ? { sealed: null, missed: said } : { sealed: said, missed: null };
}

function countView(letter: PublishedLetter, { totals, asOf }: Published, words: Words): CountView {
  return {
    total: words.number(totals.total),
    ...nounView(letter, 'reading.signed', totals.total, words),
    hidden: letter.status === 'gathering',
    asOf: { iso: new Date(asOf).toISOString(), words: words.dateTime(asOf) },
    live: paths.live(letter.address),
    poll: paths.apiLetter(letter.address),
    language: words.language === 'en' ? 'en-GB' : words.language,
  };
}

const employerView = (
  { name, headcount, headcountSource }: Employer,
  signed: number | undefined,
  words: Words,
): EmployerView => ({
  name,
  number: signed === undefined ? null : words.number(signed),
  share: signed && headcount ? words.percent(signed / headcount) : null,
  of: headcount === null ? null : words.number(headcount),
  beyond: isBeyond(signed, headcount),
  headcount,
  source: headcountSource,
});

const headcountView = (
  { headcount, headcountSource }: Employer,
  signed: number,
  words: Words,
): NumbersView['headcount'] =>
  headcount === null
    ? null
    : {
        share: words.percent(signed / headcount),
        beyond: isBeyond(signed, headcount),
        ...{ headcount, of: words.number(headcount), source: headcountSource },
      };

const isBeyond = (signed = 0, headcount: number | null): boolean => headcount !== null && signed > headcount;

/** How many signed which text, as last released; null where there has been but one, or nobody is told. */
export function textsSigned({ version, status }: PublishedLetter, { totals }: Published, words: Words): string | null {
  if (version === 1 || status === 'gathering' || totals.total === 0) return null;
  const count = totals.signedText?.version === version ? totals.signedText.count : 0;
  const earlier = totals.total - count;
  const latest = words.number(count);
  if (earlier === 0) return words.say('reading.letter.all-latest', { number: latest });
  const numbers = { total: words.number(totals.total), latest, earlier: words.number(earlier) };
  return words.say('reading.letter.some-latest', numbers);
}
