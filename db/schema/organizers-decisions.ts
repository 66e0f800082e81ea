import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';
import { organizers } from './organizers.ts';

/** What a keeper asked to be done to a letter, and what another keeper answered. `letter` is `letters.id`. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: bytes('id').primaryKey(),
    letter: bytes('letter').notNull(),
    deed: text('deed', {
      enum: ['publish', 'open', 'amend', 'deliver', 'close', 'remove', 'promote', 'demote', 'expel'],
    }).notNull(),
    /** In the deed's own words: which revision, which note, whose role. */
    detail: text('detail', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    by: bytes('by')
      .notNull()
      .references(() => organizers.id),
    at: integer('at').notNull(),
    /** Null while nobody has answered. */
    outcome: text('outcome', { enum: ['confirmed', 'declined', 'withdrawn'] }),
  },
  (t) => [index('proposals_for').on(t.letter, t.at)],
);
