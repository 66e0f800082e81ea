import type { Shown } from '../protocol/descriptor.ts';
import { paths } from '../paths.ts';
import type { Letter } from './letter.ts';

interface Choice {
  value: string;
  label: string;
  chosen: boolean;
}

/** The form on which a signature is written, ready to show. It needs nothing but the letter. */
export interface SignatureForm {
  previewAction: string;
  /** What the button at its end says: a saying. */
  button: string;
  pass: string;
  /** Of the text that is signed, so that nobody signs one that came after the one they read. */
  version: string;
  /** Null where there has been but one. */
  versionsPath: string | null;
  /** The pass is known and need not be pasted. */
  keepsPass: boolean;
  /** Worded by sayings. */
  shown: (Choice & { explained: string })[];
  asksName: boolean;
  asksRole: boolean;
  name: string;
  role: string;
  employers: Choice[] | null;
  pledges: Choice[] | null;
  /** The letter's lists of which one entry may be chosen: its sites and its roles, each named by a saying. */
  lists: { name: string; label: string; choices: Choice[] }[];
  allowsComment: boolean;
  comment: string;
}

const ways: Record<Shown, [label: string, explained: string]> = {
  named: ['letters.form.named', 'letters.form.named-explained'],
  'by role': ['letters.form.by-role', 'letters.form.by-role-explained'],
  anonymous: ['letters.form.anonymous', 'letters.form.anonymous-explained'],
};

/** The form with what was given so far; the most protective way is chosen first. */
export function signatureForm(
  letter: Letter,
  action: string,
  given: Record<string, unknown>,
  keepsPass: boolean,
  button = 'letters.form.look',
): SignatureForm {
  const text = (field: string) => (typeof given[field] === 'string' ? given[field] : '');
  const pledged = [given['pledges'] ?? []].flat().map(String);
  const chosen = letter.shown.find((way) => way === given['shown']) ?? letter.shown.at(-1);
  return {
    previewAction: action,
    button,
    pass: text('pass'),
    version: String(letter.version),
    versionsPath: letter.version > 1 ? paths.versions(letter.address) : null,
    keepsPass,
    shown: letter.shown.map((way) => ({
      value: way,
      label: ways[way][0],
      explained: ways[way][1],
      chosen: way === chosen,
    })),
    asksName: letter.shown.includes('named'),
    asksRole: letter.shown.some((way) => way !== 'anonymous'),
    name: text('name'),
    role: text('role'),
    employers:
      letter.employers.length > 1
        ? choices(
            letter.employers.map(({ name }) => name),
            [text('employer')],
          )
        : null,
    pledges: letter.pledges.length > 0 ? choices(letter.pledges, pledged) : null,
    lists: [
      { name: 'site', label: 'letters.form.site', choices: choices(letter.sites, [chosenIn(given['site'])]) },
      {
        name: 'occupation',
        label: 'letters.form.occupation',
        choices: choices(letter.roles, [chosenIn(given['occupation'])]),
      },
    ].filter(({ choices: { length } }) => length > 0),
    allowsComment: letter.comments,
    comment: text('comment'),
  };
}

/** As a form sends it, or as a signature holds it. */
const chosenIn = (given: unknown): string =>
  typeof given === 'number' ? String(given) : typeof given === 'string' ? given : '';

const choices = (labels: string[], chosen: string[]): Choice[] =>
  labels.map((label, i) => ({ value: String(i), label, chosen: chosen.includes(String(i)) }));
