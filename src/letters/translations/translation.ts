import * as z from 'zod';
import { normalText } from '../../protocol/bytes.ts';
import { isVisible } from '../../protocol/visible.ts';
import { said } from '../../web/words.ts';
import { line, listOf, optional } from '../front-matter.ts';
import type { Fault } from '../letter-file.ts';
import { type RuleFault, faultsOfBody } from '../letter-rules.ts';
import type { Letter } from '../letter.ts';
import { placesDemands } from '../markdown.ts';

/** What organizers wrote beside a letter, for those who read another language. */
export interface Translated {
  title: string;
  salutation: string | null;
  /** Markdown, with the line `[demands]` where the letter has one. */
  body: string;
  /** One for each demand of the letter, in its order. */
  demands: string[];
  closing: string | null;
  /** Null where the collective signature stays as it is. */
  from: string | null;
}

/** A translation of one version into one language. */
export interface Translation {
  version: number;
  language: string;
  /** What readers see; null until a keeper published it. */
  content: Translated | null;
  /** What waits for a keeper. */
  written: Translated | null;
  revision: number;
}

/** What a translation is of. */
export type Original = Pick<Letter, 'language' | 'body' | 'demands'>;

/** The fields of a translation; a letter file has more. */
export const translatedFields = z.strictObject({
  title: line(300),
  salutation: optional(line(300)),
  demands: listOf(line(2_000), 50),
  closing: optional(line(300)),
  from: optional(line(200)),
});

/** The translation that these fields and this body make, or every fault of them. */
export function readTranslated(given: unknown, body: string, original: Original): { read: Translated } | Refused {
  const fields = translatedFields.safeParse(given);
  if (!fields.success) return { faults: fields.error.issues };
  const read = { ...fields.data, body: bodyOf(body) };
  const faults = faultsOfTranslation(original, read);
  return faults.length > 0 ? { faults } : { read };
}

interface Refused {
  faults: Fault[];
}

/** A body as it is stored. */
export const bodyOf = (typed: string): string => normalText(typed).replace(/^\n+/, '').trimEnd();

/** What a translation must have in common with its letter. */
export function faultsOfTranslation(original: Original, { body, demands }: Translated): RuleFault[] {
  const [wanted, given] = [original.demands.length, demands.length];
  const places = placesDemands(original.body);
  const isEmpty = isVisible(original.body) && !isVisible(body);
  const placed = placesDemands(body);
  return [
    ...(wanted === given ? [] : [fault('demands', said('translations.fault.demands', { wanted, given }))]),
    ...(isEmpty ? [fault('body', 'translations.fault.body')] : faultsOfBody({ body, demands })),
    ...(places && !placed ? [fault('body', 'translations.fault.place')] : []),
    ...(!places && placed ? [fault('body', 'translations.fault.no-place')] : []),
  ];
}

const fault = (field: string, message: string): RuleFault => ({ path: [field], message });

/** What readers see: of each language the newest that was published. */
export function publicOf(all: Translation[]): Translation[] {
  const shown = new Map<string, Translation>();
  for (const one of all.toSorted((a, b) => a.version - b.version)) if (one.content) shown.set(one.language, one);
  return [...shown.values()].toSorted((a, b) => a.language.localeCompare(b.language));
}

/** The letter in another language, for whoever shows it. */
export function translated<Of extends Pick<Letter, 'language' | 'demands' | 'from'>>(
  letter: Of,
  language: string,
  { demands, from, ...words }: Translated,
): Of & Omit<Translated, 'demands'> {
  const statuses = letter.demands.map(({ status }) => status);
  return {
    ...letter,
    ...words,
    language,
    from: from ?? letter.from,
    demands: demands.map((text, i) => ({ text, status: statuses[i] ?? 'open' })),
  };
}
