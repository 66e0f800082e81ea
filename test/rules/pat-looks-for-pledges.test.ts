import { expect, test } from 'vitest';
import type { Fields } from '../../src/signing/signature.ts';
import { type Totals, changeTotals, noTotals } from '../../src/signing/totals.ts';

const named = (name: string, pledges: number[]): Fields => ({
  ...{ shown: 'named', name, role: null, employer: 0, comment: null, pledges },
});
const many = (count: number, pledges: number[]): Fields[] =>
  Array.from({ length: count }, (_, i) => named(`Colleague ${i}`, pledges));
const release = (before: Totals, added: Fields[]) => changeTotals(before, added, [], 1, 10);

test('Pat, who sees each name appear, does not see with which of them a pledge came', () => {
  const first = release(noTotals(1, 1), [named('Ada', [])]);
  const second = release(first, [named('Ben', [0])]);
  expect(second.pledges).toEqual([1]);
  expect(second.pledged).toEqual([{ count: 0, of: 0 }]);
});

test('a batch in which all pledge moves no number, for it would say that each of them did', () => {
  expect(release(noTotals(1, 1), many(30, [0])).pledged).toEqual([{ count: 0, of: 0 }]);
});

test('the number moves when ten have pledged and ten have not', () => {
  const nine = release(noTotals(1, 1), [...many(9, [0]), ...many(20, [])]);
  expect(nine.pledged).toEqual([{ count: 0, of: 0 }]);
  expect(release(nine, many(1, [0])).pledged).toEqual([{ count: 10, of: 30 }]);
});
