import { and, count, eq, not, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { rewrite } from '../../../db/rewrite.ts';
import { announced, followers, notices } from '../../../db/schema/followers.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Subscription } from './subscription.ts';

/** A notice that waits, and to whom it goes. */
export interface WaitingNotice extends Subscription {
  letter: Bytes;
  event: string;
}

/** Who follows, and what waits to be told. Its own file, which does not remember. */
export interface FollowersStore {
  /** The browser follows from now on; of what happened before (`events`) it is told nothing. `full` past `most`. */
  follow(letter: Bytes, events: string[], subscription: Subscription, most: number): Promise<'follows' | 'full'>;
  unfollow(letter: Bytes, endpoint: string): Promise<void>;
  /** The letters that somebody follows. */
  followed(): Promise<Bytes[]>;
  count(): Promise<number>;
  /** Of these events of a letter, those that nobody was told of wait from now on for everybody who follows. */
  announce(letter: Bytes, events: string[]): Promise<void>;
  /** Notices that wait for push services other than `held` (origins), in an order that tells nothing. */
  waiting(held: string[], limit: number): Promise<WaitingNotice[]>;
  hasWaiting(letter: Bytes): Promise<boolean>;
  done(notice: Pick<WaitingNotice, 'letter' | 'endpoint' | 'event'>): Promise<void>;
  /** Everything about a letter. */
  forget(letter: Bytes): Promise<void>;
  /** Rewrites the file, so that it tells nothing of what came when or went. */
  vacuum(): void;
}

export function followersStore(db: Db): FollowersStore {
  const ofOne = (letter: Bytes, endpoint: string) =>
    and(eq(followers.letter, letter), eq(followers.endpoint, endpoint));
  const sizeOf = (letter: Bytes) =>
    db.select({ all: count() }).from(followers).where(eq(followers.letter, letter)).get()!.all;
  const announce = announceIn(db);

  return {
    follow: async (letter, events, { endpoint, ...keys }, most) =>
      db.transaction(() => {
        announce(letter, events);
        const known = db.select().from(followers).where(ofOne(letter, endpoint)).get();
        if (!known && sizeOf(letter) >= most) return 'full';
        const row = { letter, endpoint, ...keys };
        db.insert(followers)
          .values(row)
          .onConflictDoUpdate({ target: [followers.letter, followers.endpoint], set: keys })
          .run();
        return 'follows';
      }),
    unfollow: async (letter, endpoint) =>
      db.transaction(() => {
        db.delete(followers).where(ofOne(letter, endpoint)).run();
        const waiting = and(eq(notices.letter, letter), eq(notices.endpoint, endpoint));
        db.delete(notices).where(waiting).run();
      }),
    followed: async () =>
      db
        .selectDistinct({ letter: followers.letter })
        .from(followers)
        .all()
        .map(({ letter }) => letter),
    count: async () => db.select({ all: count() }).from(followers).get()!.all,
    announce: async (letter, events) => db.transaction(() => announce(letter, events)),
    ...outbox(db),
    forget: async (letter) =>
      db.transaction(() => {
        for (const table of [notices, followers, announced]) db.delete(table).where(eq(table.letter, letter)).run();
      }),
    vacuum: () => rewrite(db),
  };
}

function announceIn(db: Db): (letter: Bytes, events: string[]) => void {
  const isNew = (letter: Bytes, event: string): boolean =>
    db.insert(announced).values({ letter, event }).onConflictDoNothing().run().changes > 0;
  return (letter, events) => {
    for (const event of events) {
      if (!isNew(letter, event)) continue;
      const all = db
        .select({ letter: followers.letter, endpoint: followers.endpoint, event: sql<string>`${event}`.as('event') })
        .from(followers)
        .where(eq(followers.letter, letter));
      db.insert(notices).select(all).run();
    }
  };
}

function outbox(db: Db): Pick<FollowersStore, 'waiting' | 'hasWaiting' | 'done'> {
  // up to the first slash behind `https://`
  const origin = sql`substr(${notices.endpoint}, 1, instr(substr(${notices.endpoint}, 9), '/') + 7)`;
  // as one value, because an expression has a limit, and whoever follows can name many hosts
  const goesTo = (origins: string[]) => sql`${origin} IN (SELECT value FROM json_each(${JSON.stringify(origins)}))`;
  return {
    waiting: async (held, limit) =>
      db
        .select({
          letter: notices.letter,
          event: notices.event,
          endpoint: notices.endpoint,
          p256dh: followers.p256dh,
          auth: followers.auth,
        })
        .from(notices)
        .innerJoin(followers, and(eq(followers.letter, notices.letter), eq(followers.endpoint, notices.endpoint)))
        .where(not(goesTo(held)))
        .limit(limit)
        .all(),
    hasWaiting: async (letter) =>
      db.select({ event: notices.event }).from(notices).where(eq(notices.letter, letter)).limit(1).get() !== undefined,
    done: async ({ letter, endpoint, event }) => {
      db.delete(notices)
        .where(and(eq(notices.letter, letter), eq(notices.endpoint, endpoint), eq(notices.event, event)))
        .run();
    },
  };
}
