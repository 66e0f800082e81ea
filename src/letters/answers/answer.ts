import { type Demand, type DemandStatus, type Letter, type PublishedLetter, isPublished } from '../letter.ts';
import type { Rewording } from './rewording.ts';

/** What every entry has: its number, and when it was written down here, in milliseconds. */
export interface Entry {
  id: number;
  at: number;
}

/** When (an ISO date), to whom and how the letter was handed over. */
export interface Delivery extends Entry {
  day: string;
  to: string;
  how: string;
  /** After how many days without an answer its keepers were last reminded; 0 for never. */
  reminded: number;
}

/** What was answered, word for word, and the words of the demands that it answers. */
export interface Answer extends Entry {
  day: string;
  from: string;
  source: string | null;
  text: string;
  demands: string[];
  /** SHA-256 of a copy of the source, in hexadecimal digits, and the day on which it was stored. */
  copy: string | null;
  copyDay: string | null;
}

/** News from the organizers; the body is Markdown. */
export interface Update extends Entry {
  title: string;
  body: string;
}

/** What became of a demand, from that day on, until the next mark. */
export interface DemandMark extends Entry {
  demand: string;
  status: DemandStatus;
  day: string;
  source: string | null;
  note: string | null;
}

export interface Correction extends Entry {
  text: string;
}

/** Everything that followed a letter. Each list has the newest last, by the day or the instant that the public reads. */
export interface Answers {
  deliveries: Delivery[];
  responses: Answer[];
  updates: Update[];
  marks: DemandMark[];
  corrections: Correction[];
  /** Where demands were put into other words. Marks and responses have the words that stand now. */
  rewordings?: Rewording[];
}

/** Whether a letter can be delivered and answered: once everybody can read it, and unless it was removed. */
export const canBeAnswered = (letter: Letter): letter is PublishedLetter =>
  isPublished(letter) && ['open', 'delivered', 'closed'].includes(letter.status) && letter.removalNote === null;

const DAY = 86_400_000;

/** Whole days of the calendar (UTC) from that day to this instant; never less than none. */
export const daysSince = (day: string, now: number): number =>
  Math.max(0, Math.floor(now / DAY) - Math.floor(Date.parse(day) / DAY));

/** The day on which the letter first reached somebody; the clock counts from it. */
export const deliveredOn = ({ deliveries }: Pick<Answers, 'deliveries'>): string | null =>
  deliveries.map(({ day }) => day).toSorted()[0] ?? null;

/**
 * For how many days a demand has waited: since the delivery, as long as nobody answered it and no mark says what became
 * of it. Null while nothing is waited for.
 */
export function waitOf(demand: Demand, answers: Answers, now: number): number | null {
  const since = deliveredOn(answers);
  const isAnswered = answers.responses.some(({ demands }) => demands.includes(demand.text));
  return since === null || isAnswered || demand.status !== 'open' ? null : daysSince(since, now);
}

/** The same for the letter: of any demand of it, or where it has none, until there is any response. */
export function longestWait(demands: Demand[], answers: Answers, now: number): number | null {
  const since = deliveredOn(answers);
  const waits = demands.some((demand) => waitOf(demand, answers, now) !== null);
  const isOpen = demands.length === 0 ? answers.responses.length === 0 : waits;
  return since !== null && isOpen ? daysSince(since, now) : null;
}

/** After how many days without an answer keepers are reminded. */
const REMIND_AFTER = [30, 90, 180];

/** Which reminder is due: the last that has not been sent. One that was missed is not sent after a later one. */
export function reminderDue(waited: number | null, reminded: number): number | undefined {
  const due = REMIND_AFTER.findLast((days) => days <= (waited ?? 0));
  return due !== undefined && due > reminded ? due : undefined;
}
