import { expect, test } from 'vitest';
import { createPauses } from '../../src/reading/following/pauses.ts';

const HOUR = 3_600_000;
const MOST = 200;
const origin = (number: number): string => `https://${number}.notify.windows.com`;

test('a service in trouble is left alone, twice as long each time, until it takes a notice', () => {
  const pauses = createPauses();
  pauses.trouble(origin(1), undefined, 0);
  expect([pauses.holds(origin(1), 29_999), pauses.holds(origin(1), 30_000)]).toEqual([true, false]);
  pauses.trouble(origin(1), undefined, 30_000);
  expect([pauses.holds(origin(1), 89_999), pauses.holds(origin(1), 90_000)]).toEqual([true, false]);
  pauses.works(origin(1));
  pauses.trouble(origin(1), undefined, 100_000);
  expect(pauses.holds(origin(1), 130_000)).toBe(false);
});

test('whoever follows by a thousand made-up services makes nothing grow', () => {
  const pauses = createPauses();
  for (let i = 0; i < 1_000; i++) pauses.trouble(origin(i), undefined, i);
  expect(pauses.held(1_000)).toHaveLength(MOST);
  expect(pauses.holds(origin(999), 1_000)).toBe(true);
});

test('a long pause is not pushed out by many short ones', () => {
  const pauses = createPauses();
  pauses.trouble('https://fcm.googleapis.com', HOUR, 0);
  for (let i = 0; i < 1_000; i++) pauses.trouble(origin(i), undefined, i);
  expect(pauses.holds('https://fcm.googleapis.com', 1_000)).toBe(true);
});
