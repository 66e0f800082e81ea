import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';
import { organizers } from './organizers.ts';

/** In organizers.db: what of a letter's entries waits for a keeper before it is shown. No row: the usual rule. */
export const moderationRules = sqliteTable('moderation_rules', {
  letter: bytes('letter').primaryKey(),
  comments: text('comments', { enum: ['wait', 'at once'] }).notNull(),
  words: text('words', { mode: 'json' }).$type<string[]>().notNull(),
});

/** Which keeper is at a letter's queue, and until when the others leave it alone. Nothing of any entry. */
export const moderationLocks = sqliteTable('moderation_locks', {
  letter: bytes('letter').primaryKey(),
  organizer: bytes('organizer')
    .notNull()
    .references(() => organizers.id),
  until: integer('until').notNull(),
});
