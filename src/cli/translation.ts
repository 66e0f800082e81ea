import type { Letter } from '../letters/letter.ts';
import { translationStore } from '../letters/translations/store.ts';
import { readTranslationFile, writeTranslationFile } from '../letters/translations/translation-file.ts';
import { ownName } from '../letters/translations/language.ts';
import { receiveTranslation } from '../organizing/translating/receive.ts';
import { paths } from '../paths.ts';
import type { CommonWorld } from '../world.ts';
import { Refusal, usable } from './refusal.ts';

/** `undersigned letter import` of a file that translates a letter; gives what to say. */
export async function importTranslation(world: CommonWorld, file: string, source: string): Promise<string> {
  const read = usable(file, readTranslationFile(source));
  const { address, language } = usable(file, await receiveTranslation(world, read, world.now()));
  if (address === null) return `Stored, until the letter is published: ${ownName(language)}`;
  return `${ownName(language)}: ${world.config.baseUrl}${paths.translation(address, language)}`;
}

/** A letter's newest translation into a language, as a file; the words that wait for a keeper where there are any. */
export async function translationText(world: CommonWorld, { id, slug }: Letter, language: string): Promise<string> {
  const all = await translationStore(world.databases.letters).of(id);
  const newest = all.findLast((one) => one.language === language);
  const translated = newest?.written ?? newest?.content;
  if (!newest || !translated) throw new Refusal(`There is no translation of "${slug}" into ${language}.`);
  return writeTranslationFile({ of: slug, language, version: newest.version, translated });
}
