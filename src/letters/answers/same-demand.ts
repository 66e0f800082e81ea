import { likeness } from './likeness.ts';

/** What keepers say of an amendment: for each new wording, whether it is a demand that stood there before. */
export interface Questions {
  /** The demands that read like none before. `guess` is the number of the one that it resembles; null for none. */
  asked: { number: number; text: string; guess: number | null }[];
  /** The earlier demands that do not stand there any more. */
  gone: { number: number; text: string }[];
}

/** Demands with the same words are the same, and nobody is asked. */
export function questionsOf(before: string[], now: string[]): Questions {
  const gone = numbered(before).filter(({ text }) => !now.includes(text));
  const fresh = numbered(now).filter(({ text }) => !before.includes(text));
  if (gone.length === 0 || fresh.length === 0) return { asked: [], gone: [] };
  const guesses = pairs(fresh, gone);
  return { asked: fresh.map((one) => ({ ...one, guess: guesses.get(one.number) ?? null })), gone };
}

/**
 * For each demand the words that it had before, by what the keepers said: `2=1,3=3`, the new number before the earlier
 * one. Null for one that is new or reads as it did; undefined where what they said does not fit these demands.
 */
export function rewordedBy(same: string, before: string[], now: string[]): (string | null)[] | undefined {
  const { asked, gone } = questionsOf(before, now);
  const said = same === '' ? [] : same.split(',').map((one) => /^(\d{1,3})=(\d{1,3})$/.exec(one)?.slice(1).map(Number));
  const fits = said.every(
    (pair) => asked.some(({ number }) => number === pair?.[0]) && gone.some(({ number }) => number === pair?.[1]),
  );
  const once = [0, 1].every((side) => new Set(said.map((pair) => pair?.[side])).size === said.length);
  if (!fits || !once) return undefined;
  const earlier = new Map(said.map((pair) => [pair![0], before[pair![1]! - 1]!]));
  return now.map((_, i) => earlier.get(i + 1) ?? null);
}

interface Numbered {
  number: number;
  text: string;
}

const numbered = (texts: string[]): Numbered[] => texts.map((text, i) => ({ number: i + 1, text }));

const ALIKE = 0.4;

/** The most alike first; of equals those that stand in the same place. */
function pairs(fresh: Numbered[], gone: Numbered[]): Map<number, number> {
  const all = fresh.flatMap((one) => gone.map((other) => ({ one, other, alike: likeness(one.text, other.text) })));
  const close = all.filter(({ alike }) => alike >= ALIKE);
  const distance = ({ one, other }: (typeof all)[number]) => Math.abs(one.number - other.number);
  const found = new Map<number, number>();
  for (const { one, other } of close.toSorted((a, b) => b.alike - a.alike || distance(a) - distance(b)))
    if (!found.has(one.number) && ![...found.values()].includes(other.number)) found.set(one.number, other.number);
  return found;
}
