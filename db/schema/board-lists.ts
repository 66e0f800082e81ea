import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * In board.db: how often what a letter's list of signatories shows has changed between releases, because words were
 * taken out at once, hidden or shown again. It says to whoever has the list whether theirs is the latest; of whom the
 * words were, and when, it does not say.
 */
export const lists = sqliteTable('lists', {
  letter: bytes('letter').primaryKey(),
  changes: integer('changes').notNull(),
});
