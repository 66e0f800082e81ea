import type { PublishedLetter } from '../../letters/letter.ts';
import type { OtherTally } from '../../protocol/tally.ts';
import type { Published } from '../../signing/public-board.ts';
import type { LiveEvent } from '../../web/live-stream.ts';
import { type SealedCount, sealedCount } from './progress.ts';

/** What the event stream and the JSON say of a letter's signatures (PRODUCT.md, fixed interfaces). */
export interface Count {
  total: number;
  /** By the employer's name; an employer whose number would point at few people is left out. */
  employers: Record<string, number>;
  supporters: number;
  /** Whom colleagues vouched for; left out where they cannot. */
  vouched?: number;
  /** How far it is, as its page says; left out where nothing is sealed. */
  sealed?: SealedCount;
  /** Instant of the last release of any tally, ISO. */
  asOf: string;
}

/** What is published of each tally of a letter; undefined where it has no such tally. */
export type Tallied = { employees: Published } & Record<OtherTally, Published | undefined>;

export function countOf(letter: PublishedLetter, { employees, vouched, supporters }: Tallied): Count {
  const { totals } = employees;
  const sealed = sealedCount(letter, employees);
  return {
    total: totals.total,
    employers: Object.fromEntries(
      letter.employers.flatMap(({ name }, i) => (totals.split ? [[name, totals.split[i] ?? 0]] : [])),
    ),
    supporters: supporters?.totals.total ?? 0,
    ...(vouched ? { vouched: vouched.totals.total } : {}),
    ...(sealed ? { sealed } : {}),
    asOf: new Date(Math.max(employees.asOf, vouched?.asOf ?? 0, supporters?.asOf ?? 0)).toISOString(),
  };
}

/** The event that viewers of a letter receive at each release. */
export const countEvent = (letter: PublishedLetter, tallied: Tallied): LiveEvent => ({
  name: 'count',
  id: [tallied.employees, tallied.vouched, tallied.supporters].reduce((sum, one) => sum + (one?.number ?? 0), 0),
  data: countOf(letter, tallied),
});
