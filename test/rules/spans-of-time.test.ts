import { expect, test } from 'vitest';
import { wordsIn } from '../../src/web/speak.ts';

const SECOND = 1_000;

test.each([
  [0, '0 seconds'],
  [SECOND, '1 second'],
  [90 * SECOND, '90 seconds'],
  [120 * SECOND, '2 minutes'],
  [3_600 * SECOND, '1 hour'],
  [86_400 * SECOND, '1 day'],
  [604_800 * SECOND, '7 days'],
  [604_801 * SECOND, '604,801 seconds'],
])('%s milliseconds are said as people say it', (milliseconds, said) => {
  expect(wordsIn('en').span(milliseconds)).toBe(said);
});

test('in the reader’s language', () => {
  expect(wordsIn('de').span(120 * SECOND)).toBe('2 Minuten');
});
