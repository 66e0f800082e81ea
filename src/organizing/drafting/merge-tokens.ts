import { type IRegion, diff3MergeRegions } from 'node-diff3';

export type Region = IRegion<string>;

/**
 * What comparing may still cost, in steps of about a nanosecond. Everything that is merged at once draws on the same:
 * a text that repeats itself costs the third power of its length, and many short ones as much as a long one.
 */
export interface Effort {
  steps: number;
}

/** Some forty milliseconds. */
export const newEffort = (): Effort => ({ steps: 30_000_000 });

/** Of more tokens than this, not even the steps are counted. */
const MOST_TOKENS = 4_000;

/** Where three texts differ, token by token; undefined where telling takes more than is left of the effort. */
export function regionsOf(mine: string[], base: string[], theirs: string[], effort: Effort): Region[] | undefined {
  const [head, tail] = commonEnds(mine, base, theirs);
  const middle = (tokens: string[]) => tokens.slice(head, tokens.length - tail);
  const [a, o, b] = [middle(mine), middle(base), middle(theirs)];
  if (Math.max(a.length, o.length, b.length) > MOST_TOKENS) return undefined;
  const steps = stepsFor(o, a) + stepsFor(o, b);
  if (steps > effort.steps) return undefined;
  effort.steps -= steps;
  return [kept(base.slice(0, head)), ...diff3MergeRegions(a, o, b), kept(base.slice(base.length - tail))];
}

/** How many tokens all three have in common at the beginning, and how many of the others at the end. */
function commonEnds(mine: string[], base: string[], theirs: string[]): [head: number, tail: number] {
  const shortest = Math.min(mine.length, base.length, theirs.length);
  let head = 0;
  while (head < shortest && mine[head] === base[head] && theirs[head] === base[head]) head++;
  let tail = 0;
  const last = (tokens: string[]) => tokens[tokens.length - 1 - tail];
  while (tail < shortest - head && last(mine) === last(base) && last(theirs) === last(base)) tail++;
  return [head, tail];
}

/** At each pair of equal tokens the library may look through all that it has found so far. */
function stepsFor(base: string[], other: string[]): number {
  const times = new Map<string, number>();
  for (const token of base) times.set(token, (times.get(token) ?? 0) + 1);
  const pairs = other.reduce((sum, token) => sum + (times.get(token) ?? 0), 0);
  return pairs * Math.min(base.length, other.length);
}

const kept = (tokens: string[]): Region => ({
  ...{ stable: true, buffer: 'o', bufferStart: 0, bufferLength: tokens.length },
  bufferContent: tokens,
});
