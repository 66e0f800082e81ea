import { and, eq, getTableColumns, ne } from 'drizzle-orm';
import type { Db } from '../../../../db/open.ts';
import { members, organizers } from '../../../../db/schema/organizers.ts';
import { type Bytes, equalBytes } from '../../../protocol/bytes.ts';
import type { Organizer, Role } from '../organizer.ts';
import { recordAct } from '../trail/store.ts';

export interface Member extends Organizer {
  role: Role;
}

/** Why a membership stays as it is. */
export type NotChanged = 'last keeper' | 'no member';

/** Who belongs to which letter. Each change is one transaction with its line in the trail. */
export interface MembersStore {
  roleOf(letter: Bytes, organizer: Bytes): Promise<Role | undefined>;
  /** The letters of an organizer. */
  lettersOf(organizer: Bytes): Promise<{ letter: Bytes; role: Role }[]>;
  of(letter: Bytes): Promise<Member[]>;
  /** Makes somebody the keeper of a letter that they just wrote, or that the operator hands to them. */
  makeKeeper(letter: Bytes, organizer: Bytes, now: number, by: 'themselves' | 'the operator'): Promise<void>;
  change(letter: Bytes, organizer: Bytes, role: Role, by: Bytes, now: number): Promise<NotChanged | undefined>;
  remove(letter: Bytes, organizer: Bytes, by: Bytes, now: number): Promise<NotChanged | undefined>;
}

export function membersStore(db: Db): MembersStore {
  const nameOf = (organizer: Bytes) =>
    db.select().from(organizers).where(eq(organizers.id, organizer)).get()?.name ?? '';

  return {
    roleOf: async (letter, organizer) => roleIn(db, letter, organizer),
    lettersOf: async (organizer) => db.select().from(members).where(eq(members.organizer, organizer)).all(),
    of: async (letter) =>
      db
        .select({ ...getTableColumns(organizers), role: members.role })
        .from(members)
        .innerJoin(organizers, eq(organizers.id, members.organizer))
        .where(eq(members.letter, letter))
        .orderBy(members.role, organizers.name)
        .all(),
    makeKeeper: async (letter, organizer, now, by) =>
      db.transaction(() => {
        putMember(db, letter, organizer, 'keeper');
        if (by === 'themselves')
          recordAct(db, { at: now, organizer, letter, what: 'joined', detail: { role: 'keeper' } });
        else {
          const detail = { member: nameOf(organizer) };
          recordAct(db, { at: now, organizer: null, letter, what: 'made keeper by the operator', detail });
        }
      }),
    change: async (letter, organizer, role, by, now) =>
      db.transaction(() => {
        if (roleIn(db, letter, organizer) === role) return undefined;
        const hindered = hindrance(db, letter, organizer);
        if (hindered) return hindered;
        putMember(db, letter, organizer, role);
        const detail = { member: nameOf(organizer), role };
        recordAct(db, { at: now, organizer: by, letter, what: 'changed a role', detail });
        return undefined;
      }),
    remove: async (letter, organizer, by, now) =>
      db.transaction(() => {
        const hindered = hindrance(db, letter, organizer);
        if (hindered) return hindered;
        db.delete(members).where(at(letter, organizer)).run();
        const leaves = equalBytes(organizer, by);
        const detail: Record<string, string> = leaves ? {} : { member: nameOf(organizer) };
        recordAct(db, { at: now, organizer: by, letter, what: leaves ? 'left' : 'removed a member', detail });
        return undefined;
      }),
  };
}

const at = (letter: Bytes, organizer: Bytes) => and(eq(members.letter, letter), eq(members.organizer, organizer));

/** Somebody's role in a letter, for a transaction of another store. */
export const roleIn = (db: Db, letter: Bytes, organizer: Bytes): Role | undefined =>
  db.select().from(members).where(at(letter, organizer)).get()?.role;

/** Makes somebody a member, or gives them another role, in a transaction of another store. */
export const putMember = (db: Db, letter: Bytes, organizer: Bytes, role: Role): void =>
  void db
    .insert(members)
    .values({ letter, organizer, role })
    .onConflictDoUpdate({ target: [members.letter, members.organizer], set: { role } })
    .run();

/** A letter always keeps a keeper: asked in the transaction that would take the last one. */
function hindrance(db: Db, letter: Bytes, organizer: Bytes): NotChanged | undefined {
  const role = roleIn(db, letter, organizer);
  if (role !== 'keeper') return role ? undefined : 'no member';
  const others = and(eq(members.letter, letter), eq(members.role, 'keeper'), ne(members.organizer, organizer));
  return db.select().from(members).where(others).get() ? undefined : 'last keeper';
}
