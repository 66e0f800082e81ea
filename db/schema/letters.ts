import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * undersigned.db: what is said, by whom to whom, and in which words. All of it is meant to be published;
 * nothing about a person who signs is here.
 */

/** A letter and the stage of its life. `public_id` is PROTOCOL.md's letter_id; a draft has none yet. */
export const letters = sqliteTable('letters', {
  id: bytes('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  /** What stands in its URL: the slug, or while it gathers, the slug and an unguessable part. */
  address: text('address').notNull().unique(),
  /** The unguessable address of its time of gathering, which goes on working. */
  privateAddress: text('private_address').unique(),
  status: text('status', { enum: ['draft', 'gathering', 'open', 'delivered', 'closed', 'removed'] }).notNull(),
  publicId: bytes('public_id').unique(),
  createdAt: integer('created_at').notNull(),
  openedAt: integer('opened_at'),
  closedAt: integer('closed_at'),
  /** When its organizers ended it before its date: from then on it closes. */
  endedAt: integer('ended_at'),
  /** Why they removed it, in words that the public reads. */
  removalNote: text('removal_note'),
});

/** The texts of a letter. A published version is never updated. */
export const versions = sqliteTable(
  'versions',
  {
    letter: bytes('letter')
      .notNull()
      .references(() => letters.id),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    from: text('from'),
    salutation: text('salutation'),
    body: text('body').notNull(),
    closing: text('closing'),
    language: text('language').notNull(),
    shown: text('shown', { mode: 'json' }).$type<string[]>().notNull(),
    comments: integer('comments', { mode: 'boolean' }).notNull(),
    releaseMin: integer('release_min').notNull(),
    releaseEvery: integer('release_every').notNull(),
    sealUntil: integer('seal_until'),
    closes: text('closes'),
    rollCall: integer('roll_call', { mode: 'boolean' }).notNull().default(false),
    vouching: integer('vouching', { mode: 'boolean' }).notNull().default(false),
    /** Null where nobody from outside may sign. */
    supporters: text('supporters', { mode: 'json' }).$type<{ pledges: string[] }>(),
    /** The groups by which signatures are counted; none in most letters. */
    sites: text('sites', { mode: 'json' }).$type<string[]>().notNull().default([]),
    roles: text('roles', { mode: 'json' }).$type<string[]>().notNull().default([]),
    /** How many first signatures its organizers wait for; nothing of it is published. */
    openAt: integer('open_at'),
    /** When it took the place of the version before; null for version 1. */
    amendedAt: integer('amended_at'),
    textHash: bytes('text_hash').notNull(),
    /** Canonical JSON, byte for byte as hashed; null in a draft. */
    descriptor: text('descriptor'),
    versionHash: bytes('version_hash'),
  },
  (t) => [primaryKey({ columns: [t.letter, t.number] })],
);

const partOfVersion = {
  letter: bytes('letter')
    .notNull()
    .references(() => letters.id),
  version: integer('version').notNull(),
  position: integer('position').notNull(),
};

export const addressees = sqliteTable(
  'addressees',
  {
    ...partOfVersion,
    name: text('name').notNull(),
    role: text('role'),
    organization: text('organization'),
  },
  (t) => [primaryKey({ columns: [t.letter, t.version, t.position] })],
);

export const demands = sqliteTable(
  'demands',
  {
    ...partOfVersion,
    text: text('text').notNull(),
    status: text('status', { enum: ['open', 'met', 'partly met', 'refused'] }).notNull(),
    /** Its words in the version before, where this one puts the same demand into others. */
    rewords: text('rewords'),
  },
  (t) => [primaryKey({ columns: [t.letter, t.version, t.position] })],
);

export const employers = sqliteTable(
  'employers',
  {
    ...partOfVersion,
    name: text('name').notNull(),
    headcount: integer('headcount'),
    headcountSource: text('headcount_source'),
  },
  (t) => [primaryKey({ columns: [t.letter, t.version, t.position] })],
);

/** A domain covers its subdomains; one domain belongs to one employer of a version. */
export const domains = sqliteTable(
  'domains',
  {
    ...partOfVersion,
    employer: integer('employer').notNull(),
    domain: text('domain').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.letter, t.version, t.position] }),
    uniqueIndex('domains_once').on(t.letter, t.version, t.domain),
  ],
);

export const pledges = sqliteTable('pledges', { ...partOfVersion, text: text('text').notNull() }, (t) => [
  primaryKey({ columns: [t.letter, t.version, t.position] }),
]);

/** Co-signing organizations, listed by the organizers with their written consent. */
export const organizations = sqliteTable(
  'organizations',
  { ...partOfVersion, name: text('name').notNull(), url: text('url') },
  (t) => [primaryKey({ columns: [t.letter, t.version, t.position] })],
);
