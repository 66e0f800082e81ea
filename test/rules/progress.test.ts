import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressBar } from '../../src/cli/progress.ts';

test.each([
  [0, 100_000, '[                        ]   0 %  0 of 100000 entries'],
  [25_000, 100_000, '[======                  ]  25 %  25000 of 100000 entries'],
  [99_999, 100_000, '[======================= ]  99 %  99999 of 100000 entries'],
  [100_000, 100_000, '[========================] 100 %  100000 of 100000 entries'],
  [0, 0, '[========================] 100 %  0 of 0 entries'],
])('%i of %i entries', (done, all, line) => {
  expect(progressBar(done, all)).toBe(line);
});

test('the line is never shorter than the one before it, so that rewriting it leaves nothing behind', () => {
  const counts = fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6));
  fc.assert(
    fc.property(counts, ([a, b, all]) => {
      const [less, more] = [progressBar(Math.min(a, b), all), progressBar(Math.max(a, b), all)];
      return less.length <= more.length && more.indexOf(']') === 25;
    }),
  );
});
