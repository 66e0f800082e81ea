import { primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * issuer.db: that a pass was collected, and nothing else. `tag` is a keyed hash of the mailbox, `bm` the first
 * half of a hash of the blinded message, so that a lost answer can be given again. No mailbox, no time, no
 * counter. The table is WITHOUT ROWID (its migration is finished by hand), so rows stand in the order of their
 * random tags; the rows of a letter are deleted, and the file vacuumed, when the letter closes.
 */
export const spent = sqliteTable(
  'spent',
  {
    letter: bytes('letter').notNull(),
    tag: bytes('tag').notNull(),
    bm: bytes('bm').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.tag] })],
);
