import type { PublishedLetter } from '../../letters/letter.ts';
import { titledAs } from '../../letters/titled.ts';
import { type WrittenIn, writtenIn } from '../../letters/written-in.ts';
import { paths } from '../../paths.ts';
import type { Tally } from '../../protocol/tally.ts';
import type { Published } from '../../signing/public-board.ts';
import type { FirstSignatory } from '../../signing/first/store.ts';
import type { ShownSignature } from '../../signing/shown/store.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import { insteadSaying } from '../../signing/hiding/hidden.ts';
import { together } from '../numbers/nouns.ts';
import { noneSaying } from './none.ts';
import { type Asked, isOfAll, queryAfter } from './query.ts';

/** A signatory as he or she chose to be shown. */
export interface SignatoryView {
  name: string | null;
  role: string | null;
  employer: string | null;
  /** What stands in the place of name or role that are not shown: sayings. */
  instead: string[];
}

interface SignatoriesPage extends WrittenIn {
  heading: string;
  letterTitle: string;
  letterPath: string;
  action: string;
  query: string;
  employers: { value: string; label: string; chosen: boolean }[] | null;
  /** Whom the organizers chose to stand before all others; only above the first page of all. */
  first: SignatoryView[];
  signatories: SignatoryView[];
  unnamed: string | null;
  next: string | null;
  /** What is said where nobody stands: a saying. */
  empty: string | null;
  csvPath: string;
}

const signatories = page<SignatoriesPage>('reading/signatories');

export interface ShownSignatories {
  rows: ShownSignature[];
  more: boolean;
  first: FirstSignatory[];
  /** Whether search engines may list it. */
  listed: boolean;
  asked: Asked;
  published: Published;
}

export function signatoriesPage(frame: MakeFrame, letter: PublishedLetter, shown: ShownSignatories): string {
  const { words } = frame;
  const heading = words.say(headings[letter.tally]);
  const { more, asked } = shown;
  const [first, rows] = firstApart(shown);
  const last = shown.rows.at(-1);
  const employers = letter.employers.map(({ name }, i) => ({
    value: String(i),
    label: name,
    chosen: i === asked.employer,
  }));
  return signatories({
    ...frame({
      title: titledAs(words, heading, letter),
      ...listedAt(letter, shown),
    }),
    heading,
    letterTitle: letter.title,
    ...writtenIn(letter),
    letterPath: paths.letter(letter.address),
    action: paths.signatures(letter.address),
    query: asked.query,
    employers: employers.length > 1 ? employers : null,
    first: first.map((row) => signatoryView(letter, row)),
    signatories: rows.map((row) => signatoryView(letter, row)),
    unnamed: unnamedOf(letter, shown.published, words, isOfAll(asked)),
    csvPath: paths.signaturesCsv(letter.address),
    next: more && last ? `${paths.signatures(letter.address)}?${queryAfter(asked, last.position)}` : null,
    empty: emptySaying(letter, shown),
  });
}

/** Nobody was found, or nobody is there to be found; where all stay anonymous, their number says it. */
function emptySaying(letter: PublishedLetter, { rows, asked, published }: ShownSignatories): string | null {
  if (rows.length > 0) return null;
  if (!isOfAll(asked) || asked.after !== null) return 'reading.signatories.not-found';
  return published.totals.anonymous > 0 ? null : noneSaying(letter, published);
}

/** In the list of all, whoever stands first stands there alone; a search finds everybody in the log's order. */
function firstApart({ first, rows, asked }: ShownSignatories): [FirstSignatory[], ShownSignature[]] {
  if (!isOfAll(asked)) return [[], rows];
  return [asked.after === null ? first : [], without(first, rows)];
}

export const without = (first: FirstSignatory[], rows: ShownSignature[]): ShownSignature[] =>
  rows.filter(({ position }) => first.every((one) => one.position !== position));

/** The address of a page of the list for search engines; none of what somebody searched for. */
const listedAt = (letter: PublishedLetter, { listed, asked }: ShownSignatories) => {
  const at = paths.signatures(letter.address);
  if (!listed || !isOfAll(asked)) return { at };
  return { listedAt: asked.after === null ? at : `${at}?${queryAfter(asked, asked.after)}` };
};

export const signatoryView = (letter: PublishedLetter, row: ShownSignature): SignatoryView => ({
  name: row.name,
  role: row.role,
  employer: letter.employers.length > 1 ? letter.employers[row.employer]!.name : null,
  instead: insteadOfNames(row),
});

function insteadOfNames({ hidden }: ShownSignature): string[] {
  const given = [hidden.name, hidden.role].filter((reason) => reason !== undefined).map(insteadSaying);
  return [...new Set(given)];
}

/**
 * Anonymous signatures are a number, not a wall of the same word. It is of all employers together and says so, and
 * where only some names are listed, it does not go on from them: how many are of one employer is nobody's to tell.
 */
export function unnamedOf(
  letter: PublishedLetter,
  { totals }: Published,
  words: Words,
  listsAll = true,
): string | null {
  if (totals.anonymous === 0) return null;
  const unnamed = together(letter, words.say(unnamedWords[letter.tally], { count: totals.anonymous }), words);
  const follows = listsAll && totals.named + totals.byRole > 0;
  return follows ? words.say('reading.signatories.and', { others: unnamed }) : unnamed;
}

const headings: Record<Tally, string> = {
  employees: 'reading.signatories.heading',
  vouched: 'reading.signatories.vouched',
  supporters: 'reading.signatories.supporters',
};

const unnamedWords: Record<Tally, string> = {
  employees: 'reading.signatories.unnamed-employees',
  vouched: 'reading.signatories.unnamed-vouched',
  supporters: 'reading.signatories.unnamed-supporters',
};
