import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { lists } from '../../../db/schema/board-lists.ts';
import type { Bytes } from '../../protocol/bytes.ts';

/** How often what a letter's list shows changed between releases, for transactions of board.db. */
export interface ListChanges {
  note(letter: Bytes): void;
  of(letter: Bytes): number;
}

export function listChangesIn(db: Db): ListChanges {
  const isOf = eq(lists.letter, sql.placeholder('letter'));
  const find = db.select({ changes: lists.changes }).from(lists).where(isOf).prepare();
  const oneMore = { target: lists.letter, set: { changes: sql`${lists.changes} + 1` } };
  return {
    note: (letter) => void db.insert(lists).values({ letter, changes: 1 }).onConflictDoUpdate(oneMore).run(),
    of: (letter) => find.get({ letter })?.changes ?? 0,
  };
}
