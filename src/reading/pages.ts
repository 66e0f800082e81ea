import type { Answers } from '../letters/answers/answer.ts';
import { addresseeLine } from '../letters/canonical-text.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { renderBody } from '../letters/markdown.ts';
import { talliesOf } from '../letters/tally.ts';
import { date, number } from '../letters/words.ts';
import { paths } from '../paths.ts';
import { toHex } from '../protocol/bytes.ts';
import { shortId } from '../protocol/checkpoint.ts';
import type { Published } from '../signing/board.ts';
import { insteadOf } from '../signing/hiding/hidden.ts';
import type { ShownSignature } from '../signing/store.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import { type AnswersView, answersView, deliveredLine } from './answers/ledger.ts';
import { type Growth, type GrowthPoint, growthOf } from './growth.ts';
import type { Tallied } from './numbers/count.ts';
import { type OtherView, othersView } from './numbers/others.ts';
import { type NumbersView, nounFor, numbersView, textsSigned } from './numbers/views.ts';
import { canBeSet } from './pdf/sheet.ts';
import { headOf } from './sharing/head.ts';
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
  /** Null where the text was never amended. */
  amended: { version: string; day: string; path: string } | null;
}

interface LetterPage extends TextView, NumbersView {
  /** How many signed which text. */
  signedTexts: string | null;
  delivered: string | null;
  answers: AnswersView | null;
  others: OtherView[];
  growth: Growth | null;
  signatories: SignatoryView[];
  unnamed: string | null;
  allSignatories: string | null;
  comments: { text: string | null; instead: string | null; by: string }[];
  signPath: string | null;
  changePath: string;
  auditPath: string;
  sharePath: string | null;
  pdf: { a4: string; usLetter: string } | null;
  invented: { action: string; groups: { slug: string; noun: string }[] } | null;
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
  signatories: { rows: ShownSignature[]; more: boolean };
  comments: ShownSignature[];
  answers: Answers;
  now: number;
}

/** What pages lead to on some sites only. */
export interface Offers {
  development: boolean;
  pdf: boolean;
  cards: boolean;
}

export const readingPages = (frame: MakeFrame, { development, pdf, cards }: Offers) => ({
  home(letters: { letter: PublishedLetter; published: Published }[]): string {
    return homePage({
      ...frame({
        title: 'Open letters',
        listedAt: paths.home(),
        alternates: [{ type: 'application/atom+xml', title: 'Open letters', path: paths.siteFeed() }],
      }),
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
  letter(letter: PublishedLetter, parts: LetterParts): string {
    const { published, tallied, growth, signatories, comments, answers, now } = parts;
    const takes = letter.status !== 'closed';
    const isPublic = letter.status !== 'gathering';
    return letterPage({
      ...frame({
        title: letter.title,
        description: describe(letter),
        ...(isPublic ? { listedAt: paths.letter(letter.address), ...headOf(letter, published, cards) } : {}),
        islands: takes ? ['pin.js', ...(isPublic ? ['live-count.js'] : [])] : [],
      }),
      ...textView(letter),
      ...numbersView(letter, published),
      signedTexts: textsSigned(letter, published),
      delivered: isPublic ? deliveredLine(letter, answers, now) : null,
      answers: isPublic ? answersView(letter, answers, now) : null,
      others: isPublic ? othersView(letter, tallied, takes) : [],
      growth: isPublic ? growthOf(growth, letter.openedAt, 'en') : null,
      signatories: isPublic ? signatories.rows.map((row) => signatoryView(letter, row)) : [],
      unnamed: isPublic ? unnamedOf(published) : null,
      allSignatories: isPublic && signatories.more ? paths.signatures(letter.address) : null,
      comments: (isPublic ? comments : []).map((row) => commentView(letter, row)),
      signPath: takes ? paths.sign(letter.address) : null,
      changePath: paths.change(letter.address),
      auditPath: paths.audit(letter.address),
      sharePath: isPublic ? paths.share(letter.address) : null,
      pdf: pdf && canBeSet(letter) ? pdfPaths(letter) : null,
      invented: development && takes ? { action: paths.devColleagues(), groups: inventedOf(letter) } : null,
    });
  },
});

/** Who can be let to sign on a site for trying things out. */
const inventedOf = (letter: PublishedLetter): { slug: string; noun: string }[] =>
  talliesOf(letter).map(({ address, tally }) => ({
    slug: address,
    noun: { employees: 'colleagues', vouched: 'colleagues with invitations', supporters: 'supporters' }[tally],
  }));

const pdfPaths = ({ address }: PublishedLetter) => ({ a4: paths.pdf(address), usLetter: paths.pdf(address, 'letter') });

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
    amended: amendedView(letter),
  };
}

const amendedView = ({ amendedAt, version, address }: PublishedLetter): TextView['amended'] =>
  amendedAt === null ? null : { version: String(version), day: date('en', amendedAt), path: paths.versions(address) };

function commentView(
  letter: PublishedLetter,
  row: ShownSignature,
): { text: string | null; instead: string | null; by: string } {
  const reason = row.hidden.comment;
  return { text: row.comment, instead: reason === undefined ? null : insteadOf(reason), by: authorOf(letter, row) };
}

/** A comment of somebody who stays anonymous is a testimony: its author is a signatory, and nothing more. */
function authorOf(letter: PublishedLetter, row: ShownSignature): string {
  const { name, role, employer } = signatoryView(letter, row);
  const isNobody = row.shown === 'anonymous' || (name === null && role === null);
  return isNobody ? 'a signatory' : [name, role, employer].filter(Boolean).join(', ');
}
