import type { PublishedLetter } from '../../letters/letter.ts';
import type { Board } from '../../signing/board.ts';
import { MOST_FIRST } from '../../signing/first/first.ts';
import type { Choosing, FirstSignatory, Moving, SeenName } from '../../signing/first/store.ts';
import { wordsIn } from '../../signing/signature.ts';
import type { ShownSignature } from '../../signing/shown/store.ts';
import type { BoardWorld } from '../../world.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { What } from '../accounts/trail/act.ts';
import { type TrailStore, trailStore } from '../accounts/trail/store.ts';

/** A letter whose signatures are shown, and the keeper who looks after it. */
export interface Kept {
  keeper: Membership;
  letter: PublishedLetter;
}

/** What a keeper has before them. */
export interface FirstTable {
  first: FirstSignatory[];
  isFull: boolean;
  /** Who else can be chosen: the first of those who hold the words. */
  others: { found: SeenNamed[]; more: boolean };
  namesAreListed: boolean;
}

export type SeenNamed = SeenName & Pick<ShownSignature, 'role' | 'employer'>;

/** Who stands first, and whether search engines may list the names. Everything that changes is in the trail. */
export interface FirstDesk {
  table(letter: PublishedLetter, words: string): Promise<FirstTable>;
  /** The keeper says that this signatory agreed. */
  choose(kept: Kept, seen: SeenName, now: number): Promise<Choosing>;
  put(kept: Kept, position: number, place: number, now: number): Promise<Moving>;
  remove(kept: Kept, position: number, now: number): Promise<void>;
  listNames(kept: Kept, listed: boolean, now: number): Promise<void>;
}

const AT_ONCE = 20;
const READ = 200;

export function openFirstDesk({ databases }: BoardWorld, board: Board): FirstDesk {
  const [{ first }, trail] = [board, trailStore(databases.organizers)];

  return {
    async table({ publicId }, words) {
      const standing = await first.of(publicId);
      return {
        first: standing,
        isFull: standing.length >= MOST_FIRST,
        others: await othersWith(board, publicId, words, standing),
        namesAreListed: await first.namesAreListed(publicId),
      };
    },
    async choose(kept, seen, now) {
      // the consent that the keeper ticked is in the words of the act
      const act = actOf(kept, 'chose a first signatory, who agreed', { entry: seen.position }, now);
      return aroundIf(trail, act, () => first.choose(kept.letter.publicId, seen), 'chosen');
    },
    async put(kept, position, place, now) {
      const act = actOf(kept, 'moved a first signatory', { entry: position, place: place + 1 }, now);
      return aroundIf(trail, act, () => first.put(kept.letter.publicId, position, place), 'moved');
    },
    async remove(kept, position, now) {
      const act = actOf(kept, 'took out a first signatory', { entry: position }, now);
      await trail.around(act, () => first.remove(kept.letter.publicId, position));
    },
    async listNames(kept, listed, now) {
      const what = listed ? 'let search engines list names' : 'asked search engines not to list names';
      await trail.around(actOf(kept, what, {}, now), () => first.listNames(kept.letter.publicId, listed));
    },
  };
}

const actOf = ({ keeper }: Kept, what: What, detail: Record<string, number>, at: number) => ({
  ...{ at, organizer: keeper.organizer.id, letter: keeper.letter, what, detail },
});

/** Gives what came of it; the trail has the act only where it was done. */
async function aroundIf<Outcome>(
  trail: TrailStore,
  act: Parameters<TrailStore['around']>[0],
  write: () => Promise<Outcome>,
  done: Outcome,
): Promise<Outcome> {
  let outcome = done;
  await trail.around(act, async () => {
    outcome = await write();
    return outcome === done;
  });
  return outcome;
}

async function othersWith(
  { store }: Board,
  letter: PublishedLetter['publicId'],
  words: string,
  standing: FirstSignatory[],
): Promise<FirstTable['others']> {
  const beginnings = words === '' ? null : wordsIn(words).split(' ').filter(Boolean);
  const rows = await store.signatories({ letter, after: -1, limit: READ, beginnings, employer: null });
  const taken = new Set(standing.map(({ position }) => position));
  const others = rows.flatMap(({ name, hidden, shown, ...row }) =>
    shown !== 'named' || name === null || 'role' in hidden || taken.has(row.position) ? [] : [{ name, ...row }],
  );
  return { found: others.slice(0, AT_ONCE), more: others.length > AT_ONCE || rows.length === READ };
}
