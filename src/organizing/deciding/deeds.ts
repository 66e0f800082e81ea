import { answersStore } from '../../letters/answers/store.ts';
import { canonicalText } from '../../letters/canonical-text.ts';
import { type Draft, type LetterStatus, isOver } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type Bytes, equalBytes, fromHex, utf8 } from '../../protocol/bytes.ts';
import type { CommonWorld } from '../../world.ts';
import { explained } from '../accounts/members/refusals.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { Role } from '../accounts/organizer.ts';
import { draftOf } from '../drafting/letter-of.ts';
import type { WritingStore } from '../drafting/store.ts';
import { amendLetter } from '../amend.ts';
import { saveLetter, sha256 } from '../publish.ts';
import { type Deed, type MemberDeed, type Proposal, deedsAt, isOfText, memberDeeds } from './proposal.ts';

/** Does it; gives the saying why where it cannot be done. */
export type Doing = (letter: Bytes, detail: Record<string, string>, now: number) => Promise<string | undefined>;

const CHANGED = 'deciding.refused.changed';
export const OUTDATED = 'deciding.refused.outdated';
// the page lists every fault beside it
const UNFINISHED = 'deciding.refused.unfinished';

/** What each deed is, once it was decided. */
export function doings(
  world: CommonWorld,
  letters: LetterStore,
  writings: WritingStore,
  members: MembersStore,
): Record<Deed, Doing> {
  return {
    ...memberDoings(members),
    async publish(letter, { revision, status }, now) {
      const writing = await writings.read(letter);
      if (!writing || String(writing.revision) !== revision) return CHANGED;
      const read = draftOf(writing.content);
      if ('faults' in read) return UNFINISHED;
      if (!(await keepAddress(letters, letter, read.draft, now))) return 'letter-rules.taken';
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
    async amend(letter, { revision, same }, now) {
      const [writing, published] = [await writings.read(letter), await letters.byId(letter)];
      if (!published || !writing || String(writing.revision) !== revision || writing.amends !== published.version)
        return CHANGED;
      const read = draftOf(writing.content);
      if ('faults' in read) return UNFINISHED;
      return amendLetter(world, published, read.draft, now, same);
    },
    deliver: async (letter, { day, to, how }, now) => {
      if (!day || !to || !how) return 'deciding.refused.delivery';
      const isNew = await answersStore(world.databases.letters).deliver(letter, { at: now, day, to, how });
      return isNew ? undefined : 'deciding.refused.recorded';
    },
    close: async (letter, _detail, now) => {
      await letters.end(letter, null, now);
      return undefined;
    },
    remove: async (letter, { note }, now) => {
      if (!note) return 'deciding.refused.why';
      await letters.end(letter, note, now);
      return undefined;
    },
  };
}

/** Why a text cannot be asked to be frozen; undefined where it can, as far as anybody knows by now. */
export async function refusalToAsk(
  { deed, letter, detail }: Pick<Proposal, 'deed' | 'letter' | 'detail'>,
  writings: WritingStore,
): Promise<string | undefined> {
  if (!isOfText(deed)) return undefined;
  const writing = await writings.read(letter);
  if (!writing || String(writing.revision) !== detail['revision']) return OUTDATED;
  return 'faults' in draftOf(writing.content) ? UNFINISHED : undefined;
}

/** Who keeps the letter from now on. */
function memberDoings(members: MembersStore): Record<MemberDeed, Doing> {
  const settle =
    (role: Role | null): Doing =>
    async (letter, { who = '' }) => {
      const refused = await members.settle(letter, fromHex(who), role);
      return refused && explained[refused];
    };
  return { promote: settle('keeper'), demote: settle('writer'), expel: settle(null) };
}

/**
 * Letters are published by their address: it must be this letter's, which it need not be since its last state was
 * saved. False where it is another one's.
 */
async function keepAddress(letters: LetterStore, id: Bytes, draft: Draft, now: number): Promise<boolean> {
  const present = await letters.bySlug(draft.slug);
  if (present && equalBytes(present.id, id)) return true;
  return letters.saveDraft(draft, { id, textHash: sha256(utf8(canonicalText(draft))), now });
}

/** Whether a letter at this stage can have it done. */
export const fits = (deed: Deed, status: LetterStatus | undefined): boolean =>
  isAboutMember(deed) || deedsAt(status ?? 'draft').includes(deed);

/** Who keeps a letter can be decided at every stage, and while it is closing. */
export const isAboutMember = (deed: Deed): boolean => memberDeeds.some((one) => one === deed);

/** A letter that its organizers ended is closing, whatever its status still says. */
export const isEnding = (letter: Parameters<typeof isOver>[0] & { endedAt: number | null }): boolean =>
  letter.endedAt !== null && !isOver(letter);
