import { and, asc, eq, gte, max, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { leaves, releases } from '../../../db/schema/board.ts';
import type { Bytes } from '../../protocol/bytes.ts';

export type Leaf = typeof leaves.$inferSelect;

/** The log of a letter, for those who check it. It is written by releases alone. */
export interface LogStore {
  /** The leaves from a position on. */
  leaves(letter: Bytes, from: number, limit: number): Promise<Leaf[]>;
  /** The signed note of each release, the oldest first. */
  checkpoints(letter: Bytes): Promise<string[]>;
  /** How many leaves each checkpoint covers, the smallest first. */
  checkpointSizes(letter: Bytes): Promise<number[]>;
  /** The checkpoint that covers so many leaves. */
  checkpoint(letter: Bytes, size: number): Promise<string | undefined>;
  /** Whether each of these posts is in the log. */
  holds(letter: Bytes, posts: Pick<Leaf, 'pk' | 'seq'>[]): Promise<boolean[]>;
  /** The number of the last step of a key in the log; 0 where there is none. */
  lastSeq(letter: Bytes, pk: Bytes): Promise<number>;
}

export function logStore(db: Db): LogStore {
  const findLeaf = db.select({ seq: leaves.seq }).from(leaves).where(isLeaf).prepare();

  return {
    leaves: async (letter, from, limit) =>
      db
        .select()
        .from(leaves)
        .where(and(eq(leaves.letter, letter), gte(leaves.position, from)))
        .orderBy(asc(leaves.position))
        .limit(limit)
        .all(),
    checkpoints: async (letter) =>
      db
        .select({ checkpoint: releases.checkpoint })
        .from(releases)
        .where(eq(releases.letter, letter))
        .orderBy(asc(releases.number))
        .all()
        .map(({ checkpoint }) => checkpoint),
    checkpointSizes: async (letter) =>
      db
        .selectDistinct({ size: releases.size })
        .from(releases)
        .where(eq(releases.letter, letter))
        .orderBy(asc(releases.size))
        .all()
        .map(({ size }) => size),
    checkpoint: async (letter, size) =>
      db
        .select({ checkpoint: releases.checkpoint })
        .from(releases)
        .where(and(eq(releases.letter, letter), eq(releases.size, size)))
        .limit(1)
        .get()?.checkpoint,
    holds: async (letter, posts) =>
      db.transaction(() => posts.map(({ pk, seq }) => findLeaf.get({ letter, pk, seq }) !== undefined)),
    lastSeq: async (letter, pk) =>
      db
        .select({ seq: max(leaves.seq) })
        .from(leaves)
        .where(and(eq(leaves.letter, letter), eq(leaves.pk, pk)))
        .get()?.seq ?? 0,
  };
}

const isLeaf = and(
  eq(leaves.letter, sql.placeholder('letter')),
  eq(leaves.pk, sql.placeholder('pk')),
  eq(leaves.seq, sql.placeholder('seq')),
);
