import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answers,
  daysSince,
  deliveredOn,
  longestWait,
  reminderDue,
  waitOf,
} from '../../src/letters/answers/answer.ts';
import type { Demand, DemandStatus } from '../../src/letters/letter.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

const nothing: Answers = { deliveries: [], responses: [], updates: [], marks: [], corrections: [] };
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const deliveredAt = (...days: string[]): Answers => ({
  ...nothing,
  deliveries: days.map((day, id) => ({ id, at: 0, day, to: 'Pat', how: 'by mail', reminded: 0 })),
});
const answering = (answers: Answers, ...demands: string[]): Answers => ({
  ...answers,
  responses: [
    { id: 1, at: 0, day: '2026-02-01', from: 'Pat', source: null, text: 'No.', demands, copy: null, copyDay: null },
  ],
});
const demand = (text: string, status: DemandStatus = 'open'): Demand => ({ text, status });

const instants = fc.integer({ min: FIRST, max: FIRST + 1_000 * DAY });

describe('the clock', () => {
  test('counts calendar days: it moves at midnight, and only then', () => {
    fc.assert(
      fc.property(instants, instants, (then, now) => {
        const days = daysSince(dayOf(then), now);
        expect(days).toBe(Math.max(0, (Date.parse(dayOf(now)) - Date.parse(dayOf(then))) / DAY));
        expect(daysSince(dayOf(then), Date.parse(dayOf(now)) + DAY - 1)).toBe(days);
        const later = Math.max(then, now);
        const until = daysSince(dayOf(then), later);
        expect(daysSince(dayOf(then), Date.parse(dayOf(later)) + DAY)).toBe(until + 1);
      }),
    );
  });

  test.each([
    ['2026-05-04', '2026-05-04T23:59:59.999Z', 0],
    ['2026-05-04', '2026-05-05T00:00:00.000Z', 1],
    ['2026-05-04', '2026-05-03T12:00:00.000Z', 0],
    ['2024-02-28', '2024-03-01T00:00:00.000Z', 2],
  ])('from %s to %s it is %i', (day, now, days) => {
    expect(daysSince(day, Date.parse(now))).toBe(days);
  });

  test('stands still before a delivery, and counts from the first of several', () => {
    const now = Date.parse('2026-05-10');
    expect([deliveredOn(nothing), waitOf(demand('a'), nothing, now)]).toEqual([null, null]);
    expect(waitOf(demand('a'), deliveredAt('2026-05-06', '2026-05-04', '2026-05-09'), now)).toBe(6);
  });

  test('ends for the demand that was answered or marked, and for no other', () => {
    const now = Date.parse('2026-05-10');
    const answers = answering(deliveredAt('2026-05-04'), 'a');
    expect(waitOf(demand('a'), answers, now)).toBeNull();
    expect(waitOf(demand('b'), answers, now)).toBe(6);
    for (const status of ['met', 'partly met', 'refused'] as const)
      expect(waitOf(demand('b', status), answers, now)).toBeNull();
  });

  test('of the letter runs as long as one demand waits', () => {
    const texts = ['a', 'b', 'c'];
    fc.assert(
      fc.property(fc.subarray(texts), fc.subarray(texts), instants, (answered, met, now) => {
        const answers = answering(deliveredAt('2026-01-01'), ...answered);
        const demands = texts.map((text) => demand(text, met.includes(text) ? 'met' : 'open'));
        const open = texts.some((text) => !answered.includes(text) && !met.includes(text));
        expect(longestWait(demands, answers, now)).toBe(open ? daysSince('2026-01-01', now) : null);
      }),
    );
    expect(longestWait([], deliveredAt('2026-01-01'), FIRST + DAY)).toBe(1);
    expect(longestWait([], answering(deliveredAt('2026-01-01')), FIRST + DAY)).toBeNull();
  });
});

describe('a reminder', () => {
  test('comes after 30, 90 and 180 days, each once, however rarely anybody looks', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }), (looks) => {
        let reminded = 0;
        const sent: number[] = [];
        for (const waited of looks.toSorted((a, b) => a - b)) {
          const due = reminderDue(waited, reminded);
          if (due === undefined) continue;
          expect(due).toBeLessThanOrEqual(waited);
          sent.push(due);
          reminded = due;
        }
        expect(sent).toEqual([...new Set(sent)].toSorted((a, b) => a - b));
        const last = [30, 90, 180].findLast((days) => days <= Math.max(...looks));
        expect(sent.at(-1)).toBe(last);
      }),
    );
  });

  test.each([
    [29, 0, undefined],
    [30, 0, 30],
    [89, 30, undefined],
    [200, 30, 180],
    [200, 180, undefined],
    [null, 0, undefined],
  ])('after %s days, %i having been sent, is %s', (waited, reminded, due) => {
    expect(reminderDue(waited, reminded)).toBe(due);
  });
});
