import { and, asc, eq } from 'drizzle-orm';
import { groupCommit } from '../../../db/group-commit.ts';
import type { Db } from '../../../db/open.ts';
import { rewrite } from '../../../db/rewrite.ts';
import { colleagueOrders, colleagueWords, openedDrafts } from '../../../db/schema/pending-colleagues.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { type Order, type Written, batchOf } from './batch.ts';
import type { OpenedDraft } from './opened-draft.ts';

/** A post that was verified. */
export interface VerifiedPost {
  draft: Bytes;
  pk: Bytes;
  seq: number;
  body: string;
}

/** `repeated`: the same words as before. `turn`: another post of the same pass came first. */
export type Taking = 'taken' | 'repeated' | 'turn' | 'closed';

/** Drafts that are open to colleagues, and what those wrote. In a file that does not remember. */
export interface ColleaguesStore {
  add(draft: OpenedDraft): Promise<void>;
  of(letter: Bytes): Promise<OpenedDraft | undefined>;
  at(address: string): Promise<OpenedDraft | undefined>;
  all(): Promise<OpenedDraft[]>;
  latest(draft: Bytes, pk: Bytes): Promise<Written | undefined>;
  take(post: VerifiedPost): Promise<Taking>;
  written(draft: Bytes): Promise<{ rows: Written[]; orders: Order[] }>;
  /** Shows what waits, if it is enough. */
  release(draft: OpenedDraft, now: number): Promise<void>;
  /** Whether it takes posts from now on. */
  setClosing(letter: Bytes, closing: boolean): Promise<void>;
  /** Deletes the opening and all that was written, on the disk too. */
  forget(draft: OpenedDraft): Promise<void>;
  /** Rewrites the file where something was written since, so that it does not tell what came when. */
  tidy(): Promise<void>;
}

/** Whether any draft is, or is being opened or closed: where none is, there is nothing to look after. */
export const isAnyOpen = (db: Db): boolean =>
  db.select({ letter: openedDrafts.letter }).from(openedDrafts).limit(1).get() !== undefined;

export function colleaguesStore(db: Db): ColleaguesStore {
  // whatever ended the program last time may have kept it from tidying
  let dirty = true;
  const tidy = () => {
    rewrite(db);
    dirty = false;
  };

  return {
    add: async (draft) => void db.insert(openedDrafts).values(draft).run(),
    of: async (letter) => db.select().from(openedDrafts).where(eq(openedDrafts.letter, letter)).get(),
    at: async (address) => db.select().from(openedDrafts).where(eq(openedDrafts.address, address)).get(),
    all: async () => db.select().from(openedDrafts).all(),
    latest: async (draft, pk) => latestOf(db, draft, pk),
    take: groupCommit(
      db,
      ({ pk }: VerifiedPost) => pk,
      (post) => {
        const taking = take(db, post);
        dirty ||= taking === 'taken';
        return taking;
      },
    ),
    written: async (draft) => ({
      rows: rowsOf(db, draft),
      orders: db
        .select({ set: colleagueOrders.set, rankings: colleagueOrders.rankings, placed: colleagueOrders.placed })
        .from(colleagueOrders)
        .where(eq(colleagueOrders.draft, draft))
        .all(),
    }),
    release: async (draft, now) => {
      if (db.transaction(() => release(db, draft, now), { behavior: 'immediate' })) tidy();
    },
    setClosing: async (letter, closing) =>
      void db.update(openedDrafts).set({ closing }).where(eq(openedDrafts.letter, letter)).run(),
    forget: async ({ letter, publicId }) => {
      db.transaction(() => {
        db.delete(colleagueWords).where(eq(colleagueWords.draft, publicId)).run();
        db.delete(colleagueOrders).where(eq(colleagueOrders.draft, publicId)).run();
        db.delete(openedDrafts).where(eq(openedDrafts.letter, letter)).run();
      });
      tidy();
    },
    tidy: async () => {
      if (dirty) tidy();
    },
  };
}

const ofKey = (draft: Bytes, pk: Bytes) => and(eq(colleagueWords.draft, draft), eq(colleagueWords.pk, pk));

const columns = {
  pk: colleagueWords.pk,
  seq: colleagueWords.seq,
  waiting: colleagueWords.waiting,
  shown: colleagueWords.shown,
  fresh: colleagueWords.fresh,
};

const latestOf = (db: Db, draft: Bytes, pk: Bytes): Written | undefined =>
  db.select(columns).from(colleagueWords).where(ofKey(draft, pk)).get();

const rowsOf = (db: Db, draft: Bytes): Written[] =>
  db.select(columns).from(colleagueWords).where(eq(colleagueWords.draft, draft)).orderBy(asc(colleagueWords.pk)).all();

function take(db: Db, { draft, pk, seq, body }: VerifiedPost): Taking {
  const opened = db.select().from(openedDrafts).where(eq(openedDrafts.publicId, draft)).get();
  // what was written after the end would stay for ever
  if (!opened || opened.closing) return 'closed';
  const before = latestOf(db, draft, pk);
  if (before && (before.waiting ?? before.shown) === body) return 'repeated';
  if (seq !== (before ? before.seq + 1 : 0)) return 'turn';
  db.insert(colleagueWords)
    .values({ draft, pk, seq, waiting: body })
    .onConflictDoUpdate({ target: [colleagueWords.draft, colleagueWords.pk], set: { seq, waiting: body } })
    .run();
  return 'taken';
}

/** Whether there was enough to show. */
function release(db: Db, { letter, publicId: draft, min }: OpenedDraft, now: number): boolean {
  const batch = batchOf(rowsOf(db, draft), min);
  if (!batch) return false;
  for (const { pk, waiting, shown, fresh } of batch.rows)
    db.update(colleagueWords).set({ waiting, shown, fresh }).where(ofKey(draft, pk)).run();
  for (const { set, rankings, placed } of batch.orders)
    db.insert(colleagueOrders)
      .values({ draft, set, rankings, placed })
      .onConflictDoUpdate({ target: [colleagueOrders.draft, colleagueOrders.set], set: { rankings, placed } })
      .run();
  db.update(openedDrafts).set({ releasedAt: now }).where(eq(openedDrafts.letter, letter)).run();
  return true;
}
