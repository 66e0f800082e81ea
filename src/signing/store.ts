import { setTimeout as pause } from 'node:timers/promises';
import { and, asc, desc, eq, getTableColumns, max, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/open.ts';
import { leaves, releases, signatures } from '../../db/schema/board.ts';
import { type WordIndex, wordIndex } from '../../db/word-index.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { ShownAs } from './first/first.ts';
import { firstInEntries } from './first/store.ts';
import { type HoldRule, nothingWaits, wordsToFind } from './hiding/hidden.ts';
import { type Marks, marksIn } from './hiding/store.ts';
import { listChangesIn } from './lists/store.ts';
import type { Leaf } from './log/store.ts';
import { type ShownPages, shownPages } from './shown/store.ts';
import { wordsOf } from './signature.ts';
import type { Totals } from './totals.ts';

export type SignatureRow = typeof signatures.$inferSelect;

export type Release = Omit<typeof releases.$inferSelect, 'totals'> & { totals: Totals };

export interface Published {
  leaves: Leaf[];
  /** New or changed. */
  signatures: SignatureRow[];
  withdrawn: SignatureRow[];
  release: Release;
  /** What of them waits for an organizer; without it nothing does. */
  rule?: HoldRule;
}

/** What is published: log, signatures, releases. */
export interface BoardStore extends ShownPages {
  lastRelease(letter: Bytes): Promise<Release | undefined>;
  /** Instant of the last release of any letter. */
  newestRelease(): Promise<number | undefined>;
  releases(letter: Bytes): Promise<Pick<Release, 'at' | 'totals'>[]>;
  /** Publishes leaves, changed signatures and release together. */
  release(what: Published): Promise<void>;
  /** How many signatures of a letter stand in the database. */
  stored(letter: Bytes): Promise<number>;
  /** The published signature of a key. */
  signature(letter: Bytes, pk: Bytes): Promise<SignatureRow | undefined>;
  /**
   * Takes the words of a signature out of the file at once; it stays counted until the next release. Where it will
   * be shown as before, `next` says so.
   */
  erase(letter: Bytes, pk: Bytes, next?: ShownAs | null): Promise<void>;
  /** How often the list of those who are shown changed without a release. */
  listChanges(letter: Bytes): Promise<number>;
  /** Empties the write-ahead log of what was erased, where another program that read kept it from being emptied. */
  tidy(): Promise<void>;
  /** The same, as soon as that program has read; false where it reads on and on. */
  emptied(): Promise<boolean>;
}

export function boardStore(db: Db): BoardStore {
  const writeAhead = writeAheadLog(db);
  const insertLeaf = insertInto(db, leaves);
  const insertSignature = insertInto(db, signatures);
  const findSignature = db.select().from(signatures).where(isSignature).prepare();
  const deleteSignature = db.delete(signatures).where(isSignature).returning().prepare();
  const [index, marks, first, changes] = [wordIndex(db), marksIn(db), firstInEntries(db), listChangesIn(db)];
  const lastRelease = lastReleaseOf(db);
  indexOld(db, index);

  return {
    lastRelease: async (letter) => lastRelease.get({ letter }) as Release | undefined,
    newestRelease: async () => newestReleaseOf(db),
    releases: async (letter) =>
      db
        .select({ at: releases.at, totals: releases.totals })
        .from(releases)
        .where(eq(releases.letter, letter))
        .orderBy(asc(releases.number))
        .all() as unknown as Release[],
    release: async (what) =>
      db.transaction(() => {
        for (const leaf of what.leaves) insertLeaf(leaf);
        const before = [...what.withdrawn, ...what.signatures].flatMap((one) => deleteSignature.all(one));
        index.remove(before);
        for (const { letter, pk } of what.withdrawn) marks.forget(letter, pk);
        for (const signature of what.signatures.map((one) => heldBy(marks, one, what.rule))) {
          insertSignature(signature);
          index.add(signature);
        }
        first.settle(what.release.letter, before);
        db.insert(releases)
          .values({ ...what.release, totals: { ...what.release.totals } })
          .run();
      }),
    stored: async (letter) => db.$count(signatures, eq(signatures.letter, letter)),
    signature: async (letter, pk) => findSignature.get({ letter, pk }),
    erase: async (letter, pk, next) => {
      const erased = db.transaction(() => {
        const row = findSignature.get({ letter, pk });
        if (!row) return undefined;
        marks.release(letter, pk);
        first.erase(row, next);
        emptyWords(db, row);
        // what the list does not show is changed without anybody noticing
        if (row.words !== null) changes.note(letter);
        return row;
      });
      // in memory, where nothing is rolled back
      if (erased) index.remove([erased]);
      writeAhead.holdsErased();
    },
    listChanges: async (letter) => changes.of(letter),
    tidy: async () => void writeAhead.empty(),
    emptied: () => writeAhead.emptied(),
    ...shownPages(db, index),
  };
}

const newestReleaseOf = (db: Db): number | undefined =>
  db
    .select({ at: max(releases.at) })
    .from(releases)
    .get()?.at ?? undefined;

/** As long as a reader may keep the log from being emptied, until whoever waits is told so: two seconds. */
const TRIES = 100;
const PAUSE = 20;

function writeAheadLog(db: Db) {
  // whatever ended the program last time may have left something
  let isEmpty = false;
  const empty = () => (isEmpty ||= emptyLog(db));
  return {
    empty,
    holdsErased(): void {
      isEmpty = false;
      empty();
    },
    async emptied(): Promise<boolean> {
      for (let left = TRIES; !empty() && left > 0; left--) await pause(PAUSE);
      return isEmpty;
    },
  };
}

/** False where somebody reads what stands in it. It does not wait for them: meanwhile nobody would be served. */
function emptyLog(db: Db): boolean {
  const wait = db.$client.pragma('busy_timeout', { simple: true }) as number;
  db.$client.pragma('busy_timeout = 0');
  const [outcome] = db.$client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  db.$client.pragma(`busy_timeout = ${wait}`);
  return outcome?.busy === 0;
}

const emptyWords = (db: Db, { letter, pk }: SignatureRow) =>
  db
    .update(signatures)
    .set({ name: null, words: null, role: null, comment: null, body: '', salt: new Uint8Array() })
    .where(and(eq(signatures.letter, letter), eq(signatures.pk, pk)))
    .run();

/** What waits for an organizer is marked, and no search finds it. */
const heldBy = (marks: Marks, signature: SignatureRow, rule = nothingWaits): SignatureRow => ({
  ...signature,
  words: wordsToFind(signature, marks.hold(signature, rule)),
});

const isSignature = and(eq(signatures.letter, sql.placeholder('letter')), eq(signatures.pk, sql.placeholder('pk')));

const lastReleaseOf = (db: Db) =>
  db
    .select()
    .from(releases)
    .where(eq(releases.letter, sql.placeholder('letter')))
    .orderBy(desc(releases.number))
    .limit(1)
    .prepare();

/** A statement that is prepared once: built anew for each row it would take 18 times as long. */
function insertInto<Table extends SQLiteTable>(db: Db, table: Table): (row: Table['$inferInsert']) => void {
  const blank = Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, sql.placeholder(name)]));
  const insert = db
    .insert(table)
    .values(blank as never)
    .prepare();
  return (row) => void insert.run(row);
}

/** Indexes, once, what an earlier version of the program published. */
function indexOld(db: Db, index: WordIndex): void {
  db.transaction(() => {
    if (!index.isEmpty()) return;
    const old = db
      .select()
      .from(signatures)
      .where(sql`words IS NOT NULL`);
    for (const row of old.all()) {
      const words = wordsOf(row);
      db.update(signatures)
        .set({ words })
        .where(and(eq(signatures.letter, row.letter), eq(signatures.pk, row.pk)))
        .run();
      index.add({ ...row, words });
    }
  });
}
