import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * undersigned.db, continued: what organizers wrote beside a version of a letter so that more people can read it. Nobody
 * signs it, and no hash is of it. It refers to no row of `letters`: a draft is stored anew whenever it is saved.
 */
export const translations = sqliteTable(
  'translations',
  {
    letter: bytes('letter').notNull(),
    version: integer('version').notNull(),
    /** BCP 47. */
    language: text('language').notNull(),
    /** What readers see; null until a keeper published it. */
    content: text('content', { mode: 'json' }).$type<object>(),
    /** What waits for a keeper; null where nothing does. */
    written: text('written', { mode: 'json' }).$type<object>(),
    /** Grows with each save, so that nobody overwrites what they have not seen. */
    revision: integer('revision').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.version, t.language] })],
);
