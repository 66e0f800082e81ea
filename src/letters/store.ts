import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/open.ts';
import * as table from '../../db/schema/letters.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Shown } from '../protocol/descriptor.ts';
import type { Draft, Letter, LetterStatus } from './letter.ts';

export interface LetterStore {
  byAddress(address: string): Promise<Letter | undefined>;
  bySlug(slug: string): Promise<Letter | undefined>;
  byStatus(...statuses: LetterStatus[]): Promise<Letter[]>;
  /** Stores a draft; one with the same slug is replaced. */
  saveDraft(draft: Draft, given: { id: Bytes; textHash: Bytes; now: number }): Promise<void>;
  /** Stores version 1 of a letter that people can sign from now on; a draft with the same slug becomes it. */
  publish(draft: Draft, given: Publication): Promise<void>;
  open(id: Bytes, now: number): Promise<void>;
  close(id: Bytes, now: number): Promise<void>;
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

export function letterStore(db: Db): LetterStore {
  const read = readLetter(db);
  const one = (row: typeof table.letters.$inferSelect | undefined) => row && read(row);
  const { letters } = table;

  return {
    byAddress: async (address) =>
      db.transaction(() =>
        one(
          db
            .select()
            .from(letters)
            .where(or(eq(letters.address, address), eq(letters.privateAddress, address)))
            .get(),
        ),
      ),
    bySlug: async (slug) => db.transaction(() => one(db.select().from(letters).where(eq(letters.slug, slug)).get())),
    byStatus: async (...statuses) =>
      db.transaction(() =>
        db.select().from(letters).where(inArray(letters.status, statuses)).orderBy(letters.openedAt).all().map(read),
      ),
    saveDraft: async (draft, { id, textHash, now }) =>
      db.transaction(() => {
        forgetDraft(db, draft.slug);
        db.insert(letters).values({ id, slug: draft.slug, address: draft.slug, status: 'draft', createdAt: now }).run();
        insertVersion(db, id, draft, { textHash, descriptor: null, versionHash: null });
      }),
    publish: async (draft, { id, address, publicId, now, ...version }) =>
      db.transaction(() => {
        forgetDraft(db, draft.slug);
        db.insert(letters)
          .values({ id, slug: draft.slug, address, status: draft.status, publicId, createdAt: now, openedAt: now })
          .run();
        insertVersion(db, id, draft, version);
      }),
    open: async (id, now) => {
      db.update(letters)
        .set({ status: 'open', privateAddress: sql`${letters.address}`, address: sql`${letters.slug}`, openedAt: now })
        .where(eq(letters.id, id))
        .run();
    },
    close: async (id, now) => {
      db.update(letters).set({ status: 'closed', closedAt: now }).where(eq(letters.id, id)).run();
    },
  };
}

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
  frozen: { textHash: Bytes; descriptor: string | null; versionHash: Bytes | null },
): void {
  const { release, ...content } = draft;
  db.insert(table.versions)
    .values({ ...content, ...frozen, letter, number: 1, releaseMin: release.min, releaseEvery: release.every })
    .run();
  const place = (position: number) => ({ letter, version: 1, position });
  insertAll(
    db,
    table.addressees,
    draft.to.map((addressee, i) => ({ ...addressee, ...place(i) })),
  );
  insertAll(
    db,
    table.demands,
    draft.demands.map((demand, i) => ({ ...demand, ...place(i) })),
  );
  insertAll(
    db,
    table.employers,
    draft.employers.map((employer, i) => ({ ...employer, ...place(i) })),
  );
  const domains = draft.employers.flatMap((employer, i) => employer.domains.map((domain) => ({ employer: i, domain })));
  insertAll(
    db,
    table.domains,
    domains.map((domain, i) => ({ ...domain, ...place(i) })),
  );
  insertAll(
    db,
    table.pledges,
    draft.pledges.map((text, i) => ({ text, ...place(i) })),
  );
  insertAll(
    db,
    table.organizations,
    draft.organizations.map((organization, i) => ({ ...organization, ...place(i) })),
  );
}

function insertAll<Part extends (typeof parts)[number]>(db: Db, part: Part, rows: Part['$inferInsert'][]): void {
  for (const row of rows)
    db.insert(part)
      .values(row as never)
      .run();
}

const readLetter =
  (db: Db) =>
  (row: typeof table.letters.$inferSelect): Letter => {
    const version = db
      .select()
      .from(table.versions)
      .where(eq(table.versions.letter, row.id))
      .all()
      .toSorted((a, b) => b.number - a.number)[0]!;
    const partOf = <Part extends (typeof parts)[number]>(part: Part): Part['$inferSelect'][] =>
      db
        .select()
        .from(part)
        .where(and(eq(part.letter, row.id), eq(part.version, version.number)))
        .orderBy(part.position)
        .all() as Part['$inferSelect'][];
    const domains = partOf(table.domains);
    return {
      ...row,
      ...version,
      version: version.number,
      tally: 'employees',
      shown: version.shown as Shown[],
      release: { min: version.releaseMin, every: version.releaseEvery },
      to: partOf(table.addressees).map(({ name, role, organization }) => ({ name, role, organization })),
      demands: partOf(table.demands).map(({ text, status }) => ({ text, status })),
      employers: partOf(table.employers).map(({ name, headcount, headcountSource, position }) => ({
        name,
        domains: domains.filter(({ employer }) => employer === position).map(({ domain }) => domain),
        headcount,
        headcountSource,
      })),
      pledges: partOf(table.pledges).map(({ text }) => text),
      organizations: partOf(table.organizations).map(({ name, url }) => ({ name, url })),
    };
  };
