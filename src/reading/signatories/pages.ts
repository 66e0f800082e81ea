import type { PublishedLetter } from '../../letters/letter.ts';
import { number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/board.ts';
import type { SignatureRow } from '../../signing/store.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';

/** A signatory as he or she chose to be shown. */
export interface SignatoryView {
  name: string | null;
  role: string | null;
  employer: string | null;
}

interface SignatoriesPage {
  letterTitle: string;
  letterPath: string;
  action: string;
  query: string;
  employers: { value: string; label: string; chosen: boolean }[] | null;
  signatories: SignatoryView[];
  unnamed: string | null;
  next: string | null;
  found: boolean;
}

const signatories = page<SignatoriesPage>('reading/signatories');

export interface ShownSignatories {
  rows: SignatureRow[];
  more: boolean;
  query: string;
  employer: number | null;
  published: Published;
}

export function signatoriesPage(frame: MakeFrame, letter: PublishedLetter, shown: ShownSignatories): string {
  const { rows, more, query, employer } = shown;
  const last = rows.at(-1);
  const employers = letter.employers.map(({ name }, i) => ({ value: String(i), label: name, chosen: i === employer }));
  return signatories({
    ...frame({ title: `Signatories: ${letter.title}` }),
    letterTitle: letter.title,
    letterPath: paths.letter(letter.address),
    action: paths.signatures(letter.address),
    query,
    employers: employers.length > 1 ? employers : null,
    signatories: rows.map((row) => signatoryView(letter, row)),
    unnamed: unnamedOf(shown.published),
    next: more && last ? nextPath(letter, last.position, query, employer) : null,
    found: rows.length > 0,
  });
}

export const signatoryView = (letter: PublishedLetter, row: SignatureRow): SignatoryView => ({
  name: row.name,
  role: row.role,
  employer: letter.employers.length > 1 ? letter.employers[row.employer]!.name : null,
});

/** Anonymous signatures are a number, not a wall of the same word. */
export function unnamedOf({ totals }: Published): string | null {
  if (totals.anonymous === 0) return null;
  const others = totals.named + totals.byRole > 0;
  return totals.anonymous === 1
    ? `${others ? 'and 1 employee' : '1 employee'} who prefers not to be named`
    : `${others ? 'and ' : ''}${number('en', totals.anonymous)} employees who prefer not to be named`;
}

function nextPath(letter: PublishedLetter, after: number, query: string, employer: number | null): string {
  const search = new URLSearchParams({
    after: String(after),
    ...(query ? { q: query } : {}),
    ...(employer === null ? {} : { employer: String(employer) }),
  });
  return `${paths.signatures(letter.address)}?${search.toString()}`;
}
