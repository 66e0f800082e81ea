import { renderSVG } from 'uqr';
import { addresseeLine } from '../../letters/canonical-text.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { demandStatuses } from '../../letters/demand-words.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import { directionOf } from '../../web/languages.ts';
import { wordsIn } from '../../web/speak.ts';
import type { Words } from '../../web/words.ts';
import type { Tallied } from '../numbers/count.ts';
import { numberLine } from '../numbers/line.ts';
import { othersView } from '../numbers/others.ts';
import { type EmployerView, type NumbersView, numbersView } from '../numbers/views.ts';
import { breakable } from './breakable.ts';
import { type DocumentTree, type Inline, demandTree, treeOf } from './document-tree.ts';

export type Paper = 'a4' | 'us-letter';

/** A line of the count; the number stands out. */
interface CountLine {
  number: string | null;
  large: boolean;
  words: string;
}

/** All that stands on the paper, as views/pdf/letter.typ reads it. */
export interface Sheet extends DocumentTree {
  paper: Paper;
  language: string;
  region: string | null;
  rightToLeft: boolean;
  /** Of what we say ourselves: the letter's language where we speak it. */
  ours: { language: string; rightToLeft: boolean };
  date: { year: number; month: number; day: number };
  kind: string;
  title: string;
  author: string[];
  addressees: string[];
  salutation: string | null;
  demands: { inlines: Inline[]; status: string | null }[];
  closing: string | null;
  from: string | null;
  counts: CountLine[];
  checking: string[];
  organizations: { name: string; url: string | null; shown: string | null }[];
  organizationsHeading: string;
  organizationsWords: string;
  url: string;
  shownUrl: string;
  qr: string;
  qrWords: string;
}

/** The letter with its verified total as of the last release. */
export function sheetOf(letter: PublishedLetter, tallied: Tallied, baseUrl: string, paper: Paper): Sheet {
  const url = baseUrl + paths.letter(letter.address);
  const script = scriptOf(letter.language);
  const words = wordsIn(letter.language);
  const ours = { language: words.language, rightToLeft: words.direction === 'rtl' };
  // a word of ours in front that runs the other way would turn the line round
  const turns = script.rightToLeft !== ours.rightToLeft;
  const addressed = (line: string) => (turns ? line : words.say('reading.to', { to: line }));
  return {
    ...treeOf(letter.body),
    paper,
    ...script,
    ours,
    date: dayOf(tallied.employees.asOf),
    kind: words.say('reading.letter.kind'),
    title: breakable(letter.title),
    author: letter.from === null ? [] : [letter.from],
    addressees: letter.to.map((addressee) => breakable(addressed(addresseeLine(addressee)))),
    salutation: shown(letter.salutation),
    demands: letter.demands.map(({ text, status }) => ({
      inlines: demandTree(text),
      status: status === 'open' ? null : words.say(demandStatuses[status]),
    })),
    closing: shown(letter.closing),
    from: shown(letter.from),
    counts: countLines(letter, tallied, words),
    checking: checkingLines(letter, url, words).map(breakable),
    organizations: letter.organizations.map((one) => ({ ...one, name: breakable(one.name), shown: shown(one.url) })),
    organizationsHeading: words.say('reading.letter.organizations'),
    organizationsWords: words.say('reading.letter.organizations-note'),
    url,
    shownUrl: breakable(url.replace(/^https?:\/\//, '')),
    qr: renderSVG(url, { border: 0, ecc: 'M' }),
    qrWords: words.say('reading.paper.qr'),
  };
}

/** Scripts that the typefaces in views/fonts have. */
const SCRIPTS = ['Latn', 'Grek', 'Cyrl', 'Arab'];

/** Whether we have letters for the letter's language; in others a browser prints what we could not. */
export const canBeSet = ({ language }: Pick<PublishedLetter, 'language'>): boolean =>
  SCRIPTS.includes(localeOf(language).maximize().script ?? '');

const shown = (text: string | null): string | null => (text === null ? null : breakable(text));

function scriptOf(language: string): Pick<Sheet, 'language' | 'region' | 'rightToLeft'> {
  const locale = localeOf(language);
  return {
    language: /^[a-z]{2,3}$/.test(locale.language) ? locale.language : 'en',
    region: /^[A-Z]{2}$/.test(locale.region ?? '') ? locale.region! : null,
    rightToLeft: directionOf(language) === 'rtl',
  };
}

function localeOf(language: string): Intl.Locale {
  try {
    return new Intl.Locale(language);
  } catch {
    return new Intl.Locale('en');
  }
}

function dayOf(instant: number): Sheet['date'] {
  const day = new Date(instant);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
}

function countLines(letter: PublishedLetter, tallied: Tallied, words: Words): CountLine[] {
  if (letter.status === 'gathering') return [line(words.say('reading.letter.gathering'))];
  const view = numbersView(letter, tallied.employees, words);
  return [
    ...(view.sealed === null ? totalLines(view, words) : sealedLines(letter, tallied, words)),
    ...(view.employers ?? []).map((employer) => employerLine(employer, words)),
    ...othersView(letter, tallied, false, words).map(({ number, noun }) =>
      line(words.say('reading.paper.apart', { noun }), number),
    ),
  ].map((one) => ({ ...one, words: breakable(one.words) }));
}

const totalLines = (view: NumbersView, words: Words): CountLine[] => [
  { number: view.count.total, large: true, words: view.count.noun },
  line(shareWords(view, words)),
];

function sealedLines(letter: PublishedLetter, { employees }: Tallied, words: Words): CountLine[] {
  const { words: said, asOf } = numberLine(letter, employees, words);
  return asOf === null
    ? [line(said)]
    : [line(said), line(words.say('reading.letter.as-of-words', { words: words.dateTime(asOf) }))];
}

function employerLine({ name, number, share, of, beyond }: EmployerView, words: Words): CountLine {
  if (number === null) return line(words.say('reading.paper.sealed-later', { name }));
  if (share === null || of === null) return line(name, number);
  return line(saidBeyond(words.say('reading.paper.employer-share', { name, share, of }), beyond, words), number);
}

const line = (words: string, number: string | null = null): CountLine => ({ number, large: false, words });

function shareWords({ headcount, count }: NumbersView, words: Words): string {
  const asOf = { words: count.asOf.words };
  if (!headcount) return words.say('reading.letter.as-of-words', asOf);
  const { share, of, beyond } = headcount;
  return saidBeyond(words.say('reading.letter.share-words', { ...asOf, share, of }), beyond, words);
}

const saidBeyond = (share: string, beyond: boolean, words: Words): string =>
  beyond ? `${share} ${words.say('reading.letter.beyond')}` : share;

function checkingLines(letter: PublishedLetter, url: string, words: Words): string[] {
  const { status, openedAt, closedAt } = letter;
  const [hash, id] = [toHex(letter.textHash), shortId(letter.publicId)];
  // what runs from the left stays whole in a line that runs from the right
  const apart = (text: string) => (words.direction === 'rtl' ? `\u2066${text}\u2069` : text);
  const check = words.say('reading.paper.check', {
    audit: apart(`${url}/audit`),
    command: apart(`undersigned verify ${url}`),
  });
  const frozen = { url: apart(`${url}/letter.md`), hash: apart(hash), id: apart(id) };
  const told = [
    words.say('reading.paper.opened', { day: words.date(openedAt) }),
    ...(closedAt === null ? [] : [words.say('reading.paper.closed', { day: words.date(closedAt) })]),
    words.say('reading.paper.frozen', frozen),
  ];
  return [...(status === 'gathering' ? [] : [check]), told.join(' ')];
}
