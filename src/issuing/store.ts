import { and, eq, sql } from 'drizzle-orm';
import { groupCommit } from '../../db/group-commit.ts';
import type { Db } from '../../db/open.ts';
import { rewrite } from '../../db/rewrite.ts';
import { spent } from '../../db/schema/issuer.ts';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';

/** `first`: collected now. `again`: the same blinded message as before. `other`: already collected. */
export type Collecting = 'first' | 'again' | 'other';

export interface SpentStore {
  collect(entry: { letter: Bytes; tag: Bytes; bm: Bytes }): Promise<Collecting>;
  /** Destroys every tag of a letter, on the disk too. */
  forget(letter: Bytes): Promise<void>;
  /** Rewrites the file, so that it tells nothing of what came when. */
  vacuum(): Promise<void>;
}

export function spentStore(db: Db): SpentStore {
  const insert = db
    .insert(spent)
    .values({ letter: sql.placeholder('letter'), tag: sql.placeholder('tag'), bm: sql.placeholder('bm') })
    .onConflictDoNothing()
    .prepare();
  const find = db
    .select({ bm: spent.bm })
    .from(spent)
    .where(and(eq(spent.letter, sql.placeholder('letter')), eq(spent.tag, sql.placeholder('tag'))))
    .prepare();

  return {
    collect: groupCommit(
      db,
      (entry) => entry.tag,
      (entry) => {
        if (insert.run(entry).changes === 1) return 'first';
        const kept = find.get(entry);
        return kept && equalBytes(kept.bm, entry.bm) ? 'again' : 'other';
      },
    ),
    async forget(letter) {
      db.delete(spent).where(eq(spent.letter, letter)).run();
      rewrite(db);
    },
    async vacuum() {
      rewrite(db);
    },
  };
}
