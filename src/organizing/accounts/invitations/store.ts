import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '../../../../db/open.ts';
import { invitations } from '../../../../db/schema/organizers.ts';
import { type Bytes, toHex } from '../../../protocol/bytes.ts';
import { putQuestion } from '../../deciding/store.ts';
import { hasOtherKeeper, nameOf, putMember, roleIn } from '../members/store.ts';
import type { Role } from '../organizer.ts';
import { recordAct } from '../trail/store.ts';

export interface Invitation {
  hash: Bytes;
  letter: Bytes;
  role: Role;
  by: Bytes;
  expiresAt: number;
}

/** Links by which somebody joins a letter, each once. */
export interface InvitationsStore {
  add(invitation: Invitation, now: number): Promise<void>;
  /** The invitation with this hash, if it can still be accepted. */
  find(hash: Bytes, now: number): Promise<Invitation | undefined>;
  to(letter: Bytes, now: number): Promise<Invitation[]>;
  withdraw(letter: Bytes, hash: Bytes, by: Bytes, now: number): Promise<boolean>;
  /**
   * Accepts an invitation, once; whoever is a keeper stays one. Where somebody else than its sender keeps the letter by
   * now, nobody becomes keeper by it: they join as writer, and the sender has asked for the rest. Gives its letter.
   */
  accept(hash: Bytes, organizer: Bytes, now: number): Promise<Bytes | undefined>;
}

export function invitationsStore(db: Db): InvitationsStore {
  const open = (now: number) => and(eq(invitations.used, false), gt(invitations.expiresAt, now));

  return {
    add: async (invitation, now) =>
      db.transaction(() => {
        const { by, letter, role } = invitation;
        db.insert(invitations).values(invitation).run();
        recordAct(db, { at: now, organizer: by, letter, what: 'invited', detail: { role } });
      }),
    find: async (hash, now) =>
      db
        .select()
        .from(invitations)
        .where(and(eq(invitations.hash, hash), open(now)))
        .get(),
    to: async (letter, now) =>
      db
        .select()
        .from(invitations)
        .where(and(eq(invitations.letter, letter), open(now)))
        .orderBy(invitations.expiresAt)
        .all(),
    withdraw: async (letter, hash, by, now) =>
      db.transaction(() => {
        const own = and(eq(invitations.letter, letter), eq(invitations.hash, hash), eq(invitations.used, false));
        if (db.delete(invitations).where(own).run().changes === 0) return false;
        recordAct(db, { at: now, organizer: by, letter, what: 'withdrew an invitation', detail: {} });
        return true;
      }),
    accept: async (hash, organizer, now) =>
      db.transaction(() => {
        const mine = and(eq(invitations.hash, hash), open(now));
        const [used] = db.update(invitations).set({ used: true }).where(mine).returning().all();
        if (!used) return undefined;
        const isKeeper = roleIn(db, used.letter, organizer) === 'keeper';
        const waits = !isKeeper && used.role === 'keeper' && hasOtherKeeper(db, used.letter, used.by);
        const role = isKeeper ? 'keeper' : waits ? 'writer' : used.role;
        putMember(db, used.letter, organizer, role);
        recordAct(db, { at: now, organizer, letter: used.letter, what: 'joined', detail: { role } });
        if (waits) askForRest(db, used, organizer, now);
        return used.letter;
      }),
  };
}

/** Whoever keeps the letter no more asks for nothing. */
function askForRest(db: Db, { hash, letter, by }: Invitation, organizer: Bytes, now: number): void {
  if (roleIn(db, letter, by) !== 'keeper') return;
  const detail = { who: toHex(organizer), member: nameOf(db, organizer) };
  // an invitation is accepted once, so its hash names one proposal
  putQuestion(db, { id: hash.slice(0, 16), letter, deed: 'promote', detail, by, at: now, outcome: null });
}
