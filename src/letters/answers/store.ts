import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import * as table from '../../../db/schema/letters-answers.ts';
import { demands, letters, versions } from '../../../db/schema/letters.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { DemandStatus } from '../letter.ts';
import type { Answer, Answers, Correction, DemandMark, Delivery, Update } from './answer.ts';
import { type Rewording, wordsSince } from './rewording.ts';

/** What is to be written down: everything but what the store gives it. */
export type New<Kept> = Omit<Kept, 'id' | 'reminded' | 'copy' | 'copyDay'>;

/**
 * What followed a letter: deliveries, responses, updates, marks of demands, corrections. What is written down a second
 * time, by two clicks or the back button, is there once: then the answer is false.
 */
export interface AnswersStore {
  of(letter: Bytes): Promise<Answers>;
  /** A letter that is open is delivered from then on. */
  deliver(letter: Bytes, delivery: New<Delivery>): Promise<boolean>;
  respond(letter: Bytes, response: New<Answer>): Promise<boolean>;
  /** Notes the copy of a response's source; false where the letter has no such response, or that one has a copy. */
  keepCopy(letter: Bytes, response: number, copy: string, copyDay: string): Promise<boolean>;
  /** Whether any response names the copy with this hash. */
  names(copy: string): Promise<boolean>;
  mark(letter: Bytes, mark: New<DemandMark>): Promise<boolean>;
  post(letter: Bytes, update: New<Update>): Promise<boolean>;
  correct(letter: Bytes, correction: New<Correction>): Promise<boolean>;
  /** Notes that the keepers were reminded after so many days. */
  noteReminder(letter: Bytes, days: number): Promise<void>;
}

const { deliveries, responses, updates, demandMarks, corrections } = table;

export function answersStore(db: Db): AnswersStore {
  const add = (to: Entries, letter: Bytes, entry: object) => db.transaction(() => addOnce(db, to, letter, entry));
  return {
    names: async (copy) => db.select().from(responses).where(eq(responses.copy, copy)).get() !== undefined,
    of: async (letter) =>
      db.transaction(() => ({
        deliveries: byDay(entriesOf(db, deliveries, letter) as Delivery[]),
        responses: byDay(responsesOf(db, letter)),
        updates: entriesOf(db, updates, letter) as Update[],
        marks: marksOf(db, letter),
        corrections: entriesOf(db, corrections, letter) as Correction[],
        rewordings: rewordingsOf(db, letter),
      })),
    deliver: async (letter, delivery) =>
      db.transaction(() => {
        const isOpen = and(eq(letters.id, letter), eq(letters.status, 'open'));
        db.update(letters).set({ status: 'delivered' }).where(isOpen).run();
        return addOnce(db, deliveries, letter, delivery);
      }),
    respond: async (letter, response) => add(responses, letter, response),
    keepCopy: async (letter, response, copy, copyDay) => {
      const bare = and(eq(responses.letter, letter), eq(responses.id, response), isNull(responses.copy));
      return db.update(responses).set({ copy, copyDay }).where(bare).run().changes > 0;
    },
    mark: async (letter, mark) =>
      db.transaction(() => {
        // an earlier mark may be given again; only the one that holds is not
        const holding = marksOf(db, letter).findLast(({ demand }) => demand === mark.demand);
        if (holding && saysTheSame(holding, mark)) return false;
        db.insert(demandMarks)
          .values({ ...mark, letter })
          .run();
        return true;
      }),
    post: async (letter, update) => add(updates, letter, update),
    correct: async (letter, correction) => add(corrections, letter, correction),
    noteReminder: async (letter, days) => {
      db.update(deliveries).set({ reminded: days }).where(eq(deliveries.letter, letter)).run();
    },
  };
}

/** What became of a demand that reads so in that version; for a transaction of another store. */
export function statusesOf(db: Db, letter: Bytes): (words: string, version: number) => DemandStatus | undefined {
  const rewordings = rewordingsOf(db, letter);
  const statuses = new Map(marksOf(db, letter).map(({ demand, status }) => [demand, status]));
  return (words, version) => {
    const since = rewordings.filter((one) => one.version > version);
    return statuses.get(wordsSince(since, words, -Infinity));
  };
}

/** Each by the words that its demand has by now. */
function marksOf(db: Db, letter: Bytes): DemandMark[] {
  const rewordings = rewordingsOf(db, letter);
  const marks = entriesOf(db, demandMarks, letter) as DemandMark[];
  return marks.map((mark) => ({ ...mark, demand: wordsSince(rewordings, mark.demand, mark.at) }));
}

function responsesOf(db: Db, letter: Bytes): Answer[] {
  const rewordings = rewordingsOf(db, letter);
  const responded = entriesOf(db, responses, letter) as Answer[];
  return responded.map((response) => ({
    ...response,
    demands: response.demands.map((words) => wordsSince(rewordings, words, response.at)),
  }));
}

const rewordingsOf = (db: Db, letter: Bytes): Rewording[] =>
  db
    .select({ version: versions.number, at: versions.amendedAt, from: demands.rewords, to: demands.text })
    .from(demands)
    .innerJoin(versions, and(eq(versions.letter, demands.letter), eq(versions.number, demands.version)))
    .where(and(eq(demands.letter, letter), isNotNull(demands.rewords)))
    .orderBy(asc(demands.version), asc(demands.position))
    .all() as Rewording[];

type Entries = typeof deliveries | typeof responses | typeof updates | typeof demandMarks | typeof corrections;

/** In the order in which they were written down. */
const entriesOf = (db: Db, from: Entries, letter: Bytes): object[] =>
  db.select().from(from).where(eq(from.letter, letter)).orderBy(asc(from.id)).all();

function addOnce(db: Db, to: Entries, letter: Bytes, entry: object): boolean {
  if (entriesOf(db, to, letter).some((row) => saysTheSame(row, entry))) return false;
  db.insert(to)
    .values({ ...entry, letter } as never)
    .run();
  return true;
}

/** Whether a row says what is to be written down, whenever either was. */
const saysTheSame = (row: object, entry: object): boolean =>
  Object.entries(entry).every(
    ([name, value]) =>
      name === 'at' || JSON.stringify((row as Record<string, unknown>)[name]) === JSON.stringify(value),
  );

const byDay = <Dated extends { day: string }>(entries: Dated[]): Dated[] =>
  entries.toSorted((a, b) => a.day.localeCompare(b.day));
