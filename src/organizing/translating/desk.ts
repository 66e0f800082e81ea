import { type Letter, isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type TranslationStore, translationStore } from '../../letters/translations/store.ts';
import type { Translated, Translation } from '../../letters/translations/translation.ts';
import { problem } from '../../web/errors.ts';
import type { BoardWorld } from '../../world.ts';
import { mayActAs } from '../accounts/organizer.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { What } from '../accounts/trail/act.ts';
import { trailStore } from '../accounts/trail/store.ts';

/** A letter with its translations, as one of its organizers has it before them. */
export interface Translating {
  member: Membership;
  letter: Letter;
  all: Translation[];
}

export interface TranslatingDesk {
  /** Once a draft has no faults, and until the letter is removed. */
  open(member: Membership): Promise<Translating>;
  /** False where somebody saved it since the writer began. */
  save(at: Translating, writing: Writing): Promise<boolean>;
  remove(at: Translating, language: string, now: number): Promise<void>;
}

interface Writing {
  language: string;
  translated: Translated;
  /** The revision that its writer saw. */
  base: number;
  publish: boolean;
  now: number;
}

/** A keeper's act is enough, once there is something published that it stands beside. */
export const mayPublish = ({ member, letter }: Translating): boolean =>
  mayActAs(member.role, 'keeper') && isPublished(letter);

/** What is saved in a language beside the letter's latest version. */
export const latestIn = ({ letter, all }: Translating, language: string): Translation | undefined =>
  all.find((one) => one.language === language && one.version === letter.version);

export function openTranslatingDesk(
  { databases }: BoardWorld,
  letters: LetterStore,
  changed: () => Promise<void>,
): TranslatingDesk {
  const store: TranslationStore = translationStore(databases.letters);
  const trail = trailStore(databases.organizers);
  const actOf = ({ member }: Translating, what: What, detail: Record<string, string | number>, at: number) => ({
    ...{ at, organizer: member.organizer.id, letter: member.letter, what, detail },
  });
  return {
    async open(member) {
      const letter = await letters.byId(member.letter);
      if (!letter || letter.removalNote !== null)
        throw problem(409, 'translations.not-now.title', 'translations.not-now.detail');
      return { member, letter, all: await store.of(letter.id) };
    },
    async save(at, { language, translated, base, publish, now }) {
      const [{ letter }, isPublic] = [at, publish && mayPublish(at)];
      const what = isPublic ? 'published a translation' : 'wrote a translation';
      const saving = { version: letter.version, language, translated, base, isPublic };
      const act = actOf(at, what, { language, version: letter.version }, now);
      const isSaved = await trail.around(act, () => store.save(letter.id, saving));
      if (isSaved && isPublic) await changed();
      return isSaved;
    },
    async remove(at, language, now) {
      const act = actOf(at, 'took a translation away', { language }, now);
      if (await trail.around(act, () => store.remove(at.letter.id, language))) await changed();
    },
  };
}
