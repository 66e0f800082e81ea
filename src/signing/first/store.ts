import { and, asc, eq, max, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { firstSignatories, listedNames } from '../../../db/schema/board-first.ts';
import { signatures } from '../../../db/schema/board.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';
import { MOST_FIRST, type ShownAs, isShownAlike } from './first.ts';

/** One of the first signatories as everybody reads it. */
export interface FirstSignatory {
  position: number;
  shown: 'named';
  name: string;
  role: string | null;
  employer: number;
  /** The lists of names show no comments. */
  comment: null;
  /** Nothing: with a hidden name or role nobody stands first. */
  hidden: Record<string, never>;
}

/** Which entry, and under which name, a keeper had before them. */
export type SeenName = Pick<FirstSignatory, 'position' | 'name'>;

export type Choosing = 'chosen' | 'stands there already' | 'changed meanwhile' | 'full';
export type Moving = 'moved' | 'as before' | 'gone';

/** Who stands first under a letter, and whether search engines may list its names. `letter` is its public id. */
export interface FirstStore {
  /** In their order, without those whose words are erased until the next release. */
  of(letter: Bytes): Promise<FirstSignatory[]>;
  /** Only an entry that is shown with this name now. */
  choose(letter: Bytes, seen: SeenName): Promise<Choosing>;
  /** Puts one at a place among those who are shown, from 0. */
  put(letter: Bytes, position: number, place: number): Promise<Moving>;
  /** False where it does not stand first. */
  remove(letter: Bytes, position: number): Promise<boolean>;
  namesAreListed(letter: Bytes): Promise<boolean>;
  /** False where it was so before. */
  listNames(letter: Bytes, listed: boolean): Promise<boolean>;
}

export function firstStore(db: Db): FirstStore {
  const [shown, everyone] = [shownIn(db), everyoneIn(db)];
  const isListed = db
    .select()
    .from(listedNames)
    .where(eq(listedNames.letter, sql.placeholder('letter')))
    .prepare();
  const find = (letter: Bytes, position: number) => everyone(letter).find((one) => one.position === position);

  return {
    of: async (letter) => shown.all({ letter }).map(firstOf),
    choose: async (letter, { position, name }) =>
      db.transaction(() => {
        const row = entryAt(db, letter, position);
        if (!row || row.name !== name) return 'changed meanwhile';
        if (find(letter, position)) return 'stands there already';
        if (everyone(letter).length >= MOST_FIRST) return 'full';
        db.insert(firstSignatories)
          .values({ letter, pk: row.pk, place: lastPlace(db, letter) + 1 })
          .run();
        return 'chosen';
      }),
    put: async (letter, position, place) => db.transaction(() => putAt(db, letter, everyone(letter), position, place)),
    remove: async (letter, position) =>
      db.transaction(() => {
        const one = find(letter, position);
        if (one) forget(db, letter, one.pk);
        return one !== undefined;
      }),
    namesAreListed: async (letter) => isListed.get({ letter }) !== undefined,
    async listNames(letter, listed) {
      const { changes } = listed
        ? db.insert(listedNames).values({ letter }).onConflictDoNothing().run()
        : db.delete(listedNames).where(eq(listedNames.letter, letter)).run();
      return changes > 0;
    },
  };
}

/** For transactions of board.db that change entries. */
export interface FirstInEntries {
  /** Of those who stood first, whoever is not shown there by name any more, or otherwise than before, does not. */
  settle(letter: Bytes, before?: (ShownAs & { pk: Bytes })[]): void;
  /** The words of an entry are erased; whoever will be shown as before keeps the place. */
  erase(entry: ShownAs & { letter: Bytes; pk: Bytes }, next: ShownAs | null | undefined): void;
}

export function firstInEntries(db: Db): FirstInEntries {
  const everyone = everyoneIn(db);
  return {
    settle(letter, before = []) {
      const standing = everyone(letter);
      for (const one of standing) {
        const earlier = before.find(({ pk }) => equalBytes(pk, one.pk));
        // whose words were erased has been asked about already: when they were
        const isOther = earlier !== undefined && earlier.name !== null && !isShownAlike(earlier, one);
        if (!one.mayStand || isOther) forget(db, letter, one.pk);
      }
      // also whose signature is gone altogether
      db.delete(firstSignatories)
        .where(
          and(
            eq(firstSignatories.letter, letter),
            sql`NOT EXISTS (SELECT 1 FROM signatures s
          WHERE s.letter = first_signatories.letter AND s.pk = first_signatories.pk)`,
          ),
        )
        .run();
    },
    erase(entry, next) {
      if (!next || !isShownAlike(entry, next)) forget(db, entry.letter, entry.pk);
    },
  };
}

const forget = (db: Db, letter: Bytes, pk: Bytes): void =>
  void db
    .delete(firstSignatories)
    .where(and(eq(firstSignatories.letter, letter), eq(firstSignatories.pk, pk)))
    .run();

/** Only who is shown with a name, of which nothing is hidden or waits. */
const mayStand = sql<number>`(${signatures.shown} = 'named' AND NOT EXISTS (SELECT 1 FROM hidden h
  WHERE h.letter = signatures.letter AND h.pk = signatures.pk AND h.part IN ('name', 'role')))`;

const isShown = and(mayStand, sql`${signatures.words} IS NOT NULL`);

const columns = {
  pk: signatures.pk,
  position: signatures.position,
  shown: signatures.shown,
  name: signatures.name,
  role: signatures.role,
  employer: signatures.employer,
};

const standing = and(eq(signatures.letter, firstSignatories.letter), eq(signatures.pk, firstSignatories.pk));
const isOfLetter = eq(firstSignatories.letter, sql.placeholder('letter'));

const shownIn = (db: Db) =>
  db
    .select(columns)
    .from(firstSignatories)
    .innerJoin(signatures, standing)
    .where(and(isOfLetter, isShown))
    .orderBy(asc(firstSignatories.place))
    .prepare();

type Everyone = ReturnType<ReturnType<typeof everyoneIn>>;

/** Also whose words are erased until the next release: they keep their place. */
function everyoneIn(db: Db) {
  const all = db
    .select({ ...columns, mayStand, visible: sql<number>`${signatures.words} IS NOT NULL` })
    .from(firstSignatories)
    .innerJoin(signatures, standing)
    .where(isOfLetter)
    .orderBy(asc(firstSignatories.place))
    .prepare();
  return (letter: Bytes) => all.all({ letter });
}

const entryAt = (db: Db, letter: Bytes, position: number) =>
  db
    .select(columns)
    .from(signatures)
    .where(and(eq(signatures.letter, letter), eq(signatures.position, position), isShown))
    .get();

const lastPlace = (db: Db, letter: Bytes): number =>
  db
    .select({ place: max(firstSignatories.place) })
    .from(firstSignatories)
    .where(eq(firstSignatories.letter, letter))
    .get()?.place ?? -1;

function putAt(db: Db, letter: Bytes, all: Everyone, position: number, place: number): Moving {
  const one = all.find((other) => other.position === position);
  if (!one) return 'gone';
  const others = all.filter((other) => other !== one);
  const next = others.filter(({ visible }) => visible)[place];
  const order = others.toSpliced(next ? others.indexOf(next) : others.length, 0, one);
  if (order.every((other, i) => other === all[i])) return 'as before';
  order.forEach(({ pk }, at) =>
    db
      .update(firstSignatories)
      .set({ place: at })
      .where(and(eq(firstSignatories.letter, letter), eq(firstSignatories.pk, pk)))
      .run(),
  );
  return 'moved';
}

type ShownRow = ReturnType<ReturnType<typeof shownIn>['all']>[number];

const firstOf = ({ position, name, role, employer }: ShownRow): FirstSignatory => ({
  // who is named has a name
  ...{ position, shown: 'named', name: name!, role, employer },
  ...{ comment: null, hidden: {} },
});
