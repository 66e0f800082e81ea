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

/**
 * The codes of a roll-call letter that collect a pass, as keyed hashes: who has which stands nowhere. WITHOUT
 * ROWID like `spent`, whose `tag` is the same once a code has been used; deleted when the letter closes.
 */
export const codes = sqliteTable('codes', { letter: bytes('letter').notNull(), tag: bytes('tag').notNull() }, (t) => [
  primaryKey({ columns: [t.letter, t.tag] }),
]);

/**
 * While codes are mailed to a staff list: which of its mailboxes had theirs, so that a list that is pasted again
 * goes on where it broke off. `h` is a hash of the mailbox under a key that is destroyed with these rows when the
 * sending is finished. `code_tag` stands here only until the mail server took the mail: while it does, nobody
 * knows whether that code arrived. WITHOUT ROWID, no time, no order.
 */
export const sending = sqliteTable(
  'sending',
  { letter: bytes('letter').notNull(), h: bytes('h').notNull(), codeTag: bytes('code_tag') },
  (t) => [primaryKey({ columns: [t.letter, t.h] })],
);
