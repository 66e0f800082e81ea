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
  /** What the button at its end says. */
  button: string;
  pass: string;
  /** Of the text that is signed, so that nobody signs one that came after the one they read. */
  version: string;
  /** Null where there has been but one. */
  versionsPath: string | null;
  /** The pass is known and need not be pasted. */
  keepsPass: boolean;
  shown: (Choice & { explained: string })[];
  asksName: boolean;
  asksRole: boolean;
  name: string;
  role: string;
  employers: Choice[] | null;
  pledges: Choice[] | null;
  allowsComment: boolean;
  comment: string;
}

const ways: Record<Shown, [label: string, explained: string]> = {
  named: ['With my name', 'Your name, and your role if you give one, stand under the letter.'],
  'by role': ['By my role', 'Only the role that you give stands under the letter. Choose one that many share.'],
  anonymous: ['Anonymously', 'You are counted. Nothing else of you is shown.'],
};

/** The form with what was given so far; the most protective way is chosen first. */
export function signatureForm(
  letter: Letter,
  action: string,
  given: Record<string, unknown>,
  keepsPass: boolean,
  button = 'Look at it before signing',
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
    allowsComment: letter.comments,
    comment: text('comment'),
  };
}

const choices = (labels: string[], chosen: string[]): Choice[] =>
  labels.map((label, i) => ({ value: String(i), label, chosen: chosen.includes(String(i)) }));
