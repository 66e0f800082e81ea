import type { Employer, PublishedLetter } from '../../letters/letter.ts';
import { dateTime, number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/board.ts';
import type { Totals } from '../../signing/totals.ts';

/** The verified total as a page shows it, with what the island needs to move it. */
export interface CountView {
  total: string;
  noun: string;
  one: string;
  many: string;
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
  headcount: number | null;
  source: string | null;
}

export interface NumbersView {
  count: CountView;
  sealed: string | null;
  employers: EmployerView[] | null;
  headcount: { share: string; headcount: number; of: string; source: string | null } | null;
  pledges: { text: string; number: string | null }[];
}

export function numbersView(letter: PublishedLetter, published: Published): NumbersView {
  const { totals } = published;
  const several = letter.employers.length > 1;
  return {
    count: countView(letter, published),
    sealed: letter.sealUntil !== null && published.number === 0 ? number('en', letter.sealUntil) : null,
    employers: several ? letter.employers.map((employer, i) => employerView(employer, totals.split?.[i])) : null,
    headcount: several || totals.total === 0 ? null : headcountView(letter.employers[0]!, totals.total),
    pledges: letter.pledges.map((text, i) => ({
      text,
      number: letter.status === 'gathering' ? null : pledgedWords(totals.pledged[i]),
    })),
  };
}

function countView(letter: PublishedLetter, { totals, asOf }: Published): CountView {
  return {
    total: number('en', totals.total),
    noun: nounFor(totals.total),
    one: nounFor(1),
    many: nounFor(2),
    hidden: letter.status === 'gathering',
    asOf: { iso: new Date(asOf).toISOString(), words: dateTime('en', asOf) },
    live: paths.live(letter.address),
    poll: paths.apiLetter(letter.address),
    language: 'en-GB',
  };
}

const employerView = ({ name, headcount, headcountSource }: Employer, signed: number | undefined): EmployerView => ({
  name,
  number: signed === undefined ? null : number('en', signed),
  share: signed && headcount ? percent(signed / headcount) : null,
  headcount,
  source: headcountSource,
});

const headcountView = ({ headcount, headcountSource }: Employer, signed: number): NumbersView['headcount'] =>
  headcount === null
    ? null
    : { share: percent(signed / headcount), headcount, of: number('en', headcount), source: headcountSource };

/** How many pledged when that was last published; null until it says nothing of single people. */
const pledgedWords = (pledged: Totals['pledged'][number] | undefined): string | null =>
  pledged && pledged.of > 0 ? `${number('en', pledged.count)} of ${number('en', pledged.of)}` : null;

/** How many signed which text, as last released; null where there has been but one, or nobody is told. */
export function textsSigned({ version, status }: PublishedLetter, { totals }: Published): string | null {
  if (version === 1 || status === 'gathering' || totals.total === 0) return null;
  const count = totals.signedText?.version === version ? totals.signedText.count : 0;
  const earlier = totals.total - count;
  if (earlier === 0) return `All ${number('en', count)} signed the latest text, or confirmed it.`;
  return `Of all ${number('en', totals.total)}, ${number('en', count)} signed the latest text and ${number('en', earlier)} an earlier version.`;
}

export const nounFor = (total: number): string => (total === 1 ? 'employee has signed' : 'employees have signed');

const percent = (share: number): string =>
  new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: share < 0.01 ? 1 : 0 }).format(share);
