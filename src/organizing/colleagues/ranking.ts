import { createHash } from 'node:crypto';
import type { FieldFault } from '../../web/typed.ts';
import type { Content } from '../drafting/content.ts';

/** Demands in one colleague's order, first what matters most to them. They are named by their texts, whole. */
export type Ranking = string[];

/** A demand and its place in the order of all; those that are even share a place. */
export interface Placed {
  place: number;
  text: string;
}

/**
 * The order of all, by Borda's count: in each ranking a demand gets one point for every demand below it. Every ranking
 * holds the same demands. How far they are apart is not told: where all agree, it would tell how each one ranked.
 */
export function orderOfAll(rankings: Ranking[]): Placed[] {
  const points = new Map<string, number>();
  for (const ranking of rankings)
    ranking.forEach((text, i) => points.set(text, (points.get(text) ?? 0) + ranking.length - 1 - i));
  const all = [...points].toSorted(([a, most], [b, least]) => least - most || (a < b ? -1 : 1));
  return all.map(([text, own]) => ({ text, place: 1 + all.filter(([, other]) => other > own).length }));
}

/** The demands of a content that can be ranked: each text once, in order. */
export const rankable = ({ lists }: Content): string[] => [
  ...new Set(lists.demands.map(({ fields }) => (fields['text'] ?? '').normalize('NFC').trim()).filter(Boolean)),
];

/** The name of a set of demands, whatever their order: rankings of one set are counted together, and with no others. */
export const setOf = (demands: string[]): string => hashOf(JSON.stringify(demands.toSorted()));

/** The field of a form that says which place a demand has. It goes with the text, wherever that stands meanwhile. */
export const fieldOf = (demand: string): string => `place-${hashOf(demand).slice(0, 16)}`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export type ReadRanking = { ranking: Ranking | null } | { fault: FieldFault };

/** The ranking that a form holds, null for none. It is of the demands that the form showed, or it is refused. */
export function readRanking(demands: string[], form: Record<string, unknown>): ReadRanking {
  const ranks = Object.keys(form).filter((name) => name.startsWith('place-') && form[name] !== '');
  if (ranks.length === 0) return { ranking: null };
  if (form['demands'] !== setOf(demands)) return faulty('colleagues.fault.changed');
  const places = demands.map((text) => ({ text, place: Number(form[fieldOf(text)] || NaN) }));
  if (!places.every(({ place }) => Number.isInteger(place) && place >= 1 && place <= demands.length))
    return faulty('colleagues.fault.each');
  if (new Set(places.map(({ place }) => place)).size < demands.length) return faulty('colleagues.fault.same');
  return { ranking: places.toSorted((a, b) => a.place - b.place).map(({ text }) => text) };
}

const faulty = (message: string): ReadRanking => ({ fault: { field: 'ranking', message } });
