import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';
import { organizers } from './organizers.ts';

/**
 * What organizers said about a piece of a draft, with the piece as it read then: that is how it is found again, and
 * what is shown where it reads otherwise now.
 */
export const remarks = sqliteTable(
  'remarks',
  {
    number: integer('number').primaryKey({ autoIncrement: true }),
    /** Of the form that was sent: the same one sent twice is one remark. */
    form: bytes('form').notNull().unique(),
    letter: bytes('letter').notNull(),
    /** As organizing/drafting/remarks/piece.ts says. */
    at: text('at').notNull(),
    paragraph: integer('paragraph'),
    text: text('text').notNull(),
    says: text('says').notNull(),
    instead: text('instead'),
    by: bytes('by')
      .notNull()
      .references(() => organizers.id),
    said: integer('said').notNull(),
    state: text('state', { enum: ['open', 'resolved', 'accepted', 'declined', 'withdrawn'] }).notNull(),
    settledBy: bytes('settled_by').references(() => organizers.id),
  },
  (t) => [index('remarks_on').on(t.letter, t.state, t.number)],
);

/** What was answered to a remark. */
export const remarkAnswers = sqliteTable(
  'remark_answers',
  {
    number: integer('number').primaryKey(),
    form: bytes('form').notNull().unique(),
    remark: integer('remark')
      .notNull()
      .references(() => remarks.number),
    says: text('says').notNull(),
    by: bytes('by')
      .notNull()
      .references(() => organizers.id),
    said: integer('said').notNull(),
  },
  (t) => [index('answers_to').on(t.remark)],
);
