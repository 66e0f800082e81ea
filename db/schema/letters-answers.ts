import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';
import { letters } from './letters.ts';

/**
 * undersigned.db, continued: what became of a letter after its publication. All of it stands on the letter's page, and
 * nothing of a signatory is here. A demand is named by its words, so that an answer stays with what it answered.
 */

const ofLetter = {
  id: integer('id').primaryKey({ autoIncrement: true }),
  letter: bytes('letter')
    .notNull()
    .references(() => letters.id),
  /** When it was written down here; `day` is when it happened, an ISO date. */
  at: integer('at').notNull(),
};

/** When, to whom and how the letter was handed over; never to which mail address. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    ...ofLetter,
    day: text('day').notNull(),
    to: text('to').notNull(),
    how: text('how').notNull(),
    /** After how many days without an answer the keepers were last reminded; 0 for never. */
    reminded: integer('reminded').notNull().default(0),
  },
  (t) => [index('deliveries_of').on(t.letter)],
);

/** What was answered, word for word. The copy itself stands under `uploads/`, named by its SHA-256. */
export const responses = sqliteTable(
  'responses',
  {
    ...ofLetter,
    day: text('day').notNull(),
    from: text('from').notNull(),
    source: text('source'),
    text: text('text').notNull(),
    demands: text('demands', { mode: 'json' }).$type<string[]>().notNull(),
    copy: text('copy'),
    copyDay: text('copy_day'),
  },
  (t) => [index('responses_of').on(t.letter)],
);

/** News from the organizers, in Markdown. */
export const updates = sqliteTable(
  'updates',
  { ...ofLetter, title: text('title').notNull(), body: text('body').notNull() },
  (t) => [index('updates_of').on(t.letter)],
);

/** Every mark that a demand was given; the last one holds. */
export const demandMarks = sqliteTable(
  'demand_marks',
  {
    ...ofLetter,
    demand: text('demand').notNull(),
    status: text('status', { enum: ['open', 'met', 'partly met', 'refused'] }).notNull(),
    day: text('day').notNull(),
    source: text('source'),
    note: text('note'),
  },
  (t) => [index('demand_marks_of').on(t.letter)],
);

/** What was wrong on the page, and what is right; nothing here is ever changed or removed. */
export const corrections = sqliteTable('corrections', { ...ofLetter, text: text('text').notNull() }, (t) => [
  index('corrections_of').on(t.letter),
]);
