import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/signing/signature.ts';
import { type Totals, changeTotals, noTotals } from '../../src/signing/totals.ts';

/** A release in which nobody withdraws. */
const addToTotals = (before: Totals, added: Fields[], group: number) => changeTotals(before, added, [], group);

const by = (employer: number, changes: Partial<Fields> = {}): Fields => ({
  ...{ shown: 'anonymous', name: null, role: null, comment: null, pledges: [] },
  ...changes,
  employer,
});
const many = (count: number, employer: number): Fields[] => Array.from({ length: count }, () => by(employer));

type Count = typeof addToTotals;
/** What Pat reads at each release: everything but the numbers that are kept back. */
function published(releases: Fields[][], employers: number, group: number, count: Count): Totals[] {
  let totals = noTotals(employers, 0);
  return [totals, ...releases.map((release) => (totals = count(totals, release, group)))];
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Every number of people that Pat gets by subtracting what is published. */
function computable(seen: Totals[]): number[] {
  const splits = seen.flatMap(({ split }) => (split ? [split] : []));
  return [
    ...seen.flatMap(({ total, split }) => (split ? [...split, total - sum(split)] : [])),
    ...splits.slice(1).flatMap((split, i) => split.map((number, employer) => number - splits[i]![employer]!)),
    ...splits.slice(1).map((split, i) => sum(split) - sum(splits[i]!)),
  ];
}

const attack = (count: Count) =>
  fc.property(
    fc.integer({ min: 1, max: 4 }).chain((employers) =>
      fc.integer({ min: 2, max: 12 }).chain((group) =>
        fc.record({
          employers: fc.constant(employers),
          group: fc.constant(group),
          releases: fc.array(
            // Somewhat more than a group each time, as the release rule sees to.
            fc.array(
              fc.nat(employers - 1).map((employer) => by(employer)),
              { minLength: group, maxLength: 4 * group },
            ),
            { maxLength: 12 },
          ),
        }),
      ),
    ),
    ({ employers, group, releases }) => {
      for (const people of computable(published(releases, employers, group, count))) {
        if (people !== 0) expect(people).toBeGreaterThanOrEqual(group);
      }
    },
  );

describe('Pat, subtracting split from split and split from total,', () => {
  test('never finds a group below the minimum', () => {
    fc.assert(attack(addToTotals), { numRuns: 1_000 });
  });

  test('would find one if the split were published at each release', () => {
    const naive: Count = (...given) => {
      const totals = addToTotals(...given);
      return { ...totals, split: totals.employers };
    };
    expect(fc.check(attack(naive), { numRuns: 1_000 }).failed).toBe(true);
  });

  test('would find one if only the numbers themselves had to be large', () => {
    const large: Count = (before, added, group) => {
      const totals = addToTotals(before, added, group);
      return { ...totals, split: totals.employers.every((n) => n >= group) ? totals.employers : before.split };
    };
    expect(fc.check(attack(large), { numRuns: 1_000 }).failed).toBe(true);
  });
});

describe('the split by employer', () => {
  const after = (...releases: Fields[][]) => published(releases, 2, 10, addToTotals).map(({ split }) => split);

  test('waits until every employer has a group', () => {
    expect(after(many(30, 0), many(9, 1), many(10, 1))).toEqual([null, null, null, [30, 19]]);
  });

  test('stays until every employer’s group has grown by another', () => {
    const first = [...many(10, 0), ...many(10, 1)];
    expect(after(first, many(50, 0), [...many(1, 0), ...many(9, 1)], many(10, 1))).toEqual([
      ...[null, [10, 10], [10, 10], [10, 10]],
      [61, 29],
    ]);
  });

  test('is the total where there is one employer', () => {
    const seen = published([many(10, 0), many(12, 0)], 1, 10, addToTotals);
    expect(seen.map(({ split }) => split)).toEqual([[0], [10], [22]]);
  });

  test('is missed by nobody: the numbers that are kept back add up to the total', () => {
    const releases = fc.array(
      fc.array(
        fc.nat(2).map((employer) => by(employer)),
        { maxLength: 40 },
      ),
      { maxLength: 8 },
    );
    const property = fc.property(releases, (some) => {
      for (const { total, employers } of published(some, 3, 10, addToTotals)) expect(sum(employers)).toBe(total);
    });
    fc.assert(property);
  });
});

describe('the other totals', () => {
  test('count how people are shown and what they pledge', () => {
    const added = [
      by(0, { shown: 'named', name: 'Maya', pledges: [0, 2] }),
      by(0, { shown: 'by role', role: 'Engineer', pledges: [2] }),
      by(0),
    ];
    const totals = addToTotals(noTotals(1, 3), added, 10);
    expect(totals).toMatchObject({ total: 3, named: 1, byRole: 1, anonymous: 1, pledges: [1, 0, 2] });
    expect(addToTotals(totals, added, 10)).toMatchObject({ total: 6, named: 2, pledges: [2, 0, 4] });
  });

  test('leave the totals before them as they were', () => {
    const before = noTotals(2, 1);
    addToTotals(before, [by(1, { pledges: [0] })], 1);
    expect(before).toEqual(noTotals(2, 1));
  });
});

test('what is withdrawn is counted no more, nor is what it pledged', () => {
  const maya = by(0, { shown: 'named', name: 'Maya', pledges: [1] });
  const before = addToTotals(noTotals(1, 2), [maya, by(0), by(0)], 1);
  const after = changeTotals(before, [], [maya], 1);
  expect(after).toMatchObject({ total: 2, named: 0, anonymous: 2, pledges: [0, 0], employers: [2] });
});
