import { Document } from 'yaml';
import * as z from 'zod';
import { type Fault, type FileFault, readFrontMatter } from '../letter-file.ts';
import { type Translated, bodyOf, translatedFields } from './translation.ts';

/** A letter file that says in another language what a letter says. */
export interface TranslationFile {
  /** The slug of the letter. */
  of: string;
  language: string;
  /** Which version of the letter it is of; null for the latest. */
  version: number | null;
  translated: Translated;
}

const fields = translatedFields.extend({
  translation_of: z.string('letter-rules.text'),
  language: z.string({ error: ({ input }) => (input === undefined ? 'letter-rules.required' : 'letter-rules.text') }),
  version: z.int('translations.fault.version').min(1, 'translations.fault.version').optional(),
});

/** Whether a letter file is of a translation: it has the field that no letter has. */
export const isTranslationFile = (source: string): boolean =>
  /^\uFEFF?---[ \t]*\r?\n(?:(?!---[ \t]*\r?$).*\r?\n)*?translation_of[ \t]*:/m.test(source);

/** Reads a translation; what it must have in common with its letter is asked where the letter is known. */
export const readTranslationFile = (source: string): TranslationFile | { faults: FileFault[] } =>
  readFrontMatter(source, (given, body): TranslationFile | { faults: Fault[] } => {
    const read = fields.safeParse(given);
    if (!read.success) return { faults: read.error.issues };
    const { translation_of: of, language, version = null, ...rest } = read.data;
    return { of, language, version, translated: { ...rest, body: bodyOf(body) } };
  });

/** Writes a translation as a file that reads back to the same. */
export function writeTranslationFile({ of, language, version, translated }: TranslationFile): string {
  const { body, ...words } = translated;
  const given = Object.entries({ translation_of: of, language, version, ...words });
  const head = Object.fromEntries(given.filter(([, value]) => value !== null && !isEmptyList(value)));
  return `---\n${new Document(head).toString({ lineWidth: 0 })}---\n${body}\n`;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
