import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { proposals } from '../../../db/schema/organizers-decisions.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { recordAct } from '../accounts/trail/store.ts';
import { type Proposal, expiryOf } from './proposal.ts';

/** What keepers asked of each other. Each step is one transaction with its line in the trail. */
export interface ProposalStore {
  propose(proposal: Proposal): Promise<void>;
  find(id: Bytes): Promise<Proposal | undefined>;
  /** Those of a letter that wait for an answer, the newest first. */
  waiting(letter: Bytes, now: number): Promise<Proposal[]>;
  /** False where somebody else was first. */
  answer(proposal: Proposal, outcome: NonNullable<Proposal['outcome']>, by: Bytes, now: number): Promise<boolean>;
  /** What a keeper did where nobody else had to be asked. */
  didAlone(proposal: Proposal): Promise<void>;
}

const HOURS_72 = expiryOf({ at: 0 });

export function proposalStore(db: Db): ProposalStore {
  return {
    propose: async (proposal) =>
      db.transaction(() => {
        db.insert(proposals).values(proposal).run();
        recordAct(db, lineOf(proposal, 'asked for', proposal.by, proposal.at));
      }),
    find: async (id) => db.select().from(proposals).where(eq(proposals.id, id)).get(),
    waiting: async (letter, now) =>
      db
        .select()
        .from(proposals)
        .where(and(eq(proposals.letter, letter), isNull(proposals.outcome), gt(proposals.at, now - HOURS_72)))
        .orderBy(desc(proposals.at))
        .all(),
    answer: async (proposal, outcome, by, now) =>
      db.transaction(() => {
        const open = and(eq(proposals.id, proposal.id), isNull(proposals.outcome));
        if (db.update(proposals).set({ outcome }).where(open).run().changes === 0) return false;
        recordAct(db, lineOf(proposal, outcome, by, now));
        return true;
      }),
    didAlone: async (proposal) => recordAct(db, lineOf(proposal, 'did', proposal.by, proposal.at)),
  };
}

const lineOf = (
  { letter, deed, detail }: Proposal,
  what: 'asked for' | 'confirmed' | 'declined' | 'withdrawn' | 'did',
  organizer: Bytes,
  at: number,
) => ({ at, organizer, letter, what, detail: { deed, ...detail } });
