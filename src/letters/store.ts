import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/open.ts';
import * as table from '../../db/schema/letters.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Shown } from '../protocol/descriptor.ts';
import { statusesOf } from './answers/store.ts';
import type { Draft, Letter, LetterStatus } from './letter.ts';
import { publicNames } from './translations/store.ts';

export interface LetterStore {
  byAddress(address: string): Promise<Letter | undefined>;
  bySlug(slug: string): Promise<Letter | undefined>;
  byId(id: Bytes): Promise<Letter | undefined>;
  byStatus(...statuses: LetterStatus[]): Promise<Letter[]>;
  /** Whether another letter than this is at the address, or was while it gathered. */
  isTaken(address: string, id: Bytes): Promise<boolean>;
  /** Stores a draft in place of what it was, whatever its slug was; false where another letter has its slug. */
  saveDraft(draft: Draft, given: { id: Bytes; textHash: Bytes; now: number }): Promise<boolean>;
  /** Stores version 1 of a letter that people can sign from now on, its draft becomes it; false as for a draft. */
  publish(draft: Draft, given: Publication): Promise<boolean>;
  /** Stores the next version of a published letter, beside those that were signed before. */
  amend(draft: Draft, given: Amendment): Promise<void>;
  /** Every version of a letter, as it stood with it; version 1 first. */
  versions(id: Bytes): Promise<Letter[]>;
  open(id: Bytes, now: number): Promise<void>;
  /** Its organizers end it: it takes no more signatures, and closes. With a note it is removed. */
  end(id: Bytes, note: string | null, now: number): Promise<void>;
  close(id: Bytes, now: number): Promise<void>;
  /** The domains of every employer that a letter here names. */
  employerDomains(): Promise<string[]>;
}

export interface Publication {
  id: Bytes;
  address: string;
  textHash: Bytes;
  publicId: Bytes;
  descriptor: string;
  versionHash: Bytes;
  now: number;
}

/** For each demand its words in the version before, where they are others; null where it is new or reads as it did. */
type Amendment = Omit<Publication, 'address' | 'publicId'> & { number: number; reworded: (string | null)[] };

export function letterStore(db: Db): LetterStore {
  const read = readLetter(db);
  const find = (id: Bytes) => db.select().from(letters).where(eq(letters.id, id)).get();
  const one = (row: LetterRow | undefined) => row && read(row);
  const { letters } = table;

  return {
    byAddress: async (address) => db.transaction(() => one(db.select().from(letters).where(isAt(address)).get())),
    bySlug: async (slug) => db.transaction(() => one(db.select().from(letters).where(eq(letters.slug, slug)).get())),
    byId: async (id) => db.transaction(() => one(find(id))),
    isTaken: async (address, id) => isTaken(db, address, id),
    byStatus: async (...statuses) =>
      db.transaction(() =>
        db
          .select()
          .from(letters)
          .where(inArray(letters.status, statuses))
          .orderBy(letters.openedAt)
          .all()
          .map((row) => read(row)),
      ),
    ...changes(db, find),
    versions: async (id) =>
      db.transaction(() => {
        const row = find(id);
        const latest = row ? read(row).version : 0;
        return Array.from({ length: latest }, (_, i) => read(row!, i + 1));
      }),
    employerDomains: async () =>
      db
        .selectDistinct({ domain: table.domains.domain })
        .from(table.domains)
        .all()
        .map(({ domain }) => domain),
  };
}

const isAt = (address: string) => or(eq(table.letters.address, address), eq(table.letters.privateAddress, address));

/** Asked in the transaction that writes: whoever asks before may be told what is true no more. */
function isTaken(db: Db, address: string, id: Bytes): boolean {
  const { letters } = table;
  const other = and(ne(letters.id, id), or(eq(letters.slug, address), isAt(address)));
  return db.select({ id: letters.id }).from(letters).where(other).get() !== undefined;
}

/** Everything that the store writes. */
function changes(db: Db, find: (id: Bytes) => LetterRow | undefined): Pick<LetterStore, Change> {
  const { letters } = table;
  return {
    saveDraft: async (draft, { id, textHash, now }) =>
      db.transaction(() => {
        if (isTaken(db, draft.slug, id)) return false;
        forgetDraft(db, find(id)?.slug ?? draft.slug);
        db.insert(letters).values({ id, slug: draft.slug, address: draft.slug, status: 'draft', createdAt: now }).run();
        insertVersion(db, id, draft, { number: 1, textHash, descriptor: null, versionHash: null });
        return true;
      }),
    publish: async (draft, { id, address, publicId, now, ...version }) =>
      db.transaction(() => {
        if (isTaken(db, draft.slug, id)) return false;
        forgetDraft(db, draft.slug);
        db.insert(letters)
          .values({ id, slug: draft.slug, address, status: draft.status, publicId, createdAt: now, openedAt: now })
          .run();
        insertVersion(db, id, draft, { ...version, number: 1 });
        return true;
      }),
    amend: async (draft, { id, now, ...version }) =>
      db.transaction(() => insertVersion(db, id, draft, { ...version, amendedAt: now })),
    open: async (id, now) => {
      db.update(letters)
        .set({ status: 'open', privateAddress: sql`${letters.address}`, address: sql`${letters.slug}`, openedAt: now })
        .where(eq(letters.id, id))
        .run();
    },
    end: async (id, note, now) => {
      db.update(letters).set({ endedAt: now, removalNote: note }).where(eq(letters.id, id)).run();
    },
    close: async (id, now) => {
      const status = sql<LetterStatus>`iif(${letters.removalNote} IS NULL, 'closed', 'removed')`;
      db.update(letters).set({ status, closedAt: now }).where(eq(letters.id, id)).run();
    },
  };
}

