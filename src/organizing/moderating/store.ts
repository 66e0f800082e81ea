import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { members, organizers } from '../../../db/schema/organizers.ts';
import { moderationLocks, moderationRules } from '../../../db/schema/organizers-moderation.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';
import type { HoldRule } from '../../signing/hiding/hidden.ts';
import { recordAct } from '../accounts/trail/store.ts';
import { ALONE, usualRule } from './rule.ts';

/** Who is at a letter's queue. */
export interface Holder {
  organizer: Bytes;
  name: string;
  until: number;
}

/** What waits for the keepers of a letter, and which of them is at it. `letter` is `letters.id`. */
export interface ModeratingStore {
  ruleOf(letter: Bytes): Promise<HoldRule>;
  setRule(letter: Bytes, rule: HoldRule, by: Bytes, now: number): Promise<void>;
  holder(letter: Bytes, now: number): Promise<Holder | undefined>;
  /** Has the queue for five minutes from now; gives whoever has it instead. */
  take(letter: Bytes, organizer: Bytes, now: number): Promise<Holder | undefined>;
  leave(letter: Bytes, organizer: Bytes): Promise<void>;
}

/** For the board, which knows nothing of organizers: what of a letter's new entries waits for them. */
export function ruleIn(db: Db): (letter: { id: Bytes }) => Promise<HoldRule> {
  const store = moderatingStore(db);
  return ({ id }) => store.ruleOf(id);
}

export function moderatingStore(db: Db): ModeratingStore {
  const { letter: key } = moderationLocks;
  const holderOf = (letter: Bytes, now: number): Holder | undefined =>
    db
      .select({ organizer: organizers.id, name: organizers.name, until: moderationLocks.until })
      .from(moderationLocks)
      .innerJoin(organizers, eq(organizers.id, moderationLocks.organizer))
      .where(and(eq(key, letter), gt(moderationLocks.until, now)))
      .get();

  return {
    async ruleOf(letter) {
      const set = db.select().from(moderationRules).where(eq(moderationRules.letter, letter)).get();
      if (set) return { comments: set.comments, words: set.words };
      return usualRule(db.select().from(members).where(eq(members.letter, letter)).get() !== undefined);
    },
    setRule: async (letter, rule, by, now) =>
      db.transaction(() => {
        const row = { letter, comments: rule.comments, words: rule.words };
        db.insert(moderationRules)
          .values(row)
          .onConflictDoUpdate({ target: moderationRules.letter, set: { comments: row.comments, words: row.words } })
          .run();
        const detail = { comments: rule.comments, words: rule.words.length };
        recordAct(db, { at: now, organizer: by, letter, what: 'set what waits', detail });
      }),
    holder: async (letter, now) => holderOf(letter, now),
    take: async (letter, organizer, now) =>
      db.transaction(() => {
        const other = holderOf(letter, now);
        if (other && !equalBytes(other.organizer, organizer)) return other;
        const set = { organizer, until: now + ALONE };
        db.insert(moderationLocks)
          .values({ letter, ...set })
          .onConflictDoUpdate({ target: key, set })
          .run();
        return undefined;
      }),
    leave: async (letter, organizer) =>
      void db
        .delete(moderationLocks)
        .where(and(eq(key, letter), eq(moderationLocks.organizer, organizer)))
        .run(),
  };
}
