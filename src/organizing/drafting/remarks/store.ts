import { and, asc, count, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../../../db/open.ts';
import { organizers } from '../../../../db/schema/organizers.ts';
import { remarkAnswers, remarks } from '../../../../db/schema/organizers-remarks.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import type { What } from '../../accounts/trail/act.ts';
import { recordAct } from '../../accounts/trail/store.ts';
import type { Piece } from './piece.ts';
import { type Answer, type Remark, type Step, fits, stateAfter } from './remark.ts';

/** Who does something to which letter, and when. */
export interface Doer {
  letter: Bytes;
  by: Bytes;
  now: number;
}

export interface NewRemark extends Doer {
  form: Bytes;
  about: Piece;
  /** Which piece it is, as the trail keeps it. */
  where: string;
  says: string;
  instead: string | null;
}

/** What organizers said about the letters under work. Each step is one transaction with its line in the trail. */
export interface RemarkStore {
  /** `too many` where so many are open that no more are taken. A form that is sent twice makes one remark. */
  say(remark: NewRemark): Promise<'said' | 'too many'>;
  answer(doer: Doer, remark: Remark, form: Bytes, says: string): Promise<void>;
  /** False where it stands in a state now from which this step does not lead. */
  take(doer: Doer, remark: Remark, step: Step): Promise<boolean>;
  find(letter: Bytes, name: string): Promise<Remark | undefined>;
  /** In the order in which they were made. */
  open(letter: Bytes): Promise<Remark[]>;
  openCount(letter: Bytes): Promise<number>;
  /** The newest first. What was withdrawn is among them only where somebody has answered it. */
  settled(letter: Bytes, limit: number): Promise<Remark[]>;
}

const MOST_OPEN = 500;

const trailWords: Record<Step, What> = {
  ...({ accept: 'accepted a suggestion', decline: 'declined a suggestion' } as const),
  ...({ resolve: 'resolved a remark', reopen: 'reopened a remark', withdraw: 'took a remark back' } as const),
};

export function remarkStore(db: Db): RemarkStore {
  const openIn = (letter: Bytes) => and(eq(remarks.letter, letter), eq(remarks.state, 'open'));
  const openCount = (letter: Bytes) => db.select({ count: count() }).from(remarks).where(openIn(letter)).get()!.count;

  return {
    say: async (remark) => db.transaction(() => sayIn(db, remark, openCount(remark.letter))),
    answer: async (doer, { name }, form, says) =>
      db.transaction(() => {
        const row = { form, remark: Number(name), says, by: doer.by, said: doer.now };
        const { changes } = db.insert(remarkAnswers).values(row).onConflictDoNothing().run();
        if (changes > 0) record(db, doer, 'answered a remark', { remark: Number(name) });
      }),
    take: async (doer, { name }, step) => db.transaction(() => takeIn(db, doer, name, step)),
    find: async (letter, name) => {
      const number = /^\d{1,15}$/.test(name) ? Number(name) : 0;
      return withAnswers(db, rowsOf(db, and(eq(remarks.letter, letter), eq(remarks.number, number))).all())[0];
    },
    open: async (letter) => withAnswers(db, rowsOf(db, openIn(letter)).orderBy(asc(remarks.number)).all()),
    openCount: async (letter) => openCount(letter),
    settled: async (letter, limit) => {
      const answered = sql`EXISTS (SELECT 1 FROM ${remarkAnswers} WHERE ${remarkAnswers.remark} = ${remarks.number})`;
      const shown = or(ne(remarks.state, 'withdrawn'), answered);
      const settled = and(eq(remarks.letter, letter), ne(remarks.state, 'open'), shown);
      return withAnswers(db, rowsOf(db, settled).orderBy(desc(remarks.number)).limit(limit).all());
    },
  };
}

const settlers = alias(organizers, 'settlers');

const rowsOf = (db: Db, where: ReturnType<typeof and>) =>
  db
    .select({ remark: remarks, name: organizers.name, settledBy: settlers.name })
    .from(remarks)
    .innerJoin(organizers, eq(organizers.id, remarks.by))
    .leftJoin(settlers, eq(settlers.id, remarks.settledBy))
    .where(where)
    .$dynamic();

type Row = { remark: typeof remarks.$inferSelect; name: string; settledBy: string | null };

function withAnswers(db: Db, rows: Row[]): Remark[] {
  const answers = db
    .select({ remark: remarkAnswers.remark, name: organizers.name, said: remarkAnswers.said, says: remarkAnswers.says })
    .from(remarkAnswers)
    .innerJoin(organizers, eq(organizers.id, remarkAnswers.by))
    .where(
      inArray(
        remarkAnswers.remark,
        rows.map(({ remark }) => remark.number),
      ),
    )
    .orderBy(asc(remarkAnswers.number))
    .all();
  const to = new Map<number, Answer[]>(rows.map(({ remark }) => [remark.number, []]));
  for (const { remark, name, said, says } of answers) to.get(remark)!.push({ name, said, says });
  return rows.map((row) => remarkIn(row, to.get(row.remark.number)!));
}

const remarkIn = ({ remark, name, settledBy }: Row, answers: Answer[]): Remark => ({
  ...{ name: String(remark.number), says: remark.says, instead: remark.instead, state: remark.state, settledBy },
  about: { at: remark.at, paragraph: remark.paragraph, text: remark.text },
  author: { by: 'organizer', name, id: remark.by, said: remark.said },
  answers,
});

function sayIn(db: Db, remark: NewRemark, open: number): 'said' | 'too many' {
  if (open >= MOST_OPEN) return 'too many';
  const { form, letter, about, says, instead, by, now, where } = remark;
  const row = { form, letter, ...about, says, instead, by, said: now, state: 'open' as const };
  const { changes } = db.insert(remarks).values(row).onConflictDoNothing().run();
  if (changes > 0) record(db, remark, instead === null ? 'commented' : 'suggested', { where });
  return 'said';
}

function takeIn(db: Db, doer: Doer, name: string, step: Step): boolean {
  const at = and(eq(remarks.letter, doer.letter), eq(remarks.number, Number(name)));
  const now = db.select().from(remarks).where(at).get();
  if (!now || !fits(now, step)) return false;
  // what somebody takes back is not kept
  const words = step === 'withdraw' ? { says: '', instead: null } : {};
  const settledBy = step === 'reopen' ? null : doer.by;
  db.update(remarks)
    .set({ state: stateAfter[step], settledBy, ...words })
    .where(at)
    .run();
  record(db, doer, trailWords[step], { remark: now.number });
  return true;
}

const record = (db: Db, { letter, by, now }: Doer, what: What, detail: Record<string, string | number>): void =>
  recordAct(db, { at: now, organizer: by, letter, what, detail });
