import { and, desc, eq, lt } from 'drizzle-orm';
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
  /** Newest first, those before this number. */
  of(letter: Bytes, before: number, limit: number): Promise<RecordedAct[]>;
}

export function trailStore(db: Db): TrailStore {
  return {
    record: async (act) => recordAct(db, act),
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
