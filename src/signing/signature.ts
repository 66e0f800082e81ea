import * as z from 'zod';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Json, canonicalJson } from '../protocol/canonical-json.ts';
import { visibleLine, typedText } from '../web/typed.ts';

/** What a signatory says with a signature; the body that the log commits to. */
export interface Fields {
  shown: 'named' | 'by role' | 'anonymous';
  name: string | null;
  role: string | null;
  /** Position among the letter's employers, as the signatory gave it. */
  employer: number;
  comment: string | null;
  /** Positions among the letter's pledges, rising. */
  pledges: number[];
  /** Positions in the letter's sites and roles, null where none was chosen; left out where the letter has no such list. */
  site?: number | null;
  occupation?: number | null;
}

/** The one text of these fields, which commitments stand over. */
export const bodyOf = (fields: Fields): string => canonicalJson(fields as unknown as Json);

const nothing = (text: string): string | null => (text === '' ? null : text);

/** Reads what a form or a client sent for this letter; what does not go with the chosen way is dropped. */
export function fieldsFor(letter: PublishedLetter): z.ZodType<Fields> {
  // by its text: as a number, an empty field would be the first of the list
  const position = (count: number, message: string) => {
    const positions = Array.from({ length: count }, (_, i) => String(i));
    const asText = (given: unknown) => (typeof given === 'number' ? String(given) : given);
    return z.preprocess(asText, z.enum(positions, message)).transform(Number);
  };
  const oneOf = (list: string[], message: string) =>
    z.preprocess((given) => (given === '' ? null : (given ?? null)), position(list.length, message).nullable());
  // a letter without such a list has no such field, not even an empty one
  const groups = {
    ...(letter.sites.length > 0 && { site: oneOf(letter.sites, 'signing.fault.site') }),
    ...(letter.roles.length > 0 && { occupation: oneOf(letter.roles, 'signing.fault.occupation') }),
  };
  const several = letter.employers.length > 1;
  const shape = {
    shown: z.enum(letter.shown as [Fields['shown']], 'signing.fault.shown'),
    name: visibleLine(100)
      .nullish()
      .transform((text) => nothing(text ?? '')),
    role: visibleLine(100)
      .nullish()
      .transform((text) => nothing(text ?? '')),
    employer: several
      ? position(letter.employers.length, 'signing.fault.employer')
      : z
          .unknown()
          .optional()
          .transform(() => 0),
    comment: typedText(1_000)
      .nullish()
      .transform((text) => (letter.comments ? nothing(text ?? '') : null)),
    pledges: z
      .preprocess(
        (given) => (given === undefined || given === null ? [] : [given].flat()),
        z.array(position(letter.pledges.length, 'signing.fault.pledge')),
      )
      .transform((given) => [...new Set(given)].toSorted((a, b) => a - b)),
    ...(groups as object),
  };
  return z
    .object(shape, 'signing.post.fields')
    .superRefine(({ shown, name, role }, context) => {
      if (shown === 'named' && name === null)
        context.addIssue({ code: 'custom', path: ['name'], message: 'letters.form.no-name' });
      if (shown === 'by role' && role === null)
        context.addIssue({ code: 'custom', path: ['role'], message: 'letters.form.no-role' });
    })
    .transform((fields) => ({
      ...fields,
      name: fields.shown === 'named' ? fields.name : null,
      role: fields.shown === 'anonymous' ? null : fields.role,
    }));
}

/** Words as a search finds them: small letters without accents, and nothing between them but one space. */
export const wordsIn = (text: string): string =>
  (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');

/** What of a signature can be searched; null where it shows neither name nor role. */
export const wordsOf = ({ name, role }: Pick<Fields, 'name' | 'role'>): string | null =>
  name === null && role === null ? null : wordsIn(`${name ?? ''} ${role ?? ''}`);
