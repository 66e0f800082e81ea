import type { Cost, Pair } from './compare.ts';

/** One line of what was measured, with its goal. */
export interface Row {
  what: string;
  bare: string;
  ours: string;
  /** The figure held against the goal, its median and its spread. */
  cpu: string;
  rate: string;
  goal: string;
  verdict: Verdict;
}

/** `near`: the median falls short, yet not every round did. `missed`: every round did. */
export type Verdict = 'met' | 'near' | 'missed';

/** A row of ratios, ours to bare: of requests by processor time, and of requests by the clock. */
export function ratioRow(what: string, pairs: Pair[], goal: number): Row {
  const cpu = pairs.map(({ bare, ours }) => bare.cpu / ours.cpu);
  const rate = pairs.map(({ bare, ours }) => ours.rate / bare.rate);
  const words = ({ cpu: micros, rate: perSecond }: Cost) => `${micros.toFixed(1)} µs, ${perSecond.toFixed(0)}/s`;
  return {
    what,
    bare: words(medianCost(pairs.map(({ bare }) => bare))),
    ours: words(medianCost(pairs.map(({ ours }) => ours))),
    cpu: spread(cpu),
    rate: spread(rate),
    goal: `≥ ${goal}`,
    verdict: worse(atLeast(goal, cpu), atLeast(goal, rate)),
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const spread = (values: number[], digits = 2): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

export function atLeast(goal: number, values: number[]): Verdict {
  if (median(values) >= goal) return 'met';
  return Math.max(...values) >= goal ? 'near' : 'missed';
}

export const atMost = (goal: number, values: number[]): Verdict =>
  atLeast(
    -goal,
    values.map((value) => -value),
  );

export const worse = (...verdicts: Verdict[]): Verdict =>
  (['missed', 'near', 'met'] as const).find((verdict) => verdicts.includes(verdict))!;

/** The rows as a Markdown table, as bench/README.md keeps it. */
export function markdown(rows: Row[]): string {
  const cells = [
    ['', 'bare', 'ours', 'by processor time', 'by the clock', 'goal', ''],
    ...rows.map((row) => [row.what, row.bare, row.ours, row.cpu, row.rate, row.goal, row.verdict]),
  ];
  const widths = cells[0]!.map((_cell, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const lines = cells.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`);
  return [lines[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)].join('\n');
}

const medianCost = (costs: Cost[]): Cost => ({
  cpu: median(costs.map(({ cpu }) => cpu)),
  rate: median(costs.map(({ rate }) => rate)),
});
