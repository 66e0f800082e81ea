import { type SQL, and, asc, desc, eq, getTableColumns, gt, max, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/open.ts';
import { leaves, releases, signatures } from '../../db/schema/board.ts';
import { type WordIndex, wordIndex } from '../../db/word-index.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { type Hidden, type HoldRule, nothingWaits, shownWords, wordsToFind } from './hiding/hidden.ts';
import { type Marks, commentIsJudged, hiddenOfRow, marksIn, readHidden } from './hiding/store.ts';
import type { Leaf } from './log/store.ts';
import { wordsOf } from './signature.ts';
import type { Totals } from './totals.ts';

export type SignatureRow = typeof signatures.$inferSelect;

/** A signature as everybody may read it: what is hidden, or waits for an organizer, is not in it. */
export interface ShownSignature extends Pick<
  SignatureRow,
  'position' | 'shown' | 'name' | 'role' | 'comment' | 'employer'
> {
  hidden: Hidden;
}

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

export interface SignatoryQuery {
  letter: Bytes;
  /** Position after which the page begins. */
  after: number;
  limit: number;
  /** Beginnings of words of name or role, folded; null for all. */
  beginnings: string[] | null;
  employer: number | null;
}

/** What is published: log, signatures, releases. */
export interface BoardStore {
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
  /** Takes the words of a signature out of the file at once; it stays counted until the next release. */
  erase(letter: Bytes, pk: Bytes): Promise<void>;
  /** Empties the write-ahead log of what was erased, where another program that read kept it from being emptied. */
  tidy(): Promise<void>;
  /** Named and by-role signatures in the log's order. */
  signatories(query: SignatoryQuery): Promise<ShownSignature[]>;
  /** Without those that wait for an organizer. */
  comments(letter: Bytes, after: number, limit: number): Promise<ShownSignature[]>;
}

export function boardStore(db: Db): BoardStore {
  // whatever ended the program last time may have left something
  let emptied = false;
  const insertLeaf = insertInto(db, leaves);
  const insertSignature = insertInto(db, signatures);
  const findSignature = db.select().from(signatures).where(isSignature).prepare();
  const deleteSignature = db.delete(signatures).where(isSignature).returning().prepare();
  const [index, marks] = [wordIndex(db), marksIn(db)];
  const lastRelease = lastReleaseOf(db);
  const pages = pagesOf(db);
  indexOld(db, index);

  return {
    lastRelease: async (letter) => lastRelease.get({ letter }) as Release | undefined,
    newestRelease: async () =>
      db
        .select({ at: max(releases.at) })
        .from(releases)
        .get()?.at ?? undefined,
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
        index.remove(
          [...what.withdrawn, ...what.signatures].flatMap(({ letter, pk }) => deleteSignature.all({ letter, pk })),
        );
        for (const { letter, pk } of what.withdrawn) marks.forget(letter, pk);
        for (const signature of what.signatures.map((one) => heldBy(marks, one, what.rule))) {
          insertSignature(signature);
          index.add(signature);
        }
        db.insert(releases)
          .values({ ...what.release, totals: { ...what.release.totals } })
          .run();
      }),
    stored: async (letter) => db.$count(signatures, eq(signatures.letter, letter)),
    signature: async (letter, pk) => findSignature.get({ letter, pk }),
    erase: async (letter, pk) => {
      db.transaction(() => {
        const erased = findSignature.get({ letter, pk });
        if (!erased) return;
        index.remove([erased]);
        marks.release(letter, pk);
        emptyWords(db, erased);
      });
      emptied = emptyLog(db);
    },
    async tidy() {
      if (!emptied) emptied = emptyLog(db);
    },
    signatories: async (query) => db.transaction(() => signatoriesFor(query, index, pages).map(shownOf)),
    comments: async (letter, after, limit) => pages.comments.all({ letter, after, limit }).map(shownOf),
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

/** What leaves this file for readers; keys, bodies and salts do not. */
const publicColumns = {
  position: signatures.position,
  shown: signatures.shown,
  name: signatures.name,
  role: signatures.role,
  comment: signatures.comment,
  employer: signatures.employer,
  hidden: hiddenOfRow,
};

type PublicRow = Omit<ShownSignature, 'hidden'> & { hidden: string };

/** The one place where what is hidden leaves a row. */
function shownOf({ hidden: json, ...row }: PublicRow): ShownSignature {
  const hidden = readHidden(json);
  return { ...row, ...shownWords(row, hidden), hidden };
}

type Pages = ReturnType<typeof pagesOf>;

/**
 * Keyset paging: the log's positions never change, so a page costs the same at any depth. The conditions are those of
 * the partial indexes, word for word, or SQLite would not use them.
 */
function pagesOf(db: Db) {
  const isOf = (name: 'letter' | 'employer' | 'position') => eq(signatures[name], sql.placeholder(name));
  const page = (...filter: SQL[]) =>
    db
      .select(publicColumns)
      .from(signatures)
      .where(and(isOf('letter'), gt(signatures.position, sql.placeholder('after')), ...filter))
      .orderBy(asc(signatures.position))
      .limit(sql.placeholder('limit'))
      .prepare();
  return {
    shown: page(sql`words IS NOT NULL`),
    ofEmployer: page(isOf('employer'), sql`words IS NOT NULL`),
    comments: page(sql`comment IS NOT NULL`, commentIsJudged),
    at: page(sql`${signatures.position} IN (SELECT value FROM json_each(${sql.placeholder('positions')}))`),
  };
}

function signatoriesFor(query: SignatoryQuery, index: WordIndex, pages: Pages): PublicRow[] {
  const { letter, beginnings, employer, after, limit } = query;
  if (beginnings === null) {
    return employer === null
      ? pages.shown.all({ letter, after, limit })
      : pages.ofEmployer.all({ letter, employer, after, limit });
  }
  const positions = index.find({ letter, beginnings, employer, after, limit });
  return pages.at.all({ letter, after, limit, positions: JSON.stringify(positions) });
}
