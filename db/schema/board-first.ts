import { integer, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * In board.db: whose published entries stand before all others, as the organizers chose with their consent. No name,
 * no time and not who chose: the name stands with the signature, and the row goes when that changes or goes.
 */
export const firstSignatories = sqliteTable(
  'first_signatories',
  {
    letter: bytes('letter').notNull(),
    pk: bytes('pk').notNull(),
    /** The smallest stands first; what went leaves a gap. */
    place: integer('place').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.pk] })],
);

/** The letters whose lists of signatories search engines may list. No row: they are asked not to. */
export const listedNames = sqliteTable('listed_names', { letter: bytes('letter').primaryKey() });
