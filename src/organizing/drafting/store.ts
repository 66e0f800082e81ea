import { and, desc, eq, inArray, lte, max, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { organizers } from '../../../db/schema/organizers.ts';
import { revisions, writings } from '../../../db/schema/organizers-writings.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Act, What } from '../accounts/trail/act.ts';
import { recordAct } from '../accounts/trail/store.ts';
import { type Content, isSame, withEveryField } from './content.ts';
import { lostBase } from './lost-base.ts';
import { type Conflict, merge } from './merge.ts';

/** A letter under work as it stands. */
export interface Writing {
  letter: Bytes;
  revision: number;
  content: Content;
  /** The number of the published version that it amends; null for a draft. */
  amends: number | null;
}

/** What became of a save: it stands, with what others wrote meanwhile; or both must be looked at first. */
export type Saved = { saved: Writing; merged: boolean } | { conflicts: Conflict[]; now: Writing; merged: Content };

export interface Revision {
  number: number;
  by: string;
  at: number;
  aside: boolean;
}

export interface Save {
  letter: Bytes;
  /** The revision that the writer began from. */
  base: number;
  /** What its form says of that state, where it is not kept any more: see `openedAs`. */
  opened?: string | undefined;
  content: Content;
  by: Bytes;
  now: number;
  /** Whether a merge may be stored that the writer has not seen. */
  unseen: (merged: Content) => boolean;
  /** Its line in the trail, where it is more than writing. */
  act?: Pick<Act, 'what' | 'detail'> | undefined;
}

/** Letters under work, with every state they had. */
export interface WritingStore {
  /** `what` it was in the trail; undefined where the operator's tool made the letter. */
  begin(letter: Bytes, content: Content, by: Bytes, now: number, what?: What): Promise<void>;
  /** Begins the next version of a published letter, from this content. */
  beginAmendment(version: number, first: Omit<Save, 'base' | 'unseen'>): Promise<void>;
  read(letter: Bytes): Promise<Writing | undefined>;
  titles(letters: Bytes[]): Promise<{ letter: Bytes; title: string }[]>;
  save(save: Save): Promise<Saved>;
  /** Whether any state that is kept names the copy with this hash. */
  names(copy: string): Promise<boolean>;
  /** The day that the last state of a letter with this copy names for it; undefined where none names the copy. */
  dayOfCopy(letter: Bytes, hash: string): Promise<string | undefined>;
  /** Newest first, those before this number. */
  history(letter: Bytes, before: number, limit: number): Promise<Revision[]>;
  /** That state, and the one that stood before it. */
  revision(
    letter: Bytes,
    number: number,
  ): Promise<(Revision & { content: Content; before: Content | null }) | undefined>;
}

const HOUR = 3_600_000;
const RUN = 600_000;

export function writingStore(db: Db): WritingStore {
  return {
    begin: async (letter, content, by, now, what) =>
      db.transaction(() => {
        db.insert(writings).values({ letter, title: content.texts.title, revision: 1 }).run();
        db.insert(revisions).values({ letter, number: 1, content, by, at: now }).run();
        if (what) recordAct(db, { at: now, organizer: by, letter, what, detail: {} });
      }),
    beginAmendment: async (amends, { letter, content, by, now }) =>
      db.transaction(() => {
        const row = { letter, title: content.texts.title, revision: 0, amends };
        db.insert(writings).values(row).onConflictDoUpdate({ target: writings.letter, set: { amends } }).run();
        const revision = put(db, { letter, content, by, now }, content, false);
        db.update(writings).set({ title: content.texts.title, revision }).where(eq(writings.letter, letter)).run();
      }),
    read: async (letter) => standing(db, letter),
    titles: async (letters) =>
      db
        .select({ letter: writings.letter, title: writings.title })
        .from(writings)
        .where(inArray(writings.letter, letters))
        .all(),
    save: async (save) => db.transaction(() => saveIn(db, save)),
    names: async (copy) =>
      db
        .select({ one: revisions.number })
        .from(revisions)
        .where(sql`instr(${revisions.content}, ${copy})`)
        .get() !== undefined,
    dayOfCopy: async (letter, hash) => dayNamed(db, letter, hash),
    history: async (letter, before, limit) =>
      rowsOf(db)
        .where(and(eq(revisions.letter, letter), lte(revisions.number, before - 1)))
        .orderBy(desc(revisions.number))
        .limit(limit)
        .all(),
    revision: async (letter, number) => {
      const [row] = rowsOf(db)
        .where(and(eq(revisions.letter, letter), eq(revisions.number, number)))
        .all();
      const before = stoodAt(db, letter, number - 1);
      return row && { ...row, content: contentOfRow(db, letter, number)!, before: before?.content ?? null };
    },
  };
}

function dayNamed(db: Db, letter: Bytes, hash: string): string | undefined {
  const row = db.get<{ stored: string } | undefined>(sql`
    SELECT json_extract(one.value, '$.fields.stored') stored
    FROM revisions, json_each(revisions.content, '$.lists.evidence') one
    WHERE letter = ${letter} AND instr(content, ${hash}) AND json_extract(one.value, '$.fields.copy') = ${hash}
    ORDER BY number DESC LIMIT 1`);
  return row && (row.stored ?? '');
}

const rowsOf = (db: Db) =>
  db
    .select({ number: revisions.number, by: organizers.name, at: revisions.at, aside: revisions.aside })
    .from(revisions)
    .innerJoin(organizers, eq(organizers.id, revisions.by));

function standing(db: Db, letter: Bytes): Writing | undefined {
  const row = db.select().from(writings).where(eq(writings.letter, letter)).get();
  const content = row && contentOfRow(db, letter, row.revision);
  return row && { letter, revision: row.revision, amends: row.amends, content: content! };
}

function contentOfRow(db: Db, letter: Bytes, number: number): Content | undefined {
  const row = db
    .select({ content: revisions.content })
    .from(revisions)
    .where(and(eq(revisions.letter, letter), eq(revisions.number, number)))
    .get();
  return row && withEveryField(row.content as Content);
}

/** The state with this number, or where it is not kept any more the last one before it, from which it came. */
function stoodAt(db: Db, letter: Bytes, number: number): { number: number; content: Content } | undefined {
  const row = db
    .select({ number: revisions.number, content: revisions.content })
    .from(revisions)
    .where(and(eq(revisions.letter, letter), lte(revisions.number, number), eq(revisions.aside, false)))
    .orderBy(desc(revisions.number))
    .limit(1)
    .get();
  return row && { number: row.number, content: withEveryField(row.content as Content) };
}

/** The state with this number, as long as it is kept. */
function stoodAs(db: Db, letter: Bytes, number: number): Content | undefined {
  const stood = stoodAt(db, letter, number);
  return stood?.number === number ? stood.content : undefined;
}

function saveIn(db: Db, save: Save): Saved {
  const { letter, content } = save;
  const now = standing(db, letter);
  if (!now) throw new Error('nobody began this letter');
  // a form that claims to come from the future comes from nowhere
  const from = save.base > now.revision ? 1 : save.base;
  const stood = now.revision === from ? now.content : stoodAs(db, letter, from);
  const { content: merged, conflicts } = merge(
    stood ?? lostBase(content, now.content, save.opened ?? ''),
    content,
    now.content,
  );
  const changed = !isSame(merged, content);
  if (conflicts.length > 0 || (changed && !save.unseen(merged))) {
    putAside(db, save);
    return { conflicts, now, merged };
  }
  if (isSame(merged, now.content)) return { saved: now, merged: changed };
  const revision = put(db, save, merged, false);
  db.update(writings).set({ title: merged.texts.title, revision }).where(eq(writings.letter, letter)).run();
  thin(db, letter, save.now);
  if (save.act) recordAct(db, { at: save.now, organizer: save.by, letter, ...save.act });
  return { saved: { ...now, revision, content: merged }, merged: changed };
}

function put(db: Db, { letter, by, now }: Omit<Save, 'base' | 'unseen'>, content: Content, aside: boolean): number {
  const [last] = db
    .select({ number: max(revisions.number) })
    .from(revisions)
    .where(eq(revisions.letter, letter))
    .all();
  const number = (last?.number ?? 0) + 1;
  db.insert(revisions).values({ letter, number, content, by, at: now, aside }).run();
  return number;
}

/** One state aside for each writer in a row: what is sent again while nothing else happened takes its place. */
function putAside(db: Db, save: Save): void {
  const { letter, by } = save;
  const [last] = db
    .select()
    .from(revisions)
    .where(eq(revisions.letter, letter))
    .orderBy(desc(revisions.number))
    .limit(1)
    .all();
  const again = last?.aside && Buffer.compare(last.by, by) === 0;
  if (again)
    db.delete(revisions)
      .where(and(eq(revisions.letter, letter), eq(revisions.number, last.number)))
      .run();
  put(db, save, save.content, true);
}

/** Of each ten minutes of one writer the last state stays, once they are an hour old; and the first of all, from which every form came. */
function thin(db: Db, letter: Bytes, now: number): void {
  const run = (table: string) => sql.raw(`${table}.at / ${RUN}`);
  db.run(sql`
    DELETE FROM revisions WHERE letter = ${letter} AND number > 1 AND at < ${now - HOUR} AND aside = 0 AND EXISTS (
      SELECT 1 FROM revisions later WHERE later.letter = revisions.letter AND later.by = revisions.by
        AND later.aside = 0 AND later.number > revisions.number AND ${run('later')} = ${run('revisions')})`);
}
