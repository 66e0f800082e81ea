import type { LetterStore } from '../../letters/store.ts';
import { oneAtATime } from '../../in-turn.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { WritingStore } from '../drafting/store.ts';
import { type Doing, doings, fits, isAboutMember, isEnding, refusalToAsk } from './deeds.ts';
import {
  type AnswerRefusal,
  type Deed,
  type Proposal,
  isForOthers,
  isSame,
  needsSecond,
  refusalOf,
  waits,
} from './proposal.ts';
import { type ProposalStore, proposalStore } from './store.ts';

/** What came of it; or the saying why nothing did. */
export type Decision = 'done' | 'waits for another keeper' | 'declined' | 'withdrawn' | { refused: string };

/**
 * Publishing, opening, closing, removing, and who keeps the letter: with a second keeper's confirmation wherever there
 * is a second keeper.
 */
export interface Deciding {
  store: ProposalStore;
  /** `instead` of another question for the same, which is thereby taken back or declined. */
  ask(keeper: Membership, deed: Deed, detail: Record<string, string>, now: number, instead?: Bytes): Promise<Decision>;
  confirm(keeper: Membership, proposal: Proposal, now: number): Promise<Decision>;
  /** By another keeper it is declined, by its own asker withdrawn. */
  refuse(keeper: Membership, proposal: Proposal, now: number): Promise<Decision>;
}

const explained: Record<AnswerRefusal, string> = {
  'own proposal': 'deciding.refused.own',
  'answered already': 'deciding.refused.answered',
  expired: 'deciding.refused.expired',
};

// whoever asks or confirms can have lost the role while others had their turn
const NO_KEEPER = 'accounts.keepers-only.detail';

export function openDeciding(
  world: BoardWorld,
  letters: LetterStore,
  writings: WritingStore,
  members: MembersStore,
  decided: () => Promise<void>,
): Deciding {
  const store = proposalStore(world.databases.organizers);
  const perform = performing(store, letters, doings(world, letters, writings, members), decided);
  // two keepers who confirm at once would do it twice
  const inTurn = oneAtATime();

  return {
    store,
    ask: ({ organizer, letter }, deed, detail, now, instead) =>
      inTurn(async () => {
        const proposal = { id: world.random(16), letter, deed, detail, by: organizer.id, at: now, outcome: null };
        const found = await letters.byId(letter);
        if (!fits(deed, found?.status)) return { refused: 'deciding.refused.stage' };
        const same = (await store.waiting(letter, now)).find((other) => isSame(other, proposal));
        if (same && !(instead && equalBytes(same.id, instead))) return { refused: 'deciding.refused.asked' };
        const keepers = (await members.of(letter)).filter(({ role }) => role === 'keeper');
        if (!keepers.some(({ id }) => equalBytes(id, organizer.id))) return { refused: NO_KEEPER };
        const refused = await refusalToAsk(proposal, writings);
        if (refused !== undefined) return { refused };
        if (same) await refuse(same, organizer.id, now);
        if (needsSecond(keepers.length)) {
          await store.propose(proposal);
          return 'waits for another keeper';
        }
        return perform(proposal, 'did', organizer.id, now);
      }),
    confirm: ({ organizer, letter }, { id }, now) =>
      inTurn(async () => {
        const proposal = (await store.find(id))!;
        const refusal = refusalOf(proposal, organizer.id, now);
        if (refusal) return { refused: explained[refusal] };
        if ((await members.roleOf(letter, organizer.id)) !== 'keeper') return { refused: NO_KEEPER };
        return perform(proposal, 'confirmed', organizer.id, now);
      }),
    // in turn with the confirmations: what is being done just now is not taken back any more
    refuse: ({ organizer, letter }, { id }, now) =>
      inTurn(async () => {
        const proposal = (await store.find(id))!;
        if (!waits(proposal, now)) return { refused: explained['answered already'] };
        if (isForOthers(proposal, organizer.id, await members.of(letter)))
          return { refused: 'deciding.refused.yourself' };
        return refuse(proposal, organizer.id, now);
      }),
  };

  async function refuse(proposal: Proposal, by: Bytes, now: number): Promise<'withdrawn' | 'declined'> {
    const outcome = equalBytes(proposal.by, by) ? 'withdrawn' : 'declined';
    await store.answer(proposal, outcome, by, now);
    return outcome;
  }
}

/** Does what was decided, as far as the letter can still have it done. */
function performing(
  store: ProposalStore,
  letters: LetterStore,
  doing: Record<Deed, Doing>,
  decided: () => Promise<void>,
) {
  const work = async ({ letter, deed, detail }: Proposal, now: number): Promise<string | undefined> => {
    const found = await letters.byId(letter);
    const isTooLate = found && isEnding(found) && !isAboutMember(deed);
    if (!fits(deed, found?.status) || isTooLate) return 'deciding.refused.stage';
    return doing[deed](letter, detail, now);
  };
  return async (proposal: Proposal, what: 'did' | 'confirmed', by: Bytes, now: number): Promise<Decision> => {
    const refused = await store.around(proposal, { what, by, now }, () => work(proposal, now));
    if (refused !== undefined) return { refused };
    await decided();
    return 'done';
  };
}
