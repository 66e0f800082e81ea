import { type SQL, and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { hidden } from '../../../db/schema/board-hidden.ts';
import { signatures } from '../../../db/schema/board.ts';
import { wordIndex } from '../../../db/word-index.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { firstInEntries } from '../first/store.ts';
import { listChangesIn } from '../lists/store.ts';
import {
  type Hidden,
  type HoldRule,
  type Part,
  type Reason,
  type Words,
  partsThatWait,
  wordsToFind,
} from './hidden.ts';

/** One part of a published entry, as a keeper judges it. */
export interface Judged {
  letter: Bytes;
  pk: Bytes;
  part: Part;
  text: string;
  shown: 'named' | 'by role' | 'anonymous';
  name: string | null;
  role: string | null;
  employer: number;
  state: 'shown' | 'waits' | Reason;
  /** Instant of the release that published these words. */
  releasedAt: number;
}

/** Which words, in which state, a keeper had before them. */
export type Seen = Pick<Judged, 'letter' | 'pk' | 'part' | 'state'>;

/** What is published, as those see it who look after it. */
export interface HidingStore {
  /** How many parts wait or are hidden, and the instant of the release with which the oldest of the waiting came. */
  figures(letter: Bytes): Promise<{ waiting: number; hidden: number; since: number | null }>;
  waiting(letter: Bytes, limit: number): Promise<Judged[]>;
  /** The last that were hidden first. */
  hidden(letter: Bytes, limit: number): Promise<Judged[]>;
  /** What everybody sees now and holds this text. */
  holding(letter: Bytes, text: string, limit: number): Promise<Judged[]>;
  /** Shows the words, or hides them; false where they are others by now, or somebody decided before. */
  decide(seen: Seen, isSame: (text: string) => boolean, reason: Reason | 'show'): Promise<boolean>;
}

export function hidingStore(db: Db): HidingStore {
  const index = wordIndex(db);
  const [marks, first, changes] = [marksIn(db), firstInEntries(db), listChangesIn(db)];

  return {
    figures: async (letter) => figuresOf(db, letter),
    waiting: async (letter, limit) =>
      judged(db, sql`s.letter = ${letter} AND h.reason IS NULL AND h.part IS NOT NULL ORDER BY s.position`, limit),
    hidden: async (letter, limit) =>
      judged(db, sql`s.letter = ${letter} AND h.reason IS NOT NULL ORDER BY h.rowid DESC`, limit),
    holding: async (letter, text, limit) => shownHolding(db, letter, text, limit),
    decide: async ({ letter, pk, part, state }, isSame, reason) =>
      db.transaction(() => {
        const isIt = and(eq(signatures.letter, letter), eq(signatures.pk, pk));
        const row = db.select().from(signatures).where(isIt).get();
        const text = row?.[part];
        const before = marks.of(letter, pk);
        if (!row || !text || !isSame(text) || stateOf(before, part) !== state) return false;
        marks.set(letter, pk, part, reason);
        index.remove([row]);
        const words = wordsToFind(row, marks.of(letter, pk));
        db.update(signatures).set({ words }).where(isIt).run();
        index.add({ ...row, words });
        first.settle(letter);
        if (part !== 'comment') changes.note(letter);
        return true;
      }),
  };
}

const stateOf = (marks: Hidden, part: Part): Judged['state'] => (part in marks ? (marks[part] ?? 'waits') : 'shown');

/** What is marked as hidden, for transactions of board.db. */
export interface Marks {
  of(letter: Bytes, pk: Bytes): Hidden;
  set(letter: Bytes, pk: Bytes, part: Part, reason: Reason | 'show'): void;
  /** Marks what waits of a new or changed entry, and gives what of it is not shown. */
  hold(entry: Words & { letter: Bytes; pk: Bytes }, rule: HoldRule): Hidden;
  /** The words that were judged are erased: what their signatory writes in their place has to wait. */
  release(letter: Bytes, pk: Bytes): void;
  forget(letter: Bytes, pk: Bytes): void;
}

export function marksIn(db: Db): Marks {
  const isOf = and(eq(hidden.letter, sql.placeholder('letter')), eq(hidden.pk, sql.placeholder('pk')));
  const find = db.select({ part: hidden.part, reason: hidden.reason }).from(hidden).where(isOf).prepare();
  const forget = db.delete(hidden).where(isOf).prepare();
  const waitAll = db.update(hidden).set({ reason: null }).where(isOf).prepare();
  const mark = (letter: Bytes, pk: Bytes, part: Part, reason: Reason | null) =>
    db.insert(hidden).values({ letter, pk, part, reason }).run();

  return {
    of: (letter, pk) => Object.fromEntries(find.all({ letter, pk }).map(({ part, reason }) => [part, reason])),
    set(letter, pk, part, reason) {
      db.delete(hidden)
        .where(and(eq(hidden.letter, letter), eq(hidden.pk, pk), eq(hidden.part, part)))
        .run();
      if (reason !== 'show') mark(letter, pk, part, reason);
    },
    hold(entry, rule) {
      const { letter, pk } = entry;
      const before = this.of(letter, pk);
      forget.run({ letter, pk });
      const wait = new Set(partsThatWait(rule, entry));
      for (const part of Object.keys(before) as Part[]) if (entry[part] !== null) wait.add(part);
      for (const part of wait) mark(letter, pk, part, null);
      return Object.fromEntries([...wait].map((part) => [part, null]));
    },
    release: (letter, pk) => void waitAll.run({ letter, pk }),
    forget: (letter, pk) => void forget.run({ letter, pk }),
  };
}

/** What is hidden of the entry in this row of `signatures`, as JSON; `readHidden` reads it. */
export const hiddenOfRow: SQL<string> = sql<string>`(SELECT json_group_object(h.part, h.reason) FROM hidden h
  WHERE h.letter = signatures.letter AND h.pk = signatures.pk)`;

export const readHidden = (json: string): Hidden => JSON.parse(json) as Hidden;

/** Words that wait are not among the comments at all. */
export const commentIsJudged: SQL = sql`NOT EXISTS (SELECT 1 FROM hidden h WHERE h.letter = signatures.letter
  AND h.pk = signatures.pk AND h.part = 'comment' AND h.reason IS NULL)`;

/** The release that brought the words of `s`: that of the last leaf of its key, for words can change. */
const RELEASED = sql.raw(`(SELECT r.at FROM releases r WHERE r.letter = s.letter AND r.size >
  (SELECT max(l.position) FROM leaves l WHERE l.letter = s.letter AND l.pk = s.pk) ORDER BY r.number LIMIT 1)`);

interface JudgedRow extends Omit<Judged, 'state' | 'letter' | 'pk'> {
  letter: Uint8Array;
  pk: Uint8Array;
  isMarked: number;
  reason: Reason | null;
}

/** The marked parts that fit, with their words. */
function judged(db: Db, fits: SQL, limit: number): Judged[] {
  const rows = db.all<JudgedRow>(sql`
    SELECT s.letter, s.pk, h.part, CASE h.part WHEN 'name' THEN s.name WHEN 'role' THEN s.role ELSE s.comment END text,
      s.shown, s.name, s.role, s.employer, 1 isMarked, h.reason, ${RELEASED} releasedAt
    FROM hidden h JOIN signatures s ON s.letter = h.letter AND s.pk = h.pk
    WHERE text IS NOT NULL AND ${fits} LIMIT ${limit}`);
  return rows.map(judgedOf);
}

function shownHolding(db: Db, letter: Bytes, text: string, limit: number): Judged[] {
  const part = (name: Part) => sql`
    SELECT s.letter, s.pk, ${name} part, s.${sql.raw(name)} text, s.shown, s.name, s.role, s.employer, 0 isMarked,
      NULL reason, ${RELEASED} releasedAt
    FROM signatures s WHERE s.letter = ${letter} AND (instr(s.${sql.raw(name)}, ${text}) > 0
      OR instr(lower(s.${sql.raw(name)}), lower(${text})) > 0)
      AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.letter = s.letter AND h.pk = s.pk AND h.part = ${name})`;
  const rows = db.all<JudgedRow>(
    sql`${part('name')} UNION ALL ${part('role')} UNION ALL ${part('comment')} LIMIT ${limit}`,
  );
  return rows.map(judgedOf);
}

const judgedOf = ({ isMarked, reason, letter, pk, ...row }: JudgedRow): Judged => ({
  ...row,
  letter: new Uint8Array(letter),
  pk: new Uint8Array(pk),
  state: isMarked ? (reason ?? 'waits') : 'shown',
});

function figuresOf(db: Db, letter: Bytes): { waiting: number; hidden: number; since: number | null } {
  const {
    waiting,
    hidden: hiddenParts,
    first,
  } = db.get<{ waiting: number; hidden: number; first: number | null }>(sql`
    SELECT count(*) FILTER (WHERE h.reason IS NULL) waiting, count(*) FILTER (WHERE h.reason IS NOT NULL) hidden,
      min((SELECT max(l.position) FROM leaves l WHERE l.letter = h.letter AND l.pk = h.pk))
        FILTER (WHERE h.reason IS NULL) first
    FROM hidden h JOIN signatures s ON s.letter = h.letter AND s.pk = h.pk
    WHERE h.letter = ${letter}
      AND CASE h.part WHEN 'name' THEN s.name WHEN 'role' THEN s.role ELSE s.comment END IS NOT NULL`);
  const release = db.get<{ at: number } | undefined>(
    sql`SELECT at FROM releases WHERE letter = ${letter} AND size > ${first ?? -1} ORDER BY number LIMIT 1`,
  );
  return { waiting, hidden: hiddenParts, since: first === null ? null : (release?.at ?? null) };
}
