import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * board.db: what is published. The only times are those of releases, which are public and belong to no
 * single signature; `position` is the log's order, which within a release is the order of random keys.
 */

/** The log of a letter: append-only, never a text in it. */
export const leaves = sqliteTable(
  'leaves',
  {
    letter: bytes('letter').notNull(),
    position: integer('position').notNull(),
    pk: bytes('pk').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind', { enum: ['sign', 'edit', 'withdraw'] }).notNull(),
    versionHash: bytes('version_hash').notNull(),
    prefix: bytes('prefix').notNull(),
    sig: bytes('sig').notNull(),
    commit: bytes('commit').notNull(),
    esig: bytes('esig').notNull(),
  },
  (t) => [
    uniqueIndex('leaves_in_order').on(t.letter, t.position),
    uniqueIndex('leaves_by_key').on(t.letter, t.pk, t.seq),
  ],
);

/** What stands under a letter now, as each signatory chose; `position` is that of its first leaf. */
export const signatures = sqliteTable(
  'signatures',
  {
    letter: bytes('letter').notNull(),
    position: integer('position').notNull(),
    pk: bytes('pk').notNull(),
    /** Number of the version that was signed last. */
    version: integer('version').notNull().default(1),
    shown: text('shown', { enum: ['named', 'by role', 'anonymous'] }).notNull(),
    name: text('name'),
    /** The words of name and role as the index of words has them (db/word-index.ts); null where neither is shown. */
    words: text('words'),
    role: text('role'),
    /** Position of the employer that the signatory gave; of the only one, where the letter has one. */
    employer: integer('employer').notNull(),
    comment: text('comment'),
    /** Positions of its pledges. Only their sums are shown; they are needed when the signature changes. */
    pledges: text('pledges', { mode: 'json' }).$type<number[]>().notNull().default([]),
    /** Positions in the letter's lists of sites and roles, where its signatory chose one. Treated as the pledges are. */
    site: integer('site'),
    occupation: integer('occupation'),
    /** The committed body and its salt, which prove to the signatory that nothing was altered. */
    body: text('body').notNull(),
    salt: bytes('salt').notNull(),
  },
  (t) => [
    uniqueIndex('signatures_by_key').on(t.letter, t.pk),
    index('signatures_in_order').on(t.letter, t.position),
    // the list shows these alone, and however many are anonymous, it does not step over them
    index('signatures_shown')
      .on(t.letter, t.position)
      .where(sql`words IS NOT NULL`),
    index('signatures_by_employer')
      .on(t.letter, t.employer, t.position)
      .where(sql`words IS NOT NULL`),
    index('signatures_with_comment')
      .on(t.letter, t.position)
      .where(sql`comment IS NOT NULL`),
  ],
);

/** The letters whose words are indexed, by the number with which their entries' row ids begin. */
export const indexedLetters = sqliteTable('indexed_letters', {
  number: integer('number').primaryKey(),
  letter: bytes('letter').notNull().unique(),
});

/** One publication of all that waited, with the totals that pages show until the next. */
export const releases = sqliteTable(
  'releases',
  {
    letter: bytes('letter').notNull(),
    number: integer('number').notNull(),
    at: integer('at').notNull(),
    /** Leaves in the log after it. */
    size: integer('size').notNull(),
    totals: text('totals', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** The Merkle tree's right edge, the subtree roots one after the other. */
    edge: bytes('edge').notNull(),
    /** The signed note (C2SP tlog-checkpoint). */
    checkpoint: text('checkpoint').notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.number] })],
);
