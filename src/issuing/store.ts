import { and, eq, sql } from 'drizzle-orm';
import { groupCommit } from '../../db/group-commit.ts';
import type { Db } from '../../db/open.ts';
import { rewrite } from '../../db/rewrite.ts';
import { codes, spent } from '../../db/schema/issuer.ts';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';

/**
 * `first`: collected now. `again`: the same blinded message as before. `other`: already collected. `unknown`: its code
 * is not, or no longer, in the roll-call.
 */
export type Collecting = 'first' | 'again' | 'other' | 'unknown';

export interface SpentStore {
  /** With `listed`, only a tag that is one of the roll-call's codes collects, checked in the same transaction. */
  collect(entry: { letter: Bytes; tag: Bytes; bm: Bytes; listed?: boolean }): Promise<Collecting>;
  /** Destroys every tag of a letter, on the disk too. */
  forget(letter: Bytes): Promise<void>;
  /** Rewrites the file, so that it tells nothing of what came when. */
  vacuum(): Promise<void>;
  /** The same, where something was written since, by this program or by the command-line tool beside it. */
  tidy(): Promise<void>;
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
  const findCode = db
    .select()
    .from(codes)
    .where(and(eq(codes.letter, sql.placeholder('letter')), eq(codes.tag, sql.placeholder('tag'))))
    .prepare();

  const foreign = db.$client.prepare('PRAGMA data_version').pluck();
  const own = db.$client.prepare('SELECT total_changes()').pluck();
  const edition = () => `${foreign.get() as number}.${own.get() as number}`;
  // none: whatever ended the program last time may have kept it from tidying
  let tidied = '';

  return {
    collect: groupCommit(
      db,
      (entry) => entry.tag,
      (entry) => {
        if (entry.listed && !findCode.get(entry)) return 'unknown';
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
    async tidy() {
      const now = edition();
      if (now !== tidied) rewrite(db);
      tidied = now;
    },
  };
}
