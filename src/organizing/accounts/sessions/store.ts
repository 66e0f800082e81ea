import { and, desc, eq, gt, lte, or } from 'drizzle-orm';
import type { Db } from '../../../../db/open.ts';
import { sessions } from '../../../../db/schema/organizers.ts';
import type { Bytes } from '../../../protocol/bytes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const IDLE = 12 * HOUR;
const ABSOLUTE = 7 * 24 * HOUR;

export interface OpenSession {
  hash: Bytes;
  organizer: Bytes;
  beganAt: number;
  seenAt: number;
}

/** A session is over when nobody came for 12 hours, and after 7 days in any case. No timer is needed to end it. */
export interface SessionsStore {
  /** Begins a session; those that are over are forgotten by the way. */
  begin(hash: Bytes, organizer: Bytes, now: number): Promise<void>;
  /** Whose session it is, if it is not over. */
  find(hash: Bytes, now: number): Promise<OpenSession | undefined>;
  /** Notes that it was seen, to the minute: most requests write nothing. */
  seen(hash: Bytes, now: number): Promise<void>;
  end(hash: Bytes): Promise<void>;
  endAll(organizer: Bytes): Promise<void>;
  /** Newest first. */
  of(organizer: Bytes, now: number): Promise<OpenSession[]>;
}

export function sessionsStore(db: Db): SessionsStore {
  const isOpen = (now: number) => and(gt(sessions.seenAt, now - IDLE), gt(sessions.beganAt, now - ABSOLUTE));
  const isOver = (now: number) => or(lte(sessions.seenAt, now - IDLE), lte(sessions.beganAt, now - ABSOLUTE));

  return {
    begin: async (hash, organizer, now) =>
      db.transaction(() => {
        db.delete(sessions).where(isOver(now)).run();
        const row = { hash, organizer, beganAt: now, seenAt: now };
        db.insert(sessions).values(row).onConflictDoNothing().run();
      }),
    find: async (hash, now) =>
      db
        .select()
        .from(sessions)
        .where(and(eq(sessions.hash, hash), isOpen(now)))
        .get(),
    seen: async (hash, now) =>
      void db
        .update(sessions)
        .set({ seenAt: now })
        .where(and(eq(sessions.hash, hash), lte(sessions.seenAt, now - MINUTE), isOpen(now)))
        .run(),
    end: async (hash) => void db.delete(sessions).where(eq(sessions.hash, hash)).run(),
    endAll: async (organizer) => void db.delete(sessions).where(eq(sessions.organizer, organizer)).run(),
    of: async (organizer, now) =>
      db
        .select()
        .from(sessions)
        .where(and(eq(sessions.organizer, organizer), isOpen(now)))
        .orderBy(desc(sessions.beganAt))
        .all(),
  };
}
