import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * followers.db: browsers that asked to be told what happens to a letter. Every table is WITHOUT ROWID (the migration is
 * finished by hand) and there is no time in the file, so that it does not tell who came first, or when. It is in no
 * backup: whoever stops following is forgotten everywhere.
 */

/** Where a browser's push service takes notices for it, and the keys for which they are encrypted (RFC 8291). */
export const followers = sqliteTable(
  'followers',
  {
    letter: bytes('letter').notNull(),
    endpoint: text('endpoint').notNull(),
    p256dh: text('p256dh').notNull(),
    auth: text('auth').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.endpoint] })],
);

/** What happened to followed letters and was handed to `notices`: nothing is told twice. */
export const announced = sqliteTable(
  'announced',
  { letter: bytes('letter').notNull(), event: text('event').notNull() },
  (t) => [primaryKey({ columns: [t.letter, t.event] })],
);

/** Notices that wait to be sent. */
export const notices = sqliteTable(
  'notices',
  { letter: bytes('letter').notNull(), endpoint: text('endpoint').notNull(), event: text('event').notNull() },
  (t) => [primaryKey({ columns: [t.letter, t.endpoint, t.event] })],
);
