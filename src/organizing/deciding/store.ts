import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { proposals } from '../../../db/schema/organizers-decisions.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { recordAct, recordAttempt } from '../accounts/trail/store.ts';
import { type Proposal, expiryOf, isSame } from './proposal.ts';

/** What keepers asked of each other. Each step is one transaction with its line in the trail. */
export interface ProposalStore {
  propose(proposal: Proposal): Promise<void>;
  find(id: Bytes): Promise<Proposal | undefined>;
  /** Those of a letter that wait for an answer, the newest first. */
  waiting(letter: Bytes, now: number): Promise<Proposal[]>;
  /** False where somebody else was first. */
  answer(proposal: Proposal, outcome: 'declined' | 'withdrawn', by: Bytes, now: number): Promise<boolean>;
  /**
   * For what a keeper does alone or by confirming: it is written into other files, so its line is there first, as an
   * attempt. Gives the saying why nothing was done; then there is no line.
   */
  around(
    proposal: Proposal,
    act: { what: 'did' | 'confirmed'; by: Bytes; now: number },
    work: () => Promise<string | undefined>,
  ): Promise<string | undefined>;
}

const HOURS_72 = expiryOf({ at: 0 });

export function proposalStore(db: Db): ProposalStore {
  return {
    propose: async (proposal) => db.transaction(() => putProposal(db, proposal)),
    find: async (id) => db.select().from(proposals).where(eq(proposals.id, id)).get(),
    waiting: async (letter, now) => waitingIn(db, letter, now),
    answer: async (proposal, outcome, by, now) =>
      db.transaction(() => {
        const open = and(eq(proposals.id, proposal.id), isNull(proposals.outcome));
        if (db.update(proposals).set({ outcome }).where(open).run().changes === 0) return false;
        recordAct(db, lineOf(proposal, outcome, by, now));
        return true;
      }),
    async around(proposal, { what, by, now }, work) {
      const attempt = recordAttempt(db, lineOf(proposal, what, by, now));
      const refused = await work();
      if (refused !== undefined) attempt.isNothing();
      else
        db.transaction(() => {
          attempt.isDone();
          // what one keeper did alone was never asked for
          db.update(proposals).set({ outcome: 'confirmed' }).where(eq(proposals.id, proposal.id)).run();
        });
      return refused;
    },
  };
}

const waitingIn = (db: Db, letter: Bytes, now: number): Proposal[] =>
  db
    .select()
    .from(proposals)
    .where(and(eq(proposals.letter, letter), isNull(proposals.outcome), gt(proposals.at, now - HOURS_72)))
    .orderBy(desc(proposals.at))
    .all();

/** Puts a question to the other keepers unless it waits already, in a transaction of another store. */
export function putQuestion(db: Db, proposal: Proposal): void {
  if (!waitingIn(db, proposal.letter, proposal.at).some((other) => isSame(other, proposal))) putProposal(db, proposal);
}

function putProposal(db: Db, proposal: Proposal): void {
  db.insert(proposals).values(proposal).run();
  recordAct(db, lineOf(proposal, 'asked for', proposal.by, proposal.at));
}

/** `who` is an account's id: the trail has names. */
const lineOf = (
  { letter, deed, detail: { who: _who, ...detail } }: Proposal,
  what: 'asked for' | 'confirmed' | 'declined' | 'withdrawn' | 'did',
  organizer: Bytes,
  at: number,
) => ({ at, organizer, letter, what, detail: { deed, ...detail } });
