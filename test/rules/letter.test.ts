import { describe, expect, test } from 'vitest';
import { closingInstant, isPublished, smallestRelease, takesSignatures } from '../../src/letters/letter.ts';
import { corp, labs, openLetter } from './letters.ts';

const at = (text: string) => Date.parse(text);

describe('a letter that closes on 31 January', () => {
  const letter = openLetter({ closes: '2030-01-31' });

  test('takes signatures until the end of that day, UTC', () => {
    expect(closingInstant('2030-01-31')).toBe(at('2030-02-01T00:00:00Z'));
    expect(takesSignatures(letter, at('2030-01-31T23:59:59.999Z'))).toBe(true);
    expect(takesSignatures(letter, at('2030-02-01T00:00:00Z'))).toBe(false);
  });

  test('takes them on the last of February, also in a leap year', () => {
    expect(closingInstant('2028-02-29')).toBe(at('2028-03-01T00:00:00Z'));
  });
});

test.each([
  ['gathering', true],
  ['open', true],
  ['delivered', true],
  ['closed', false],
  ['draft', false],
] as const)('a letter that is %s takes signatures: %s', (status, takes) => {
  expect(takesSignatures(openLetter({ status }), 0)).toBe(takes);
});

test('a letter without keys is not published and takes no signatures', () => {
  const draft = { ...openLetter(), publicId: null };
  expect(isPublished(draft)).toBe(false);
  expect(takesSignatures(draft, 0)).toBe(false);
  expect(isPublished(openLetter())).toBe(true);
});

describe('the smallest release', () => {
  const staff = (...counts: (number | null)[]) => counts.map((headcount) => ({ ...corp, headcount }));
  const anyone = openLetter().shown;

  test.each([
    ['a staff of 49', staff(49), 5],
    ['a staff of 50', staff(50), 10],
    ['a staff of unknown size', staff(null), 10],
    ['two employers of 20 each', staff(20, 20), 5],
    ['two employers of 49 each', staff(49, 49), 10],
    ['a small employer and one of unknown size', staff(10, null), 10],
    ['a small employer and a large one', staff(10, 5_000), 10],
  ])('for %s', (_, employers, least) => {
    expect(smallestRelease({ employers, shown: anyone })).toBe(least);
  });

  test('is 1 only where every signature is named', () => {
    expect(smallestRelease({ employers: [labs], shown: ['named'] })).toBe(1);
    expect(smallestRelease({ employers: [labs], shown: ['by role'] })).toBe(10);
    expect(smallestRelease({ employers: [labs], shown: ['named', 'anonymous'] })).toBe(10);
  });
});
