import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closingInstant } from '../../src/letters/letter.ts';
import { type Waiting, earliest, fateOf, isClosing, isSealed, needed } from '../../src/signing/release.ts';
import { openLetter } from './letters.ts';

const START = Date.parse('2030-01-01T00:00:00Z');
const letter = openLetter({ release: { min: 10, every: 120 }, closes: '2030-01-31' });
/** The closing, and the moment in which posts that arrived in time are still written. */
const END = closingInstant('2030-01-31') + 2_000;
const state = (count: number, published = 10): Waiting => ({ count, released: published > 0, last: START });

describe('Maya’s signature is published', () => {
  test('when ten wait and two minutes have passed, and not before', () => {
    expect(fateOf(letter, state(10), START + 120_000)).toBe('release');
    expect(fateOf(letter, state(9), START + 120_000)).toBe('wait');
    expect(fateOf(letter, state(10), START + 119_999)).toBe('wait');
  });

  test('without a wait when she is among the first ten', () => {
    expect(fateOf(letter, state(10, 0), START)).toBe('release');
    expect(fateOf(letter, state(9, 0), START)).toBe('wait');
  });

  test('at the closing, however few wait', () => {
    expect(fateOf(letter, state(1), END - 1)).toBe('wait');
    expect(fateOf(letter, state(1), END)).toBe('release');
    expect(isClosing(letter, END - 1)).toBe(false);
    expect(isClosing(letter, END)).toBe(true);
  });

  test('never after the letter was closed, nor where nobody waits', () => {
    expect(fateOf({ ...letter, status: 'closed' }, state(50), END + 1)).toBe('wait');
    expect(fateOf(letter, state(0), END)).toBe('wait');
    expect(fateOf({ ...letter, release: { min: 0, every: 0 } }, state(0), START)).toBe('wait');
  });
});

describe('whatever the letter and whoever waits, while signatures are taken', () => {
  const letters = fc
    .record({ min: fc.integer({ min: 1, max: 50 }), every: fc.nat(1_000) })
    .map((release) => openLetter({ release, closes: '2030-01-31' }));
  const waiting = fc.record({ count: fc.nat(100), released: fc.boolean(), last: fc.constant(START) });
  const beforeEnd = fc.integer({ min: START, max: END - 1 });

  test('fewer than min are never published', () => {
    const property = fc.property(letters, waiting, beforeEnd, (some, who, now) => {
      fc.pre(fateOf(some, who, now) === 'release');
      expect(who.count).toBeGreaterThanOrEqual(some.release.min);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test('none is published before `every` has passed since the last release', () => {
    const soon = fc.integer({ min: START, max: START + 1_000_000 });
    const property = fc.property(letters, waiting, soon, (some, who, now) => {
      fc.pre(who.released && fateOf(some, who, now) === 'release');
      expect(now - who.last).toBeGreaterThanOrEqual(some.release.every * 1_000);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test('enough are published as soon as the earliest instant has come, so the rule is not just never', () => {
    const property = fc.property(letters, waiting, (some, who) => {
      fc.pre(who.count >= some.release.min && earliest(some, who) < END);
      expect(fateOf(some, who, earliest(some, who))).toBe('release');
    });
    fc.assert(property);
  });
});

describe('a letter that is sealed until 100', () => {
  const sealed = openLetter({ closes: '2030-01-31', sealUntil: 100 });

  test('publishes nothing before 100 wait, then all at once', () => {
    expect(needed(sealed, false)).toBe(100);
    expect(fateOf(sealed, state(99, 0), END - 1)).toBe('wait');
    expect(fateOf(sealed, state(100, 0), START)).toBe('release');
  });

  test('then goes on by tens', () => {
    expect(needed(sealed, true)).toBe(10);
    expect(fateOf(sealed, state(9, 100), END - 3_000)).toBe('wait');
    expect(fateOf(sealed, state(10, 100), END - 3_000)).toBe('release');
  });

  test('deletes all when its day passes with 99, and publishes nobody', () => {
    expect(fateOf(sealed, state(99, 0), END - 1)).toBe('wait');
    expect(fateOf(sealed, state(99, 0), END)).toBe('delete');
    expect(fateOf(sealed, state(1, 0), END + 86_400_000)).toBe('delete');
    expect(fateOf(sealed, state(0, 0), END)).toBe('wait');
  });

  test('publishes at its closing what waits when the seal was reached, if only then', () => {
    expect(fateOf(sealed, state(100, 0), END)).toBe('release');
    expect(fateOf(sealed, state(1, 100), END)).toBe('release');
  });

  test('keeps its word where its number is below the smallest release: seven of five are not deleted', () => {
    const low = openLetter({ closes: '2030-01-31', sealUntil: 5 });
    expect(fateOf(low, state(7, 0), END - 1)).toBe('wait');
    expect(fateOf(low, state(7, 0), END)).toBe('release');
    expect(fateOf(low, state(4, 0), END)).toBe('delete');
  });

  test('stays open once it was opened, however many withdraw: nobody who signs after that is deleted', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: START, max: END + 86_400_000 }), (count, now) => {
        const opened = { count, released: true, last: START };
        expect(isSealed(sealed, opened)).toBe(false);
        expect(fateOf(sealed, opened, now)).toBe(fateOf(letter, opened, now));
      }),
    );
  });

  test('is sealed no more once 100 are published, and a letter without a seal never is', () => {
    expect([0, 99, 100, 101].map((count) => isSealed(sealed, state(count, 0)))).toEqual([true, true, false, false]);
    expect(isSealed(letter, state(0, 0))).toBe(false);
  });

  test('needs at least min, also where the seal is lower', () => {
    expect(needed(openLetter({ sealUntil: 2 }), false)).toBe(10);
    expect(needed(openLetter(), false)).toBe(10);
  });
});
