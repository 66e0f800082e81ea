import { and, asc, count, eq, getTableColumns, sql } from 'drizzle-orm';
import { groupCommit } from '../../../db/group-commit.ts';
import type { Db } from '../../../db/open.ts';
import { rewrite } from '../../../db/rewrite.ts';
import { leaves } from '../../../db/schema/board.ts';
import { pending } from '../../../db/schema/pending.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';

export type PendingPost = typeof pending.$inferSelect;

/** `accepted` now; `repeated`: the same bytes as before; `signed otherwise`: this key already posted something else. */
export type Accepting = 'accepted' | 'repeated' | 'signed otherwise';

/** Accepted posts that wait. Its own file, which does not remember. */
export interface PendingStore {
  accept(post: PendingPost): Promise<Accepting>;
  /** All that wait for this letter, in the order of their random keys. */
  of(letter: Bytes): Promise<PendingPost[]>;
  /** How many wait, by letter. */
  counts(): Promise<{ letter: Bytes; count: number }[]>;
  remove(posts: Pick<PendingPost, 'letter' | 'pk' | 'seq'>[]): Promise<void>;
  /** Rewrites the file, so that it tells nothing of what came when or went. */
  vacuum(): Promise<void>;
}

export function pendingStore(db: Db, board: Db): PendingStore {
  const blank = Object.fromEntries(Object.keys(getTableColumns(pending)).map((name) => [name, sql.placeholder(name)]));
  const insert = db
    .insert(pending)
    .values(blank as never)
    .prepare();
  const waiting = db.select({ esig: pending.esig }).from(pending).where(isPost(pending)).prepare();
  const published = board.select({ esig: leaves.esig }).from(leaves).where(isPost(leaves)).prepare();
  const remove = db.delete(pending).where(isPost(pending)).prepare();

  const accept = (post: PendingPost): Accepting => {
    const kept = published.get(post) ?? waiting.get(post);
    if (kept) return equalBytes(kept.esig, post.esig) ? 'repeated' : 'signed otherwise';
    insert.run(post);
    return 'accepted';
  };

  return {
    accept: groupCommit(db, ({ pk }) => pk, accept),
    of: async (letter) =>
      db.select().from(pending).where(eq(pending.letter, letter)).orderBy(asc(pending.pk), asc(pending.seq)).all(),
    counts: async () =>
      db.select({ letter: pending.letter, count: count() }).from(pending).groupBy(pending.letter).all(),
    remove: async (posts) =>
      db.transaction(() => {
        for (const one of posts) remove.run(one);
      }),
    vacuum: async () => rewrite(db),
  };
}

const isPost = (table: typeof pending | typeof leaves) =>
  and(
    eq(table.letter, sql.placeholder('letter')),
    eq(table.pk, sql.placeholder('pk')),
    eq(table.seq, sql.placeholder('seq')),
  );
