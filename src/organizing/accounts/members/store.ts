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
export type NotChanged = 'last keeper' | 'no member' | 'no keeper';

/** What one keeper alone does not do to another, and where there is another. */
export type NotAlone = 'second keeper';

/** Who belongs to which letter. Each change is one transaction with its line in the trail. */
export interface MembersStore {
  roleOf(letter: Bytes, organizer: Bytes): Promise<Role | undefined>;
  /** The letters of an organizer. */
  lettersOf(organizer: Bytes): Promise<{ letter: Bytes; role: Role }[]>;
  of(letter: Bytes): Promise<Member[]>;
  /** Makes somebody the keeper of a letter that they just wrote, or that the operator hands to them. */
  makeKeeper(letter: Bytes, organizer: Bytes, now: number, by: 'themselves' | 'the operator'): Promise<void>;
  change(
    letter: Bytes,
    organizer: Bytes,
    role: Role,
    by: Bytes,
    now: number,
  ): Promise<NotChanged | NotAlone | undefined>;
  remove(letter: Bytes, organizer: Bytes, by: Bytes, now: number): Promise<NotChanged | NotAlone | undefined>;
  /** What two keepers decided: another role, or none. Its line in the trail is that of their decision. */
  settle(letter: Bytes, organizer: Bytes, role: Role | null): Promise<NotChanged | undefined>;
}

export function membersStore(db: Db): MembersStore {
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
          const detail = { member: nameOf(db, organizer) };
          recordAct(db, { at: now, organizer: null, letter, what: 'made keeper by the operator', detail });
        }
      }),
    change: async (letter, organizer, role, by, now) =>
      db.transaction(() => {
        if (roleIn(db, letter, organizer) === role) return undefined;
        const hindered = hindrance(db, letter, organizer) ?? loneliness(db, letter, organizer, role, by);
        if (hindered) return hindered;
        putMember(db, letter, organizer, role);
        const detail = { member: nameOf(db, organizer), role };
        recordAct(db, { at: now, organizer: by, letter, what: 'changed a role', detail });
        return undefined;
      }),
    remove: async (letter, organizer, by, now) =>
      db.transaction(() => {
        const hindered = hindrance(db, letter, organizer) ?? loneliness(db, letter, organizer, null, by);
        if (hindered) return hindered;
        db.delete(members).where(at(letter, organizer)).run();
        const leaves = equalBytes(organizer, by);
        const detail: Record<string, string> = leaves ? {} : { member: nameOf(db, organizer) };
        recordAct(db, { at: now, organizer: by, letter, what: leaves ? 'left' : 'removed a member', detail });
        return undefined;
      }),
    settle: async (letter, organizer, role) =>
      db.transaction(() => {
        const present = roleIn(db, letter, organizer);
        const hindered = present && present === role ? undefined : hindrance(db, letter, organizer);
        if (hindered) return hindered;
        if (role) putMember(db, letter, organizer, role);
        else db.delete(members).where(at(letter, organizer)).run();
        return undefined;
      }),
  };
}

const at = (letter: Bytes, organizer: Bytes) => and(eq(members.letter, letter), eq(members.organizer, organizer));

/** What others see of them, for a line of the trail. */
export const nameOf = (db: Db, organizer: Bytes): string =>
  db.select().from(organizers).where(eq(organizers.id, organizer)).get()?.name ?? '';

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

/** Whether somebody else than this one keeps the letter, for a transaction of another store. */
export function hasOtherKeeper(db: Db, letter: Bytes, than: Bytes): boolean {
  const others = and(eq(members.letter, letter), eq(members.role, 'keeper'), ne(members.organizer, than));
  return db.select().from(members).where(others).get() !== undefined;
}

/** A letter always keeps a keeper: asked in the transaction that would take the last one. */
function hindrance(db: Db, letter: Bytes, organizer: Bytes): NotChanged | undefined {
  const role = roleIn(db, letter, organizer);
  if (role !== 'keeper') return role ? undefined : 'no member';
  return hasOtherKeeper(db, letter, organizer) ? undefined : 'last keeper';
}

/** Everybody gives up what is theirs. Who else keeps the letter is not for one of two to say. */
function loneliness(
  db: Db,
  letter: Bytes,
  organizer: Bytes,
  role: Role | null,
  by: Bytes,
): NotChanged | NotAlone | undefined {
  if (equalBytes(organizer, by) && role !== 'keeper') return undefined;
  // can have lost the role since the request was let in
  if (roleIn(db, letter, by) !== 'keeper') return 'no keeper';
  const concernsKeepers = role === 'keeper' || roleIn(db, letter, organizer) === 'keeper';
  return concernsKeepers && hasOtherKeeper(db, letter, by) ? 'second keeper' : undefined;
}
