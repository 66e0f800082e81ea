import { type SQL, and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, lt, max, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/open.ts';
import { leaves, releases, signatures } from '../../db/schema/board.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Leaf } from './log/store.ts';
import type { Totals } from './totals.ts';

export type SignatureRow = typeof signatures.$inferSelect;
export type Release = Omit<typeof releases.$inferSelect, 'totals'> & { totals: Totals };

export interface Published {
  leaves: Leaf[];
  /** New or changed. */
  signatures: SignatureRow[];
  withdrawn: SignatureRow[];
  release: Release;
}

export interface SignatoryQuery {
  letter: Bytes;
  /** Position after which the page begins. */
  after: number;
  limit: number;
  /** Folded beginning of a name or role; empty for all. */
  beginning: string;
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
  /** The published signature of a key. */
  signature(letter: Bytes, pk: Bytes): Promise<SignatureRow | undefined>;
  /** Takes the words of a signature out of the file at once; it stays counted until the next release. */
  erase(letter: Bytes, pk: Bytes): Promise<void>;
  /** Named and by-role signatures in the log's order. */
  signatories(query: SignatoryQuery): Promise<SignatureRow[]>;
  comments(letter: Bytes, after: number, limit: number): Promise<SignatureRow[]>;
}

export function boardStore(db: Db): BoardStore {
  const insertLeaf = insertInto(db, leaves);
  const insertSignature = insertInto(db, signatures);
  const findSignature = db.select().from(signatures).where(isSignature).prepare();
  const deleteSignature = db.delete(signatures).where(isSignature).prepare();
  const lastRelease = db
    .select()
    .from(releases)
    .where(eq(releases.letter, sql.placeholder('letter')))
    .orderBy(desc(releases.number))
    .limit(1)
    .prepare();

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
        for (const { letter, pk } of [...what.withdrawn, ...what.signatures]) deleteSignature.run({ letter, pk });
        for (const signature of what.signatures) insertSignature(signature);
        db.insert(releases)
          .values({ ...what.release, totals: { ...what.release.totals } })
          .run();
      }),
    signature: async (letter, pk) => findSignature.get({ letter, pk }),
    erase: async (letter, pk) => {
      const words = { name: null, nameKey: null, role: null, comment: null, body: '', salt: new Uint8Array() };
      db.update(signatures)
        .set(words)
        .where(and(eq(signatures.letter, letter), eq(signatures.pk, pk)))
        .run();
      db.$client.pragma('wal_checkpoint(TRUNCATE)');
    },
    signatories: async (query) => pageOf(db, query, isNotNull(signatures.nameKey), ...filters(query)),
    comments: async (letter, after, limit) => pageOf(db, { letter, after, limit }, isNotNull(signatures.comment)),
  };
}

const isSignature = and(eq(signatures.letter, sql.placeholder('letter')), eq(signatures.pk, sql.placeholder('pk')));

/** A statement that is prepared once: built anew for each row it would take 18 times as long. */
function insertInto<Table extends SQLiteTable>(db: Db, table: Table): (row: Table['$inferInsert']) => void {
  const blank = Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, sql.placeholder(name)]));
  const insert = db
    .insert(table)
    .values(blank as never)
    .prepare();
  return (row) => void insert.run(row);
}

/** Keyset paging: the log's positions never change, so a page costs the same at any depth. */
function pageOf(
  db: Db,
  { letter, after, limit }: Pick<SignatoryQuery, 'letter' | 'after' | 'limit'>,
  ...filter: SQL[]
): SignatureRow[] {
  return db
    .select()
    .from(signatures)
    .where(and(eq(signatures.letter, letter), gt(signatures.position, after), ...filter))
    .orderBy(asc(signatures.position))
    .limit(limit)
    .all();
}

function filters({ beginning, employer }: SignatoryQuery): SQL[] {
  const end = `${beginning}\u{10FFFF}`;
  return [
    ...(employer === null ? [] : [eq(signatures.employer, employer)]),
    ...(beginning === '' ? [] : [gte(signatures.nameKey, beginning), lt(signatures.nameKey, end)]),
  ];
}
