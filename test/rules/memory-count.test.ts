import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countInMemory } from '../../src/issuing/memory-count.ts';

const HOUR = 3_600_000;
const random = (size: number) => new Uint8Array(size).fill(1);
const times = (n: number, ask: () => boolean): boolean[] => Array.from({ length: n }, ask);

describe('at most three in an hour', () => {
  test('lets three pass and no fourth', () => {
    const count = countInMemory(3, HOUR, random);
    expect(times(5, () => count.allows('maya@corp.com', 0))).toEqual([true, true, true, false, false]);
  });

  test('counts every name for itself', () => {
    const count = countInMemory(3, HOUR, random);
    times(4, () => count.allows('maya@corp.com', 0));
    expect(count.allows('ada@corp.com', 0)).toBe(true);
    expect(count.allows('maya@corp.com', 0)).toBe(false);
  });

  test('begins anew an hour after the first, not after the last', () => {
    const count = countInMemory(3, HOUR, random);
    times(3, () => count.allows('maya@corp.com', 0));
    expect(count.allows('maya@corp.com', HOUR - 1)).toBe(false);
    expect(times(4, () => count.allows('maya@corp.com', HOUR))).toEqual([true, true, true, false]);
  });

  test('does not make Maya wait longer because somebody kept on asking', () => {
    const count = countInMemory(3, HOUR, random);
    times(1_000, () => count.allows('maya@corp.com', HOUR / 2));
    expect(count.allows('maya@corp.com', HOUR + HOUR / 2)).toBe(true);
  });
});

test('nothing passes where the limit is none', () => {
  expect(countInMemory(0, HOUR, random).allows('maya@corp.com', 0)).toBe(false);
});

test('the names are hashed under a key that was drawn for this count', () => {
  const drawn: number[] = [];
  countInMemory(3, HOUR, (size) => {
    drawn.push(size);
    return new Uint8Array(size);
  });
  expect(drawn).toEqual([32]);
});

test('forgetting makes no difference to what is allowed, in whatever order people ask', () => {
  const asking = fc.array(fc.tuple(fc.constantFrom('maya', 'ada', 'theo'), fc.nat(20)), { maxLength: 60 });
  const property = fc.property(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 30 }),
    asking,
    (limit, life, asks) => {
      const count = countInMemory(limit, life, random);
      const windows = new Map<string, number[]>();
      let now = 1_000;
      for (const [name, wait] of asks) {
        now += wait;
        const window = windows.get(name) ?? [];
        const kept = window.length > 0 && now < window[0]! + life ? [...window, now] : [now];
        windows.set(name, kept);
        expect(count.allows(name, now)).toBe(kept.length <= limit);
      }
    },
  );
  fc.assert(property);
});
