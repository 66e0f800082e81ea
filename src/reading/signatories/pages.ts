import type { PublishedLetter } from '../../letters/letter.ts';
import { number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { Tally } from '../../protocol/tally.ts';
import type { Published } from '../../signing/board.ts';
import { insteadOf } from '../../signing/hiding/hidden.ts';
import type { ShownSignature } from '../../signing/store.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import { type Asked, queryAfter } from './query.ts';

/** A signatory as he or she chose to be shown. */
export interface SignatoryView {
  name: string | null;
  role: string | null;
  employer: string | null;
  /** What stands in the place of name or role that are not shown. */
  instead: string | null;
}

interface SignatoriesPage {
  heading: string;
  letterTitle: string;
  letterPath: string;
  action: string;
  query: string;
  employers: { value: string; label: string; chosen: boolean }[] | null;
  signatories: SignatoryView[];
  unnamed: string | null;
  next: string | null;
  found: boolean;
  csvPath: string;
}

const signatories = page<SignatoriesPage>('reading/signatories');

export interface ShownSignatories {
  rows: ShownSignature[];
  more: boolean;
  asked: Asked;
  published: Published;
}

export function signatoriesPage(frame: MakeFrame, letter: PublishedLetter, shown: ShownSignatories): string {
  const { rows, more, asked } = shown;
  const last = rows.at(-1);
  const employers = letter.employers.map(({ name }, i) => ({
    value: String(i),
    label: name,
    chosen: i === asked.employer,
  }));
  return signatories({
    ...frame({ title: `${headings[letter.tally]}: ${letter.title}` }),
    heading: headings[letter.tally],
    letterTitle: letter.title,
    letterPath: paths.letter(letter.address),
    action: paths.signatures(letter.address),
    query: asked.query,
    employers: employers.length > 1 ? employers : null,
    signatories: rows.map((row) => signatoryView(letter, row)),
    unnamed: unnamedOf(shown.published, letter.tally),
    csvPath: paths.signaturesCsv(letter.address),
    next: more && last ? `${paths.signatures(letter.address)}?${queryAfter(asked, last.position)}` : null,
    found: rows.length > 0,
  });
}

export const signatoryView = (letter: PublishedLetter, row: ShownSignature): SignatoryView => ({
  name: row.name,
  role: row.role,
  employer: letter.employers.length > 1 ? letter.employers[row.employer]!.name : null,
  instead: insteadOfNames(row),
});

function insteadOfNames({ hidden }: ShownSignature): string | null {
  const given = [hidden.name, hidden.role].filter((reason) => reason !== undefined).map(insteadOf);
  return given.length === 0 ? null : [...new Set(given)].join('; ');
}

/** Anonymous signatures are a number, not a wall of the same word. */
export function unnamedOf({ totals }: Published, tally: Tally = 'employees'): string | null {
  if (totals.anonymous === 0) return null;
  const others = totals.named + totals.byRole > 0;
  const noun = nouns[tally];
  return totals.anonymous === 1
    ? `${others ? 'and ' : ''}1 ${noun} who prefers not to be named`
    : `${others ? 'and ' : ''}${number('en', totals.anonymous)} ${noun}s who prefer not to be named`;
}

const headings: Record<Tally, string> = {
  employees: 'Signatories',
  vouched: 'Colleagues, vouched for',
  supporters: 'Supporters',
};

const nouns: Record<Tally, string> = { employees: 'employee', vouched: 'colleague', supporters: 'supporter' };
