import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Progress, nextStep } from '../../src/signing/sealed/progress.ts';
import { openLetter } from './letters.ts';

const MINUTE = 60_000;
const letter = openLetter({ sealUntil: 100, closes: '2030-01-31' });
const NOON = letter.openedAt + 43_200_000;
const waiting = (count: number, published = 0) => ({ count, released: published > 0, last: letter.openedAt });

describe('how far a sealed letter is', () => {
  test('is first told when as many have signed as any release needs', () => {
    expect(nextStep(letter, waiting(9), undefined, NOON)).toBeUndefined();
    expect(nextStep(letter, waiting(10), undefined, NOON)).toEqual({ reached: 10, at: NOON });
  });

  test('moves when as many are new, and as seldom as releases do', () => {
    const last = { reached: 12, at: NOON };
    expect(nextStep(letter, waiting(21), last, NOON + 2 * MINUTE)).toBeUndefined();
    expect(nextStep(letter, waiting(22), last, NOON + 2 * MINUTE - 1)).toBeUndefined();
    expect(nextStep(letter, waiting(25), last, NOON + 2 * MINUTE)).toEqual({ reached: 25, at: NOON + 2 * MINUTE });
  });

  test('is not told when few are missing: what the release adds to it would point at them', () => {
    expect(nextStep(letter, waiting(91), undefined, NOON)).toBeUndefined();
    expect(nextStep(letter, waiting(90), undefined, NOON)).toEqual({ reached: 90, at: NOON });
  });

  test.each([
    ['nothing is sealed', openLetter({ sealUntil: null }), waiting(50), NOON],
    ['the seal breaks now', letter, waiting(100), NOON],
    ['it broke before, and many withdrew', letter, waiting(20, 40), NOON],
    ['the letter closes', letter, waiting(50), Date.parse('2030-02-01T00:00:05Z')],
  ])('is not told where %s', (_why, of, now, at) => {
    expect(nextStep(of, now, undefined, at)).toBeUndefined();
  });

  test('never moves by fewer than a release would publish, nor down, whoever comes and goes', () => {
    const comings = fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 20, maxLength: 80 });
    fc.assert(
      fc.property(comings, (each) => {
        let [count, now] = [0, NOON];
        let last: Progress | undefined;
        for (const more of each) {
          count = Math.max(0, count + more);
          now += MINUTE;
          const step = nextStep(letter, waiting(count), last, now);
          if (!step) continue;
          expect(step.reached - (last?.reached ?? 0)).toBeGreaterThanOrEqual(letter.release.min);
          expect(100 - step.reached).toBeGreaterThanOrEqual(letter.release.min);
          expect(step.at - (last?.at ?? -Infinity)).toBeGreaterThanOrEqual(2 * MINUTE);
          last = step;
        }
      }),
    );
  });
});
