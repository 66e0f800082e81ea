import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/board.ts';
import type { LiveEvent } from '../../web/live-stream.ts';

/** What the event stream and the JSON say of a letter's signatures (PRODUCT.md, fixed interfaces). */
export interface Count {
  total: number;
  /** By the employer's name; an employer whose number would point at few people is left out. */
  employers: Record<string, number>;
  supporters: number;
  /** Instant of the last release, ISO. */
  asOf: string;
}

export const countOf = (letter: PublishedLetter, { totals, asOf }: Published): Count => ({
  total: totals.total,
  employers: Object.fromEntries(
    letter.employers.flatMap(({ name }, i) => (totals.split ? [[name, totals.split[i] ?? 0]] : [])),
  ),
  supporters: 0,
  asOf: new Date(asOf).toISOString(),
});

/** The event that viewers of a letter receive at each release. */
export const countEvent = (letter: PublishedLetter, published: Published): LiveEvent => ({
  name: 'count',
  id: published.number,
  data: countOf(letter, published),
});
