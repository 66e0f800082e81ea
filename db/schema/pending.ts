import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * pending.db: accepted posts that wait for the next release. Keyed by the signature's random public key and
 * WITHOUT ROWID (its migration is finished by hand), so that the file does not tell in which order people
 * signed. No time, no counter. Emptied and vacuumed at each release.
 */
export const pending = sqliteTable(
  'pending',
  {
    letter: bytes('letter').notNull(),
    pk: bytes('pk').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind', { enum: ['sign', 'edit', 'withdraw'] }).notNull(),
    versionHash: bytes('version_hash').notNull(),
    prefix: bytes('prefix').notNull(),
    sig: bytes('sig').notNull(),
    salt: bytes('salt').notNull(),
    commit: bytes('commit').notNull(),
    esig: bytes('esig').notNull(),
    body: text('body').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.pk, t.seq] })],
);
