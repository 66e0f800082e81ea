const SECOND = 1_000;
const FIRST = 30 * SECOND;
const LONGEST = 3_600 * SECOND;
/** Whoever follows names the origin, which may be any below a few hosts: more than these are not remembered. */
const MOST = 200;

/** Push services that had trouble are left alone for a while; twice as long each time, until one takes a notice. */
export interface Pauses {
  /** Whether this origin is left alone at this instant. */
  holds(origin: string, now: number): boolean;
  /** Every origin that is. */
  held(now: number): string[];
  /** It had trouble; `asked` is for how long (milliseconds) it wants to be left alone, if it says so. */
  trouble(origin: string, asked: number | undefined, now: number): void;
  works(origin: string): void;
}

export function createPauses(): Pauses {
  const pauses = new Map<string, { length: number; until: number }>();
  const holds = (origin: string, now: number) => (pauses.get(origin)?.until ?? 0) > now;
  return {
    holds,
    held: (now) => [...pauses.keys()].filter((origin) => holds(origin, now)),
    trouble(origin, asked, now) {
      // what was under way to it at the same time is the same trouble
      if (holds(origin, now)) return;
      const length = Math.min((pauses.get(origin)?.length ?? FIRST / 2) * 2, LONGEST);
      if (!pauses.has(origin) && pauses.size >= MOST) pauses.delete(soonest(pauses));
      pauses.set(origin, { length, until: now + Math.min(Math.max(length, asked ?? 0), LONGEST) });
    },
    works: (origin) => void pauses.delete(origin),
  };
}

/** Whose pause ends first, or ended longest ago: the least is lost with it. */
const soonest = (pauses: Map<string, { until: number }>): string =>
  [...pauses].reduce((a, b) => (b[1].until < a[1].until ? b : a))[0];
