import { isPublished } from '../../letters/letter.ts';
import { letterStore } from '../../letters/store.ts';
import { translationStore } from '../../letters/translations/store.ts';
import type { TranslationFile } from '../../letters/translations/translation-file.ts';
import { readLanguage } from '../../letters/translations/language.ts';
import { faultsOfTranslation } from '../../letters/translations/translation.ts';
import type { FileFault } from '../../letters/letter-file.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld, CommonWorld } from '../../world.ts';
import { trailStore } from '../accounts/trail/store.ts';

/** Where readers find it, null while its letter is a draft; or why it is not stored. */
export type Received = { address: string | null; language: string } | { faults: FileFault[] };

/**
 * Stores a translation as its file says, in place of one that stood there. The operator's word is enough, as it is to
 * publish a letter: readers see it where the letter is published.
 */
export async function receiveTranslation(world: CommonWorld, file: TranslationFile, now: number): Promise<Received> {
  if (world.config.role === 'issuer') return refused(null, 'translations.refused.issuer');
  const { databases } = world as BoardWorld;
  const letter = await letterStore(databases.letters).bySlug(file.of);
  if (!letter) return refused('translation_of', said('translations.refused.no-letter', { slug: file.of }));
  const { id, version: latest } = letter;
  const version = file.version ?? latest;
  if (version !== latest) return refused('version', said('translations.refused.version', { version, latest }));
  const read = readLanguage(file.language, letter);
  if ('fault' in read) return refused('language', read.fault);
  const faults = faultsOfTranslation(letter, file.translated);
  if (faults.length > 0)
    return { faults: faults.map(({ path, message }) => ({ line: null, field: path.join('.'), message })) };
  const [{ language }, isPublic] = [read, isPublished(letter)];
  const what = isPublic ? ('published a translation' as const) : ('wrote a translation' as const);
  const act = { at: now, organizer: null, letter: id, what, detail: { language, version } };
  const saving = { version, language, translated: file.translated, isPublic };
  await trailStore(databases.organizers).around(act, () => translationStore(databases.letters).save(id, saving));
  return { address: isPublic ? letter.address : null, language };
}

const refused = (field: string | null, message: string): Received => ({ faults: [{ line: null, field, message }] });
