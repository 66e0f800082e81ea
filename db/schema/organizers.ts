import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * organizers.db: who writes and looks after letters, and what they did. Nothing here is about a signatory, and nothing
 * of an organizer is kept but what signing in and working together need: no IP address, no user agent, no mail.
 */

/**
 * An account: where codes are mailed, the name that other organizers see, and the language that was chosen, if one was.
 * Not when it was last used.
 */
export const organizers = sqliteTable('organizers', {
  id: bytes('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  language: text('language'),
});

/** A passkey: its public half and the name that its owner gave it. Not which device it is, not when it was used. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** As the authenticator named it. */
    id: bytes('id').primaryKey(),
    organizer: bytes('organizer')
      .notNull()
      .references(() => organizers.id),
    publicKey: bytes('public_key').notNull(),
    counter: integer('counter').notNull(),
    transports: text('transports', { mode: 'json' }).$type<string[]>().notNull(),
    name: text('name').notNull(),
    addedAt: integer('added_at').notNull(),
  },
  (t) => [index('passkeys_of').on(t.organizer)],
);

/** Recovery codes as SHA-256: whether each was used, not when. The codes themselves are shown once. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    hash: bytes('hash').primaryKey(),
    organizer: bytes('organizer')
      .notNull()
      .references(() => organizers.id),
    used: integer('used', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [index('recovery_codes_of').on(t.organizer)],
);

/** A browser that is signed in: the SHA-256 of the cookie's id, when it began and was last seen, to the minute. */
export const sessions = sqliteTable(
  'sessions',
  {
    hash: bytes('hash').primaryKey(),
    organizer: bytes('organizer')
      .notNull()
      .references(() => organizers.id),
    beganAt: integer('began_at').notNull(),
    seenAt: integer('seen_at').notNull(),
  },
  (t) => [index('sessions_of').on(t.organizer)],
);

/** A link that lets somebody join a letter: the SHA-256 of its token, not the token, and not whom it was sent to. */
export const invitations = sqliteTable(
  'invitations',
  {
    hash: bytes('hash').primaryKey(),
    letter: bytes('letter').notNull(),
    role: text('role', { enum: ['writer', 'keeper'] }).notNull(),
    by: bytes('by')
      .notNull()
      .references(() => organizers.id),
    expiresAt: integer('expires_at').notNull(),
    used: integer('used', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [index('invitations_to').on(t.letter)],
);

/** Who belongs to which letter; `letter` is `letters.id` of undersigned.db. Not since when: the trail knows. */
export const members = sqliteTable(
  'members',
  {
    letter: bytes('letter').notNull(),
    organizer: bytes('organizer')
      .notNull()
      .references(() => organizers.id),
    role: text('role', { enum: ['writer', 'keeper'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.letter, t.organizer] }), index('members_are').on(t.organizer)],
);

/** The audit trail: what organizers did to a letter. `organizer` is null where the operator's tool did it. */
export const acts = sqliteTable(
  'acts',
  {
    id: integer('id').primaryKey(),
    at: integer('at').notNull(),
    organizer: bytes('organizer').references(() => organizers.id),
    letter: bytes('letter').notNull(),
    what: text('what').notNull(),
    detail: text('detail', { mode: 'json' }).$type<Record<string, string | number>>().notNull(),
  },
  (t) => [index('acts_on').on(t.letter, t.id)],
);
