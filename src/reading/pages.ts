import { addresseeLine } from '../letters/canonical-text.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { renderBody } from '../letters/markdown.ts';
import { date, number } from '../letters/words.ts';
import { paths } from '../paths.ts';
import { toHex } from '../protocol/bytes.ts';
import { shortId } from '../protocol/checkpoint.ts';
import type { Published } from '../signing/board.ts';
import type { SignatureRow } from '../signing/store.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import { type Growth, type GrowthPoint, growthOf } from './growth.ts';
import type { Tallied } from './numbers/count.ts';
import { type OtherView, othersView } from './numbers/others.ts';
import { type NumbersView, nounFor, numbersView } from './numbers/views.ts';
import { type SignatoryView, signatoryView, unnamedOf } from './signatories/pages.ts';

interface TextView {
  letterLanguage: string;
  letterTitle: string;
  addressees: string[];
  salutation: string | null;
  body: SafeHtml;
  closing: string | null;
  from: string | null;
  opened: string;
  closes: string | null;
  closed: string | null;
  domains: string[];
  rollCall: boolean;
  organizations: { name: string; url: string | null }[];
  shortId: string;
  textHash: string;
  markdownPath: string;
}

interface LetterPage extends TextView, NumbersView {
  others: OtherView[];
  growth: Growth | null;
  signatories: SignatoryView[];
  unnamed: string | null;
  allSignatories: string | null;
  comments: { text: string; by: string }[];
  signPath: string | null;
  changePath: string;
  auditPath: string;
  colleagues: { action: string; slug: string } | null;
}

interface HomePage {
  letters: { path: string; title: string; to: string; from: string | null; total: string; noun: string }[];
  devMail: string | null;
}

const homePage = page<HomePage>('reading/home');
const letterPage = page<LetterPage>('reading/letter');

export interface LetterParts {
  published: Published;
  tallied: Tallied;
  growth: GrowthPoint[];
  signatories: { rows: SignatureRow[]; more: boolean };
  comments: SignatureRow[];
}

export const readingPages = (frame: MakeFrame, development: boolean) => ({
  home(letters: { letter: PublishedLetter; published: Published }[]): string {
    return homePage({
      ...frame({ title: 'Open letters', listedAt: paths.home() }),
      letters: letters.map(({ letter, published: { totals } }) => ({
        path: paths.letter(letter.address),
        title: letter.title,
        to: letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; '),
        from: letter.from,
        total: number('en', totals.total),
        noun: nounFor(totals.total),
      })),
      devMail: development ? paths.devMail() : null,
    });
  },
  letter(letter: PublishedLetter, { published, tallied, growth, signatories, comments }: LetterParts): string {
    const takes = letter.status !== 'closed';
    const isPublic = letter.status !== 'gathering';
    return letterPage({
      ...frame({
        title: letter.title,
        description: describe(letter),
        ...(isPublic ? { listedAt: paths.letter(letter.address) } : {}),
        islands: takes ? ['pin.js', ...(isPublic ? ['live-count.js'] : [])] : [],
      }),
      ...textView(letter),
      ...numbersView(letter, published),
      others: isPublic ? othersView(letter, tallied, takes) : [],
      growth: isPublic ? growthOf(growth, letter.openedAt, 'en') : null,
      signatories: isPublic ? signatories.rows.map((row) => signatoryView(letter, row)) : [],
      unnamed: isPublic ? unnamedOf(published) : null,
      allSignatories: isPublic && signatories.more ? paths.signatures(letter.address) : null,
      comments: (isPublic ? comments : []).map((row) => ({ text: row.comment ?? '', by: authorOf(letter, row) })),
      signPath: takes ? paths.sign(letter.address) : null,
      changePath: paths.change(letter.address),
      auditPath: paths.audit(letter.address),
      colleagues: development && takes ? { action: paths.devColleagues(), slug: letter.address } : null,
    });
  },
});

const describe = ({ to, from }: PublishedLetter): string =>
  `An open letter to ${to.map(({ name }) => name).join(', ')}${from === null ? '' : `, signed by ${from}`}.`;

function textView(letter: PublishedLetter): TextView {
  const day = (instant: number | null) => (instant === null ? null : date('en', instant));
  return {
    letterLanguage: letter.language,
    letterTitle: letter.title,
    addressees: letter.to.map(addresseeLine),
    salutation: letter.salutation,
    body: renderBody(letter.body, letter.demands),
    closing: letter.closing,
    from: letter.from,
    opened: date('en', letter.openedAt),
    closes: day(letter.closes === null ? null : Date.parse(letter.closes)),
    closed: day(letter.closedAt),
    domains: letter.employers.flatMap(({ domains }) => domains),
    rollCall: letter.rollCall,
    organizations: letter.organizations.map(({ name, url }) => ({ name, url })),
    shortId: shortId(letter.publicId),
    textHash: toHex(letter.textHash),
    markdownPath: paths.markdown(letter.address),
  };
}

function authorOf(letter: PublishedLetter, row: SignatureRow): string {
  if (row.shown === 'anonymous') return 'a signatory';
  const { name, role, employer } = signatoryView(letter, row);
  return [name, role, employer].filter(Boolean).join(', ');
}
