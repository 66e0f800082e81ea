import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * In pending.db, because all of it goes without a trace: drafts that are open to colleagues. `released_at` is when
 * what waited was last shown, all together. Deleted when the draft is published, closed to colleagues, or gone.
 */
export const openedDrafts = sqliteTable('opened_drafts', {
  /** `letters.id` of undersigned.db. */
  letter: bytes('letter').primaryKey(),
  publicId: bytes('public_id').notNull(),
  address: text('address').notNull().unique(),
  descriptor: text('descriptor').notNull(),
  min: integer('min').notNull(),
  every: integer('every').notNull(),
  amends: integer('amends'),
  releasedAt: integer('released_at'),
  closing: integer('closing', { mode: 'boolean' }).notNull().default(false),
});

/**
 * What colleagues wrote, under the random key of a pass: what waits, and what is shown. WITHOUT ROWID (its migration
 * is finished by hand). No time, no mailbox; a ranking names demands by their texts, which were those of a certain time.
 */
export const colleagueWords = sqliteTable(
  'colleague_words',
  {
    draft: bytes('draft').notNull(),
    pk: bytes('pk').notNull(),
    seq: integer('seq').notNull(),
    waiting: text('waiting'),
    shown: text('shown'),
    /** Whether its ranking is in no order of all yet. */
    fresh: integer('fresh', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.draft, t.pk] })],
);

/** The order of all for one set of demands, as organizers see it. WITHOUT ROWID. */
export const colleagueOrders = sqliteTable(
  'colleague_orders',
  {
    draft: bytes('draft').notNull(),
    set: text('set').notNull(),
    rankings: integer('rankings').notNull(),
    placed: text('placed', { mode: 'json' }).$type<{ place: number; text: string }[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.draft, t.set] })],
);