type Change = 'saveDraft' | 'publish' | 'amend' | 'open' | 'end' | 'close';

const parts = [
  table.addressees,
  table.demands,
  table.employers,
  table.domains,
  table.pledges,
  table.organizations,
] as const;

/** Only a draft vanishes; a published letter of the same slug stops the transaction at its unique slug. */
function forgetDraft(db: Db, slug: string): void {
  const { letters } = table;
  const draft = db
    .select({ id: letters.id })
    .from(letters)
    .where(and(eq(letters.slug, slug), eq(letters.status, 'draft')))
    .get();
  if (!draft) return;
  for (const part of parts) db.delete(part).where(eq(part.letter, draft.id)).run();
  db.delete(table.versions).where(eq(table.versions.letter, draft.id)).run();
  db.delete(letters).where(eq(letters.id, draft.id)).run();
}

function insertVersion(
  db: Db,
  letter: Bytes,
  draft: Draft,
  frozen: {
    number: number;
    amendedAt?: number;
    reworded?: (string | null)[];
    textHash: Bytes;
    descriptor: string | null;
    versionHash: Bytes | null;
  },
): void {
  const { release, ...content } = draft;
  db.insert(table.versions)
    .values({ ...content, ...frozen, letter, releaseMin: release.min, releaseEvery: release.every })
    .run();
  const insert = (part: (typeof parts)[number], rows: object[]) => insertAll(db, part, letter, frozen.number, rows);
  insert(table.addressees, draft.to);
  insert(
    table.demands,
    draft.demands.map((demand, i) => ({ ...demand, rewords: frozen.reworded?.[i] ?? null })),
  );
  insert(table.employers, draft.employers);
  insert(
    table.domains,
    draft.employers.flatMap((employer, i) => employer.domains.map((domain) => ({ employer: i, domain }))),
  );
  insert(
    table.pledges,
    draft.pledges.map((text) => ({ text })),
  );
  insert(table.organizations, draft.organizations);
}

/** In the order of the rows. */
function insertAll(db: Db, part: (typeof parts)[number], letter: Bytes, version: number, rows: object[]): void {
  for (const [position, row] of rows.entries())
    db.insert(part)
      .values({ ...row, letter, version, position } as never)
      .run();
}

type LetterRow = typeof table.letters.$inferSelect;

/** The letter with its latest version, or with the one of this number. */
const readLetter =
  (db: Db) =>
  (row: LetterRow, asOf = Infinity): Letter => {
    const versions = db
      .select()
      .from(table.versions)
      .where(eq(table.versions.letter, row.id))
      .orderBy(table.versions.number)
      .all()
      .filter(({ number }) => number <= asOf);
    const version = versions.at(-1)!;
    const partOf = <Part extends (typeof parts)[number]>(part: Part): Part['$inferSelect'][] =>
      db
        .select()
        .from(part)
        .where(and(eq(part.letter, row.id), eq(part.version, version.number)))
        .orderBy(part.position)
        .all() as Part['$inferSelect'][];
    const domains = partOf(table.domains);
    const statuses = statusesOf(db, row.id);
    return {
      ...row,
      ...version,
      version: version.number,
      earlier: versions.slice(0, -1).map(({ descriptor, versionHash }) => ({
        descriptor: descriptor!,
        versionHash: versionHash!,
      })),
      tally: 'employees',
      shown: version.shown as Shown[],
      release: { min: version.releaseMin, every: version.releaseEvery },
      to: partOf(table.addressees).map(({ name, role, organization }) => ({ name, role, organization })),
      demands: partOf(table.demands).map(({ text, status }) => ({
        text,
        status: statuses(text, version.number) ?? status,
      })),
      employers: partOf(table.employers).map(({ name, headcount, headcountSource, position }) => ({
        name,
        domains: domains.filter(({ employer }) => employer === position).map(({ domain }) => domain),
        headcount,
        headcountSource,
      })),
      pledges: partOf(table.pledges).map(({ text }) => text),
      organizations: partOf(table.organizations).map(({ name, url }) => ({ name, url })),
      translations: publicNames(db, row.id),
    };
  };
