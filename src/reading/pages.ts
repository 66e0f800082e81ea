import { type Qr, qrStrokes } from '../issuing/qr.ts';
import type { Answers } from '../letters/answers/answer.ts';
import { addresseeLine } from '../letters/canonical-text.ts';
import { namesCopies } from '../letters/cited-copy.ts';
import { domainsOf } from '../letters/host.ts';
import { type PublishedLetter, isByName } from '../letters/letter.ts';
import { type BodyText, renderBody } from '../letters/markdown.ts';
import { talliesOf } from '../letters/tally.ts';
import { type WrittenIn, writtenIn } from '../letters/written-in.ts';
import { paths } from '../paths.ts';
import { toHex } from '../protocol/bytes.ts';
import { shortId } from '../protocol/checkpoint.ts';
import type { Tally } from '../protocol/tally.ts';
import type { Published } from '../signing/public-board.ts';
import type { FirstSignatory } from '../signing/first/store.ts';
import type { ShownSignature } from '../signing/shown/store.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import { wordsIn } from '../web/speak.ts';
import type { Words } from '../web/words.ts';
import { type AnswersView, answersView, deliveredLine } from './answers/ledger.ts';
import { type FollowView, followView } from './following/follow-view.ts';
import { type Growth, type GrowthPoint, growthOf } from './growth.ts';
import { type HomeLetter, pageOfLetters } from './home-pages.ts';
import type { Tallied } from './numbers/count.ts';
import { type BreakdownView, breakdownsView } from './numbers/breakdowns.ts';
import { type OtherView, othersView } from './numbers/others.ts';
import { type ProgressView, missedSeal, progressView } from './numbers/progress.ts';
import { type NumbersView, numbersView, textsSigned } from './numbers/views.ts';
import { canBeSet } from './pdf/sheet.ts';
import { headOf } from './sharing/head.ts';
import { insteadSaying } from '../signing/hiding/hidden.ts';
import { type OfferView, foundAt, offerFor, readInView } from './translations/read-in.ts';
import { type TimelineEntry, timelineOf } from './timeline.ts';
import { noneSaying } from './signatories/none.ts';
import { type SignatoryView, signatoryView, unnamedOf } from './signatories/pages.ts';

interface TextView extends WrittenIn, BodyText {
  letterTitle: string;
  addressees: string[];
  salutation: string | null;
  closing: string | null;
  from: string | null;
  opened: string;
  closes: string | null;
  closed: string | null;
  domains: string;
  rollCall: boolean;
  /** Everybody signs with their name. */
  byName: boolean;
  organizations: { name: string; url: string | null }[];
  shortId: string;
  textHash: string;
  /** Whether a note names a copy of its source. */
  copies: boolean;
  markdownPath: string;
  /** Null where the text was never amended. */
  amended: { version: string; day: string; path: string } | null;
}

interface LetterPage extends TextView, NumbersView {
  /** Empty where there is no translation. */
  readIn: ReturnType<typeof readInView>;
  /** A translation into the reader's language. */
  offer: OfferView | null;
  /** Null where it is not sealed. */
  progress: ProgressView | null;
  /** How many signed which text. */
  signedTexts: string | null;
  delivered: string | null;
  answers: AnswersView | null;
  timeline: TimelineEntry[];
  breakdowns: BreakdownView[];
  others: OtherView[];
  growth: Growth | null;
  first: SignatoryView[];
  signatories: SignatoryView[];
  unnamed: string | null;
  /** What is said where nobody is shown: a saying. */
  none: string;
  /** Not while it gathers, nor where it missed its seal: there is nothing to check. */
  showsNumbers: boolean;
  allSignatories: string | null;
  comments: CommentView[];
  /** Null while it gathers. */
  follow: FollowView | null;
  signPath: string | null;
  changePath: string;
  auditPath: string;
  sharePath: string | null;
  pdf: { a4: string; usLetter: string } | null;
  /** For paper, from which nobody can follow a link. */
  onPaper: { url: string; qr: Qr };
  invented: { action: string; groups: { slug: string; sign: string }[] } | null;
}

const letterPage = page<LetterPage>('reading/letter');

export interface LetterParts {
  published: Published;
  tallied: Tallied;
  growth: GrowthPoint[];
  first: FirstSignatory[];
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
  /** Under which browsers follow; undefined where the site sends no notices. */
  pushKey: string | undefined;
  baseUrl: string;
}

