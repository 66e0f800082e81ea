import type { PublishedLetter } from '../../letters/letter.ts';
import { talliesOf } from '../../letters/tally.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';
import { type HidingStore, type Judged, hidingStore } from '../../signing/hiding/store.ts';
import type { BoardWorld } from '../../world.ts';
import type { Membership } from '../accounts/signed-in.ts';
import { trailStore } from '../accounts/trail/store.ts';
import { type Sealed, type Verdict, actOf, openEntry, sealEntry } from './entry.ts';
import { type Holder, type ModeratingStore, moderatingStore } from './store.ts';

/** What came of a keeper's decision. */
export type Decided = 'decided' | 'changed meanwhile' | { heldBy: Holder };

/** A judged part with the name that its form sends back. */
export interface Entry {
  judged: Judged;
  sealed: Sealed;
}

/** What a keeper has before them. */
export interface Queue {
  waiting: Entry[];
  hidden: Entry[];
  found: Entry[];
  figures: { waiting: number; hidden: number; since: number | null };
}

/** Showing and hiding what the public wrote, one keeper at a time. */
export interface ModerationDesk {
  store: ModeratingStore;
  /** `text` is what shown entries are searched for; empty for none. */
  queue(letter: PublishedLetter, text: string): Promise<Queue>;
  decide(keeper: Membership, letter: PublishedLetter, sealed: Sealed, verdict: Verdict, now: number): Promise<Decided>;
}

const AT_ONCE = 50;

export function openModerationDesk({ databases, random }: BoardWorld): ModerationDesk {
  const hiding = hidingStore(databases.board);
  const store = moderatingStore(databases.organizers);
  const trail = trailStore(databases.organizers);
  // forms that were open when the program stopped are opened anew
  const key = random(32);

  return {
    store,
    async queue(letter, text) {
      const of = async (ask: (letter: Bytes) => Promise<Judged[]>): Promise<Entry[]> => {
        const judged = await Promise.all(talliesOf(letter).map(({ publicId }) => ask(publicId)));
        return judged.flat().map((one) => ({ judged: one, sealed: sealEntry(key, letter.id, one, random) }));
      };
      return {
        waiting: await of((id) => hiding.waiting(id, AT_ONCE)),
        hidden: await of((id) => hiding.hidden(id, AT_ONCE)),
        found: text === '' ? [] : await of((id) => hiding.holding(id, text, AT_ONCE)),
        figures: await figuresOf(hiding, letter),
      };
    },
    async decide(keeper, letter, sealed, verdict, now) {
      const heldBy = await store.take(keeper.letter, keeper.organizer.id, now);
      if (heldBy) return { heldBy };
      const opened = openEntry(key, letter.id, sealed);
      if (!opened || !talliesOf(letter).some(({ publicId }) => equalBytes(publicId, opened.seen.letter)))
        return 'changed meanwhile';
      const act = { at: now, organizer: keeper.organizer.id, letter: keeper.letter, ...actOf(opened.seen, verdict) };
      const isDone = await trail.around(act, () => hiding.decide(opened.seen, opened.isSame, verdict));
      return isDone ? 'decided' : 'changed meanwhile';
    },
  };
}

async function figuresOf(hiding: HidingStore, letter: PublishedLetter): Promise<Queue['figures']> {
  const all = await Promise.all(talliesOf(letter).map(({ publicId }) => hiding.figures(publicId)));
  const sinces = all.flatMap(({ since }) => (since === null ? [] : [since]));
  const sum = (name: 'waiting' | 'hidden') => all.reduce((total, figures) => total + figures[name], 0);
  return { waiting: sum('waiting'), hidden: sum('hidden'), since: sinces.length === 0 ? null : Math.min(...sinces) };
}
