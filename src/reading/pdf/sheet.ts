import { renderSVG } from 'uqr';
import { addresseeLine } from '../../letters/canonical-text.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { date } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { Tallied } from '../numbers/count.ts';
import { othersView } from '../numbers/others.ts';
import { type NumbersView, numbersView } from '../numbers/views.ts';
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
  // an English word in front would turn the line round
  const to = script.rightToLeft ? '' : 'To ';
  return {
    ...treeOf(letter.body),
    paper,
    ...script,
    date: dayOf(tallied.employees.asOf),
    kind: 'An open letter',
    title: breakable(letter.title),
    author: letter.from === null ? [] : [letter.from],
    addressees: letter.to.map((addressee) => breakable(to + addresseeLine(addressee))),
    salutation: shown(letter.salutation),
    demands: letter.demands.map(({ text, status }) => ({
      inlines: demandTree(text),
      status: status === 'open' ? null : status,
    })),
    closing: shown(letter.closing),
    from: shown(letter.from),
    counts: countLines(letter, tallied),
    checking: checkingLines(letter, url).map(breakable),
    organizations: letter.organizations.map((one) => ({ ...one, name: breakable(one.name), shown: shown(one.url) })),
    organizationsHeading: 'Co-signing organizations',
    organizationsWords:
      'Listed by the organizers with each organization’s written consent. They are not part of the number of employees.',
    url,
    shownUrl: breakable(url.replace(/^https?:\/\//, '')),
    qr: renderSVG(url, { border: 0, ecc: 'M' }),
    qrWords: 'The letter online: to read, to sign, to check',
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
    rightToLeft: locale.maximize().script === 'Arab',
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

function countLines(letter: PublishedLetter, tallied: Tallied): CountLine[] {
  const line = (words: string, number: string | null = null) => ({ number, large: false, words });
  if (letter.status === 'gathering') {
    return [line('This letter is gathering its first signatures. Their number is shown when it opens.')];
  }
  const view = numbersView(letter, tallied.employees);
  const sealed = `Sealed until ${view.sealed} have signed: before that, nothing of any signature is shown.`;
  return [
    ...(view.sealed === null ? [] : [line(sealed)]),
    { number: view.count.total, large: true, words: view.count.noun },
    line(shareWords(view)),
    ...(view.employers ?? []).map(({ name, number, share }) =>
      number === null
        ? line(`${name}: shown when enough have signed`)
        : line(share === null ? name : `${name}, ${share} of its employees`, number),
    ),
    ...othersView(letter, tallied, false).map(({ number, noun }) => line(`${noun}, counted apart`, number)),
  ].map((one) => ({ ...one, words: breakable(one.words) }));
}

function shareWords({ headcount, count }: NumbersView): string {
  const asOf = `as of ${count.asOf.words}`;
  return headcount ? `${headcount.share} of ${headcount.of} employees, ${asOf}` : asOf;
}

function checkingLines(letter: PublishedLetter, url: string): string[] {
  const hash = toHex(letter.textHash);
  return [
    ...(letter.status === 'gathering'
      ? []
      : [`Anybody can check this number: at ${url}/audit, or with the command “undersigned verify ${url}”.`]),
    `Opened on ${date('en', letter.openedAt)}.${letter.closedAt === null ? '' : ` Closed on ${date('en', letter.closedAt)}.`} The text is frozen: the SHA-256 of its plain form, ${url}/letter.md, is ${hash}. The letter’s id begins ${shortId(letter.publicId)}.`,
  ];
}
