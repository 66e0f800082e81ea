import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';
import { organizers } from './organizers.ts';

/** A letter under work, in organizers.db. `letter` becomes `letters.id` of undersigned.db. Nothing of any signatory. */
export const writings = sqliteTable('writings', {
  letter: bytes('letter').primaryKey(),
  title: text('title').notNull(),
  /** The number of the state that stands. */
  revision: integer('revision').notNull(),
  /** The number of the published version that it was begun from, to amend it; null for a draft. */
  amends: integer('amends'),
});

/**
 * Every state that was saved, whole, with who saved it. Within ten minutes of one writer only the last is kept once an
 * hour has gone by: enough to go back, and no film of somebody typing.
 */
export const revisions = sqliteTable(
  'revisions',
  {
    letter: bytes('letter')
      .notNull()
      .references(() => writings.letter),
    number: integer('number').notNull(),
    /** What organizing/drafting/content.ts says. */
    content: text('content', { mode: 'json' }).$type<unknown>().notNull(),
    by: bytes('by')
      .notNull()
      .references(() => organizers.id),
    at: integer('at').notNull(),
    /** What could not be brought together with a colleague's words by itself: it never stood, and is not lost either. */
    aside: integer('aside', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.letter, t.number] })],
);
