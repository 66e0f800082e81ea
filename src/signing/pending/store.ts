import { and, asc, count, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import { groupCommit } from '../../../db/group-commit.ts';
import type { Db } from '../../../db/open.ts';
import { rewrite } from '../../../db/rewrite.ts';
import { leaves } from '../../../db/schema/board.ts';
import { pending } from '../../../db/schema/pending.ts';
import { follows } from '../../protocol/audit.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';

export type PendingPost = typeof pending.$inferSelect;

/** `repeated`: the same bytes as before. `signed otherwise`: this key posted something else in this turn, or has no such turn. */
export type Accepting = 'accepted' | 'repeated' | 'signed otherwise';

export interface WaitingPosts {
  /** Rows of any kind. */
  posts: number;
  /** New signatures; one that was withdrawn while it waited is none. */
  signatures: number;
}

/** Accepted posts that wait. Its own file, which does not remember. */
export interface PendingStore {
  /** Takes a post; a change erases the words of what the same key had waiting before. */
  accept(post: PendingPost): Promise<Accepting>;
  /** Whether this very post was accepted before, and nothing else of its key has ended it since. */
  holds(post: Pick<PendingPost, 'letter' | 'pk' | 'seq' | 'kind' | 'esig'>): Promise<boolean>;
  /** All that wait for this letter, in the order of their random keys. */
  of(letter: Bytes): Promise<PendingPost[]>;
  /** The last post of a key that waits. */
  latest(letter: Bytes, pk: Bytes): Promise<PendingPost | undefined>;
  /** How much waits, by letter. */
  counts(): Promise<(WaitingPosts & { letter: Bytes })[]>;
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
  const waiting = db.select().from(pending).where(ofKey(pending)).orderBy(desc(pending.seq)).prepare();
  const published = board
    .select({ seq: leaves.seq, kind: leaves.kind, esig: leaves.esig })
    .from(leaves)
    .where(ofKey(leaves))
    .orderBy(desc(leaves.seq))
    .prepare();
  const remove = db
    .delete(pending)
    .where(and(ofKey(pending), eq(pending.seq, sql.placeholder('seq'))))
    .prepare();
  const eraseWords = db
    .update(pending)
    .set({ body: '', salt: new Uint8Array() })
    .where(and(ofKey(pending), lt(pending.seq, sql.placeholder('seq'))))
    .prepare();

  const find = ({ letter, pk, seq, kind }: Pick<PendingPost, 'letter' | 'pk' | 'seq' | 'kind'>) => {
    const before = [...waiting.all({ letter, pk }), ...published.all({ letter, pk })];
    const over = before[0]?.kind === 'withdraw' && kind !== 'withdraw';
    return { before, same: over ? undefined : before.find((one) => one.seq === seq) };
  };

  const accept = (post: PendingPost): Accepting => {
    const { before, same } = find(post);
    if (same) return equalBytes(same.esig, post.esig) ? 'repeated' : 'signed otherwise';
    if (!follows(before[0], post)) return 'signed otherwise';
    insert.run(post);
    if (post.seq > 0) eraseWords.run(post);
    return 'accepted';
  };

  return {
    accept: groupCommit(db, ({ pk }) => pk, accept),
    holds: async (post) => equalBytes(find(post).same?.esig ?? new Uint8Array(), post.esig),
    of: async (letter) =>
      db.select().from(pending).where(eq(pending.letter, letter)).orderBy(asc(pending.pk), asc(pending.seq)).all(),
    latest: async (letter, pk) => waiting.get({ letter, pk }),
    counts: async () =>
      db
        .select({ letter: pending.letter, posts: count(), signatures: sql<number>`count(*) FILTER (WHERE ${isNew})` })
        .from(pending)
        .groupBy(pending.letter)
        .all(),
    remove: async (posts) =>
      db.transaction(() => {
        for (const one of posts) remove.run(one);
      }),
    vacuum: async () => rewrite(db),
  };
}

const ofKey = (table: typeof pending | typeof leaves) =>
  and(eq(table.letter, sql.placeholder('letter')), eq(table.pk, sql.placeholder('pk')));

const isNew = sql`kind = 'sign' AND NOT EXISTS (
  SELECT 1 FROM pending AS later WHERE later.letter = pending.letter AND later.pk = pending.pk AND later.kind = 'withdraw'
)`;
