import type { Letter } from '../../letters/letter.ts';
import { type Translated, type Translation, readTranslated } from '../../letters/translations/translation.ts';
import { normalText } from '../../protocol/bytes.ts';
import type { FieldFault } from '../../web/typed.ts';

/** What a form of a translation holds, as it was typed. */
export interface Typed {
  title: string;
  salutation: string;
  body: string;
  /** One for each demand of the letter, or more where it had more when the form was opened. */
  demands: string[];
  closing: string;
  from: string;
  /** What its writer saw saved: version and revision. */
  base: string;
}

const MOST_DEMANDS = 50;

export const demandField = (number: number): string => `demand-${number}`;

/** The name of what is saved of a letter's latest version: two forms that began from the same have the same. */
export const baseOf = ({ version }: Letter, there: Translation | undefined): string =>
  `${version}.${there?.revision ?? 0}`;

export function typedIn(fields: Record<string, unknown>, { demands }: Letter): Typed {
  const text = (name: string) => normalText(typeof fields[name] === 'string' ? fields[name] : '');
  const all = Array.from({ length: MOST_DEMANDS }, (_, i) => text(demandField(i + 1)));
  const last = all.findLastIndex((one) => one.trim() !== '') + 1;
  return {
    ...{ title: text('title'), salutation: text('salutation'), body: text('body') },
    demands: all.slice(0, Math.max(demands.length, last)),
    ...{ closing: text('closing'), from: text('from'), base: text('base') },
  };
}

/** What the form begins with: the words that are there, or nothing. */
export const typedOf = (letter: Letter, words: Translated | null | undefined, base: string): Typed => ({
  ...{ title: words?.title ?? '', salutation: words?.salutation ?? '', body: words?.body ?? '' },
  demands: letter.demands.map((_, i) => words?.demands[i] ?? ''),
  ...{ closing: words?.closing ?? '', from: words?.from ?? '', base },
});

/** The translation that was typed, or the first fault of each field. */
export function readTyped(typed: Typed, letter: Letter): { read: Translated } | { faults: FieldFault[] } {
  const { body, base: _, ...words } = typed;
  const given = Object.entries(words).filter(([, value]) => value !== '');
  const read = readTranslated(Object.fromEntries(given), body, letter);
  if ('read' in read) return read;
  const faults = read.faults.map(({ path: [field, i], message }) => ({
    field: field === 'demands' ? demandField(typeof i === 'number' ? i + 1 : typed.demands.length) : String(field),
    message,
  }));
  return { faults: faults.filter(({ field }, i) => faults.findIndex((other) => other.field === field) === i) };
}
