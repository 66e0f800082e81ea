import { type SQL, and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/open.ts';
import { leaves, releases, signatures } from '../../db/schema/board.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Totals } from './totals.ts';

export type Leaf = typeof leaves.$inferSelect;
export type SignatureRow = typeof signatures.$inferSelect;
export type Release = Omit<typeof releases.$inferSelect, 'totals'> & { totals: Totals };

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
  releases(letter: Bytes): Promise<Pick<Release, 'at' | 'totals'>[]>;
  /** Publishes leaves, signatures and release together. */
  release(what: { leaves: Leaf[]; signatures: SignatureRow[]; release: Release }): Promise<void>;
  /** Whether each of these posts is in the log. */
  holds(letter: Bytes, posts: Pick<Leaf, 'pk' | 'seq'>[]): Promise<boolean[]>;
  /** Named and by-role signatures in the log's order. */
  signatories(query: SignatoryQuery): Promise<SignatureRow[]>;
  comments(letter: Bytes, after: number, limit: number): Promise<SignatureRow[]>;
}

export function boardStore(db: Db): BoardStore {
  const insertLeaf = insertInto(db, leaves);
  const insertSignature = insertInto(db, signatures);
  const findLeaf = db.select({ seq: leaves.seq }).from(leaves).where(isLeaf).prepare();
  const lastRelease = db
    .select()
    .from(releases)
    .where(eq(releases.letter, sql.placeholder('letter')))
    .orderBy(desc(releases.number))
    .limit(1)
    .prepare();

  return {
    lastRelease: async (letter) => lastRelease.get({ letter }) as Release | undefined,
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
        for (const signature of what.signatures) insertSignature(signature);
        db.insert(releases)
          .values({ ...what.release, totals: { ...what.release.totals } })
          .run();
      }),
    holds: async (letter, posts) =>
      db.transaction(() => posts.map(({ pk, seq }) => findLeaf.get({ letter, pk, seq }) !== undefined)),
    signatories: async (query) => pageOf(db, query, isNotNull(signatures.nameKey), ...filters(query)),
    comments: async (letter, after, limit) => pageOf(db, { letter, after, limit }, isNotNull(signatures.comment)),
  };
}

const isLeaf = and(
  eq(leaves.letter, sql.placeholder('letter')),
  eq(leaves.pk, sql.placeholder('pk')),
  eq(leaves.seq, sql.placeholder('seq')),
);

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