export const readingPages = (frame: MakeFrame, { development, pdf, cards, pushKey, baseUrl }: Offers) => ({
  home: (letters: HomeLetter[]): string => pageOfLetters(frame, development, letters),
  letter(letter: PublishedLetter, parts: LetterParts): string {
    const { published, tallied, growth, first, signatories, comments, answers, now } = parts;
    const takes = letter.status !== 'closed';
    const isPublic = letter.status !== 'gathering';
    const showsNumbers = isPublic && !missedSeal(letter, published);
    const follow = isPublic ? followView(letter, pushKey) : null;
    const { words } = frame;
    return letterPage({
      ...frame({
        title: letter.title,
        titleIn: letter.language,
        description: describe(letter, words),
        ...(isPublic ? headOf(letter, published, words, cards ? wordsIn(letter.language) : null) : {}),
        ...(isPublic
          ? { listedAt: paths.letter(letter.address), foundAt: foundAt(letter) }
          : { at: paths.letter(letter.address) }),
        islands: takes
          ? ['pin.js', ...(isPublic ? ['live-count.js'] : []), ...(follow?.push ? ['follow.js'] : [])]
          : [],
      }),
      ...textView(letter, words),
      readIn: readInView(letter, letter.language, words),
      offer: offerFor(letter, words),
      ...numbersView(letter, published, words),
      progress: isPublic ? progressView(letter, published, frame.words) : null,
      signedTexts: textsSigned(letter, published, words),
      delivered: isPublic ? deliveredLine(letter, answers, now, words) : null,
      answers: isPublic ? answersView(letter, answers, now, words) : null,
      timeline: isPublic ? timelineOf(letter, growth, answers, words) : [],
      breakdowns: showsNumbers ? breakdownsView(letter, published, words) : [],
      others: isPublic ? othersView(letter, tallied, takes, words) : [],
      growth: isPublic ? growthOf(growth, letter.openedAt, words) : null,
      first: isPublic ? first.map((row) => signatoryView(letter, row)) : [],
      signatories: isPublic ? signatories.rows.map((row) => signatoryView(letter, row)) : [],
      unnamed: isPublic ? unnamedOf(letter, published, words) : null,
      none: noneSaying(letter, published),
      showsNumbers,
      allSignatories: isPublic && signatories.more ? paths.signatures(letter.address) : null,
      comments: (isPublic ? comments : []).map((row) => commentView(letter, row, words)),
      follow,
      signPath: takes ? paths.sign(letter.address) : null,
      changePath: paths.change(letter.address),
      auditPath: paths.audit(letter.address),
      sharePath: isPublic ? paths.share(letter.address) : null,
      pdf: pdf && canBeSet(letter) ? pdfPaths(letter) : null,
      onPaper: onPaper(baseUrl + paths.letter(letter.address)),
      invented: development && takes ? { action: paths.devColleagues(), groups: inventedOf(letter) } : null,
    });
  },
});

/** Who can be let to sign on a site for trying things out. */
const inventedOf = (letter: PublishedLetter): { slug: string; sign: string }[] =>
  talliesOf(letter).map(({ address, tally }) => ({ slug: address, sign: inventedSign[tally] }));

const inventedSign: Record<Tally, string> = {
  employees: 'reading.letter.dev-employees',
  vouched: 'reading.letter.dev-vouched',
  supporters: 'reading.letter.dev-supporters',
};

const onPaper = (url: string) => ({ url, qr: qrStrokes(url) });

const pdfPaths = ({ address }: PublishedLetter) => ({ a4: paths.pdf(address), usLetter: paths.pdf(address, 'letter') });

function describe({ to, from }: PublishedLetter, words: Words): string {
  const names = to.map(({ name }) => name).join(', ');
  if (from === null) return words.say('reading.letter.about', { to: names });
  return words.say('reading.letter.about-from', { to: names, from });
}

function textView(letter: PublishedLetter, words: Words): TextView {
  const day = (instant: number | null) => (instant === null ? null : words.date(instant));
  return {
    ...writtenIn(letter),
    letterTitle: letter.title,
    addressees: letter.to.map(addresseeLine),
    salutation: letter.salutation,
    ...renderBody(letter.body, letter.demands, wordsIn(letter.language), letter.language),
    closing: letter.closing,
    from: letter.from,
    opened: words.date(letter.openedAt),
    closes: day(letter.closes === null ? null : Date.parse(letter.closes)),
    closed: day(letter.closedAt),
    domains: domainsOf(letter.employers),
    rollCall: letter.rollCall,
    byName: isByName(letter),
    organizations: letter.organizations.map(({ name, url }) => ({ name, url })),
    shortId: shortId(letter.publicId),
    textHash: toHex(letter.textHash),
    copies: namesCopies(letter.body),
    markdownPath: paths.markdown(letter.address),
    amended: amendedView(letter, words),
  };
}

const amendedView = ({ amendedAt, version, address }: PublishedLetter, words: Words): TextView['amended'] =>
  amendedAt === null ? null : { version: String(version), day: words.date(amendedAt), path: paths.versions(address) };

interface CommentView {
  text: string | null;
  instead: string | null;
  /** Name, role and employer: each runs in its own direction. */
  by: string[];
}

function commentView(letter: PublishedLetter, row: ShownSignature, words: Words): CommentView {
  const reason = row.hidden.comment;
  return {
    text: row.comment,
    instead: reason === undefined ? null : insteadSaying(reason),
    by: authorOf(letter, row, words),
  };
}

/** A comment of somebody who stays anonymous is a testimony: its author is a signatory, and nothing more. */
function authorOf(letter: PublishedLetter, row: ShownSignature, words: Words): string[] {
  const { name, role, employer } = signatoryView(letter, row);
  const isNobody = row.shown === 'anonymous' || (name === null && role === null);
  if (isNobody) return [words.say('reading.letter.a-signatory')];
  return [name, role, employer].filter((part) => part !== null);
}
