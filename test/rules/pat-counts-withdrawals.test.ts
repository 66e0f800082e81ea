import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Counted, type Totals, changeTotals, noTotals } from '../../src/signing/totals.ts';

const EMPLOYERS = 3;
const GROUP = 5;

/** A release: who is new, and which of those who are in the count leave it. */
interface Release {
  added: Counted[];
  leaving: number[];
}

const counted = fc.record({
  shown: fc.constantFrom('named' as const, 'by role' as const, 'anonymous' as const),
  employer: fc.nat(EMPLOYERS - 1),
  pledges: fc.subarray([0, 1]),
});
const releases: fc.Arbitrary<Release[]> = fc.array(
  fc.record({
    added: fc.array(counted, { maxLength: 40 }),
    leaving: fc.array(fc.nat(1_000), { maxLength: 12 }),
  }),
  { maxLength: 10 },
);

/** Every state of the totals, beside those who are in the count then. */
function play(given: Release[]): { totals: Totals; present: Counted[] }[] {
  let totals = noTotals(EMPLOYERS, 2);
  let present: Counted[] = [];
  return given.map(({ added, leaving }) => {
    const gone = new Set(leaving.filter((i) => i < present.length));
    const removed = present.filter((_, i) => gone.has(i));
    present = [...present.filter((_, i) => !gone.has(i)), ...added];
    totals = changeTotals(totals, added, removed, GROUP);
    return { totals, present };
  });
}

describe('when people withdraw', () => {
  test('every number is that of the people who are left', () => {
    const property = fc.property(releases, (given) => {
      for (const { totals, present } of play(given)) {
        const { split: _, pledged: _pledged, ...numbers } = totals;
        const { split: __, pledged: _expected, ...expected } = changeTotals(noTotals(EMPLOYERS, 2), present, [], GROUP);
        expect(numbers).toEqual(expected);
      }
    });
    fc.assert(property);
  });

  test('two splits in a row still differ by nobody or by a group of each employer', () => {
    const property = fc.property(releases, (given) => {
      const splits = play(given).flatMap(({ totals }) => (totals.split ? [totals.split] : []));
      for (const [i, split] of splits.slice(1).entries()) {
        const grown = split.map((number, employer) => number - splits[i]![employer]!);
        expect(grown.every((people) => people === 0) || grown.every((people) => people >= GROUP)).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('Pat does not see at which employer, as a split that followed each withdrawal would show', () => {
    const six = [0, 1, 2].flatMap((employer) =>
      Array.from({ length: 6 }, (): Counted => ({ shown: 'anonymous', employer, pledges: [] })),
    );
    const before = changeTotals(noTotals(EMPLOYERS, 0), six, [], GROUP);
    const after = changeTotals(before, [], [six[0]!], GROUP);
    expect(after).toMatchObject({ total: 17, split: [6, 6, 6] });
    expect(after.employers).toEqual([5, 6, 6]);
  });
});
