import { answersStore } from '../../letters/answers/store.ts';
import { type LetterStatus, isOver } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { CommonWorld } from '../../world.ts';
import { draftOf } from '../drafting/letter-of.ts';
import type { WritingStore } from '../drafting/store.ts';
import { amendLetter } from '../amend.ts';
import { saveLetter } from '../publish.ts';
import { type Deed, deedsAt } from './proposal.ts';

/** Does it; gives the words to show where it cannot be done. */
export type Doing = (letter: Bytes, detail: Record<string, string>, now: number) => Promise<string | undefined>;

const CHANGED = 'The text has changed since this was asked for. Read it again, and ask anew.';

/** What each deed is, once it was decided. */
export function doings(world: CommonWorld, letters: LetterStore, writings: WritingStore): Record<Deed, Doing> {
  return {
    async publish(letter, { revision, status }, now) {
      const writing = await writings.read(letter);
      if (!writing || String(writing.revision) !== revision) return CHANGED;
      const read = draftOf(writing.content);
      if ('faults' in read) return `It cannot be published yet: ${read.faults[0]?.message ?? ''}`;
      const saved = await saveLetter(
        world,
        { ...read.draft, status: status === 'gathering' ? 'gathering' : 'open' },
        now,
      );
      return 'refused' in saved ? saved.refused : undefined;
    },
    open: async (letter, _detail, now) => {
      await letters.open(letter, now);
      return undefined;
    },
    async amend(letter, { revision }, now) {
      const [writing, published] = [await writings.read(letter), await letters.byId(letter)];
      if (!published || !writing || String(writing.revision) !== revision || writing.amends !== published.version)
        return CHANGED;
      const read = draftOf(writing.content);
      if ('faults' in read) return `It cannot be published yet: ${read.faults[0]?.message ?? ''}`;
      return amendLetter(world, published, read.draft, now);
    },
    deliver: async (letter, { day, to, how }, now) => {
      if (!day || !to || !how) return 'Say when, to whom and how.';
      const isNew = await answersStore(world.databases.letters).deliver(letter, { at: now, day, to, how });
      return isNew ? undefined : 'This delivery is recorded already.';
    },
    close: async (letter, _detail, now) => {
      await letters.end(letter, null, now);
      return undefined;
    },
    remove: async (letter, { note }, now) => {
      if (!note) return 'Say why, in words that the public will read.';
      await letters.end(letter, note, now);
      return undefined;
    },
  };
}

/** Whether a letter at this stage can have it done. */
export const fits = (deed: Deed, status: LetterStatus | undefined): boolean =>
  deedsAt(status ?? 'draft').includes(deed);

/** A letter that its organizers ended is closing, whatever its status still says. */
export const isEnding = (letter: Parameters<typeof isOver>[0] & { endedAt: number | null }): boolean =>
  letter.endedAt !== null && !isOver(letter);
