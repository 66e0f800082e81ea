import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * How many have signed a letter that is still sealed, as the public was last told, and when that was. It moves as
 * releases do, so the time is that of a batch. The row goes when the seal is broken or missed.
 */
export const progress = sqliteTable('progress', {
  letter: bytes('letter').primaryKey(),
  reached: integer('reached').notNull(),
  at: integer('at').notNull(),
});
