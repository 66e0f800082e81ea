import type { Words } from '../web/words.ts';

export interface GrowthPoint {
  at: number;
  total: number;
}

/** The growth so far as a drawing and, for those who do not see it, as rows: one a day. */
export interface Growth {
  /** Of the view box 0 0 600 120. */
  line: string;
  area: string;
  days: { date: string; total: string }[];
}

/** Of several steps that one release took, the highest; none is told twice, even if people withdraw. */
export function milestones(growth: GrowthPoint[]): { at: number; step: number }[] {
  let reached = 0;
  return growth.flatMap(({ at, total }) => {
    const step = highestStep(total);
    if (step <= reached) return [];
    reached = step;
    return { at, step };
  });
}

/** 10, 25, 50, 100, 250, 500, 1,000, … ; 0 below the first. */
export function highestStep(total: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(total, 1)));
  const step = [5, 2.5, 1].map((factor) => factor * power).find((one) => one <= total) ?? 0;
  return step < 10 ? 0 : step;
}

const WIDTH = 600;
/** Where the last release stands: right of it the line goes on, so that its step is seen. */
const REACH = 580;
const HEIGHT = 120;
const DAY = 86_400_000;

/** Steps from one release to the next, because the number moves only then. Null before the first. */
export function growthOf(points: GrowthPoint[], opened: number, words: Words): Growth | null {
  const last = points.at(-1);
  if (!last) return null;
  const span = Math.max(last.at - opened, 1);
  const x = (at: number) => ((at - opened) / span) * REACH;
  const y = (total: number) => HEIGHT - (total / last.total) * (HEIGHT - 4);
  const steps = lastOfEach(points, span / REACH).map(({ at, total }) => `H${x(at).toFixed(1)}V${y(total).toFixed(1)}`);
  const line = `M0 ${HEIGHT}${steps.join('')}H${WIDTH}`;
  return {
    line,
    area: `${line}V${HEIGHT}H0Z`,
    days: lastOfEach(points, DAY).map(({ at, total }) => ({
      date: words.date(at),
      total: words.number(total),
    })),
  };
}

/** The last point of each stretch of time, so that a drawing or a table stays short. */
function lastOfEach(points: GrowthPoint[], stretch: number): GrowthPoint[] {
  const ends = new Map(points.map((point) => [Math.floor(point.at / stretch), point]));
  return [...ends.values()];
}
