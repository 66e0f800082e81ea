import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { translations } from '../../../db/schema/letters-translations.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { TranslationName } from '../letter.ts';
import { type Translated, type Translation, publicOf } from './translation.ts';

/** What is saved, of which version and in which language. */
export interface Saving {
  version: number;
  language: string;
  translated: Translated;
  /** The revision that its writer saw, 0 for none; left out, whatever stands there is replaced. */
  base?: number;
  /** Whether readers see it from now on. */
  isPublic: boolean;
}

export interface TranslationStore {
  /** Every translation of a letter, by language and version. */
  of(letter: Bytes): Promise<Translation[]>;
  /** What readers see in this language; undefined where there is none. */
  shown(letter: Bytes, language: string): Promise<Translation | undefined>;
  /** False where somebody else saved it since. */
  save(letter: Bytes, saving: Saving): Promise<boolean>;
  /** Takes away what there is in a language, of every version; false where there was none. */
  remove(letter: Bytes, language: string): Promise<boolean>;
}

export function translationStore(db: Db): TranslationStore {
  return {
    of: async (letter) => translationsOf(db, letter),
    shown: async (letter, language) => publicOf(translationsOf(db, letter)).find((one) => one.language === language),
    save: async (letter, saving) => db.transaction(() => save(db, letter, saving)),
    remove: async (letter, language) =>
      db
        .delete(translations)
        .where(and(eq(translations.letter, letter), eq(translations.language, language)))
        .run().changes > 0,
  };
}

/** The names of those that readers see; for a transaction of another store. */
export const publicNames = (db: Db, letter: Bytes): TranslationName[] =>
  publicOf(translationsOf(db, letter)).map(({ language, version, content }) => ({
    ...{ language, version, title: content!.title },
  }));

const translationsOf = (db: Db, letter: Bytes): Translation[] =>
  db
    .select()
    .from(translations)
    .where(eq(translations.letter, letter))
    .orderBy(asc(translations.language), asc(translations.version))
    .all()
    .map(({ version, language, revision, ...row }) => ({
      ...{ version, language, revision },
      content: row.content as Translated | null,
      written: row.written as Translated | null,
    }));

function save(db: Db, letter: Bytes, { version, language, translated, base, isPublic }: Saving): boolean {
  const there = translationsOf(db, letter).find((one) => one.version === version && one.language === language);
  const revision = there?.revision ?? 0;
  if (base !== undefined && base !== revision) return false;
  const words = isPublic
    ? { content: translated, written: null }
    : { content: there?.content ?? null, written: translated };
  const row = { ...words, revision: revision + 1 };
  db.insert(translations)
    .values({ letter, version, language, ...row })
    .onConflictDoUpdate({ target: [translations.letter, translations.version, translations.language], set: row })
    .run();
  return true;
}
