import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../../../../db/open.ts';
import { acts, organizers } from '../../../../db/schema/organizers.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import type { Act, What } from './act.ts';

/** An act with who did it. */
export interface RecordedAct {
  number: number;
  at: number;
  /** Null where the operator did it. */
  by: { name: string; email: string } | null;
  what: What;
  detail: Act['detail'];
}

export interface TrailStore {
  record(act: Act): Promise<void>;
  /**
   * For what is written into another file than the trail: the line is there first, as an attempt, and becomes the act
   * when it is done, or goes where nothing was done. After a crash the trail says too much, and never too little.
   */
  around(act: Act, write: () => Promise<boolean>): Promise<boolean>;
  /** The copies that were handed in for a letter, the first first. To name a hash is not enough: everybody may know it. */
  keptCopies(letter: Bytes): Promise<{ hash: string; at: number }[]>;
  /** Newest first, those before this number. */
  of(letter: Bytes, before: number, limit: number): Promise<RecordedAct[]>;
}

export function trailStore(db: Db): TrailStore {
  return {
    record: async (act) => recordAct(db, act),
    async around(act, write) {
      const attempt = recordAttempt(db, act);
      const isDone = await write();
      if (isDone) attempt.isDone();
      else attempt.isNothing();
      return isDone;
    },
    async keptCopies(letter) {
      const hash = sql<string>`json_extract(${acts.detail}, '$.hash')`;
      const kept = and(eq(acts.letter, letter), eq(acts.what, 'kept a copy' satisfies What));
      return db.select({ hash, at: acts.at }).from(acts).where(kept).orderBy(asc(acts.id)).all();
    },
    of: async (letter, before, limit) =>
      db
        .select()
        .from(acts)
        .leftJoin(organizers, eq(organizers.id, acts.organizer))
        .where(and(eq(acts.letter, letter), lt(acts.id, before)))
        .orderBy(desc(acts.id))
        .limit(limit)
        .all()
        .map(({ acts: act, organizers: who }) => ({
          number: act.id,
          at: act.at,
          by: who && { name: who.name, email: who.email },
          what: act.what as What,
          detail: act.detail,
        })),
  };
}

/** For a transaction of another store of organizers.db: what is done and its line in the trail are written together. */
export const recordAct = (db: Db, act: Act): void => void db.insert(acts).values(act).run();

/** The line of what is begun now, and what becomes of it. */
export function recordAttempt(db: Db, act: Act): { isDone(): void; isNothing(): void } {
  const attempt = { ...act, what: 'attempted', detail: { act: act.what, ...act.detail } };
  const { id } = db.insert(acts).values(attempt).returning({ id: acts.id }).get();
  return {
    isDone: () => void db.update(acts).set({ what: act.what, detail: act.detail }).where(eq(acts.id, id)).run(),
    isNothing: () => void db.delete(acts).where(eq(acts.id, id)).run(),
  };
}
