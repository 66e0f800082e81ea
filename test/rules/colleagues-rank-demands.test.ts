import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Written, batchOf, commentsIn, countOf } from '../../src/organizing/colleagues/batch.ts';
import {
  type Placed,
  type Ranking,
  fieldOf,
  orderOfAll,
  readRanking,
  setOf,
} from '../../src/organizing/colleagues/ranking.ts';
import { bodyOf, readWords, wordsIn } from '../../src/organizing/colleagues/words.ts';
import { wordsFor } from '../../src/web/speak.ts';

const english = wordsFor({ language: 'en', prefix: '' });

const DEMANDS = ['end it', 'publish it', 'ask us', 'pay more'];
const rankings = (min = 1) =>
  fc.array(fc.shuffledSubarray(DEMANDS, { minLength: 4 }), { minLength: min, maxLength: 30 });
const placeOf = (order: Placed[], text: string): number => order.find((one) => one.text === text)!.place;

describe('the order of all', () => {
  test('is Borda’s: a second place everywhere can beat the most first places', () => {
    const most: Ranking[] = ['abc', 'abc', 'abc', 'bca', 'bca'].map((places) => [...places]);
    expect(orderOfAll(most)).toEqual([
      { place: 1, text: 'b' },
      { place: 2, text: 'a' },
      { place: 3, text: 'c' },
    ]);
  });

  test('those that are even share a place', () => {
    const split = [
      ['a', 'b', 'c'],
      ['b', 'a', 'c'],
    ];
    expect(orderOfAll(split).map(({ place }) => place)).toEqual([1, 1, 3]);
  });

  test('holds each demand once, whoever ranked first', () => {
    fc.assert(
      fc.property(rankings(), (all) => {
        const order = orderOfAll(all);
        expect(order.map(({ text }) => text).toSorted()).toEqual(DEMANDS.toSorted());
        expect(orderOfAll(all.toReversed())).toEqual(order);
      }),
    );
  });

  test('what everybody sets above another stands above it', () => {
    fc.assert(
      fc.property(rankings(), (all) => {
        const order = orderOfAll(all);
        const agreed = DEMANDS.flatMap((a) => DEMANDS.map((b) => [a, b] as const)).filter(([a, b]) =>
          all.every((ranking) => ranking.indexOf(a) < ranking.indexOf(b)),
        );
        expect(agreed.filter(([a, b]) => placeOf(order, a) >= placeOf(order, b))).toEqual([]);
      }),
    );
  });

  test('whoever two groups both set first is first for all of them', () => {
    fc.assert(
      fc.property(rankings(), rankings(), (some, others) => {
        const firsts = (all: Ranking[]) => orderOfAll(all).flatMap(({ place, text }) => (place === 1 ? [text] : []));
        const shared = firsts(some).filter((text) => firsts(others).includes(text));
        fc.pre(shared.length > 0);
        expect(firsts([...some, ...others]).toSorted()).toEqual(shared.toSorted());
      }),
    );
  });

  test('turned round by everybody, it turns round', () => {
    fc.assert(
      fc.property(rankings(), (all) => {
        const [order, turned] = [orderOfAll(all), orderOfAll(all.map((ranking) => ranking.toReversed()))];
        for (const [a, b] of DEMANDS.flatMap((one) => DEMANDS.map((other) => [one, other] as const)))
          expect(Math.sign(placeOf(turned, a) - placeOf(turned, b))).toBe(
            Math.sign(placeOf(order, b) - placeOf(order, a)) + 0,
          );
      }),
    );
  });

  test('counting first places alone would fail the rule about groups of seconds', () => {
    const plurality = (all: Ranking[]) =>
      DEMANDS.toSorted((a, b) => all.filter(([f]) => f === b).length - all.filter(([f]) => f === a).length);
    const everySecond = [
      ['end it', 'ask us', 'publish it', 'pay more'],
      ['publish it', 'ask us', 'pay more', 'end it'],
      ['pay more', 'ask us', 'end it', 'publish it'],
    ];
    expect(orderOfAll(everySecond)[0]!.text).toBe('ask us');
    expect(plurality(everySecond)[0]).not.toBe('ask us');
  });
});

describe('a form', () => {
  const formOf = (ranking: Ranking, set = setOf(DEMANDS)) => ({
    demands: set,
    ...Object.fromEntries(ranking.map((text, i) => [fieldOf(text), String(i + 1)])),
  });

  test('gives the order that was typed, wherever the demands stand meanwhile', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(DEMANDS, { minLength: 4 }), (ranking) => {
        expect(readRanking(DEMANDS.toReversed(), formOf(ranking))).toEqual({ ranking });
      }),
    );
  });

  test.each([
    ['half of it', { [fieldOf('pay more')]: '' }, 'each demand a place'],
    ['a place that is none', { [fieldOf('pay more')]: '5' }, 'each demand a place'],
    ['no number', { [fieldOf('pay more')]: '1e0x' }, 'each demand a place'],
    ['two first ones', { [fieldOf('pay more')]: '1' }, 'the same place'],
    ['demands of yesterday', { demands: setOf(['end it', 'publish it']) }, 'have changed'],
  ])('with %s is refused', (_what, wrong, words) => {
    const read = readRanking(DEMANDS, { ...formOf(DEMANDS), ...wrong });
    const { field, message } = 'fault' in read ? read.fault : { field: '', message: '' };
    expect([field, english.say(message)]).toEqual(['ranking', expect.stringContaining(words) as string]);
  });

  test('without any place holds no order, and may hold a comment alone', () => {
    const empty = Object.fromEntries(DEMANDS.map((text) => [fieldOf(text), '']));
    expect(readWords(DEMANDS, { ...empty, comment: ' Too long.\r\n' })).toEqual({
      words: { comment: 'Too long.', ranking: null },
    });
    expect(readWords(DEMANDS, { comment: '\u200b ' })).toEqual({ words: { comment: null, ranking: null } });
    expect(readWords(DEMANDS, { comment: 'x'.repeat(2_001) })).toMatchObject({ faults: [{ field: 'comment' }] });
  });
});

const MIN = 5;
const words = fc.record({
  comment: fc.option(fc.stringMatching(/^[a-z]{1,8}$/)),
  ranking: fc.option(fc.shuffledSubarray(DEMANDS, { minLength: 3 })),
});
/** Who writes what, in order; and whether a round is made after it. */
const stories = fc.array(fc.record({ who: fc.nat(14), words, round: fc.boolean() }), { maxLength: 120 });

const key = (who: number) => new Uint8Array(32).fill(who);
const writeInto = (rows: Written[], who: number, body: string): Written[] => {
  const before = rows.find(({ pk }) => pk[0] === who);
  const blank = { pk: key(who), seq: -1, waiting: null, shown: null, fresh: false };
  const row = { ...(before ?? blank), waiting: body, seq: (before?.seq ?? -1) + 1 };
  return [...rows.filter((one) => one !== before), row];
};

describe('a batch', () => {
  test('shows nothing of fewer than the fewest, and moves no order by fewer', () => {
    fc.assert(
      fc.property(stories, (story) => {
        let rows: Written[] = [];
        const standing = new Map<string, Map<number, string>>();
        for (const { who, words: said, round } of story) {
          rows = writeInto(rows, who, bodyOf(said));
          const batch = round ? batchOf(rows, MIN) : undefined;
          if (!batch) continue;
          const changed = batch.rows.filter((row) => rows.find(({ pk }) => pk[0] === row.pk[0])!.waiting !== null);
          expect(changed.length).toBeGreaterThanOrEqual(MIN);
          rows = batch.rows;
          expect(rows.every(({ waiting }) => waiting === null)).toBe(true);
          for (const { set, rankings: counted } of batch.orders) {
            const now = new Map(
              rows.flatMap(({ pk, shown }) => {
                const ranking = wordsIn(shown!).ranking;
                return ranking && setOf(ranking) === set ? [[pk[0]!, JSON.stringify(ranking)] as const] : [];
              }),
            );
            const before = standing.get(set) ?? new Map<number, string>();
            const moved = [...now].filter(([one, ranking]) => before.get(one) !== ranking);
            expect(counted).toBe(now.size);
            expect(moved.length).toBeGreaterThanOrEqual(MIN);
            standing.set(set, now);
          }
        }
      }),
    );
  });

  test('with one fewer there is none, with one more there is', () => {
    const say = (count: number) =>
      Array.from({ length: count }, (_, who) => who).reduce<Written[]>(
        (rows, who) => writeInto(rows, who, bodyOf({ comment: `c${who}`, ranking: DEMANDS })),
        [],
      );
    expect(batchOf(say(4), MIN)).toBeUndefined();
    const batch = batchOf(say(5), MIN)!;
    expect(batch.orders).toEqual([
      { set: setOf(DEMANDS), rankings: 5, placed: DEMANDS.map((text, i) => ({ place: i + 1, text })) },
    ]);
    expect(countOf(batch.rows)).toBe(5);
    // one pass that writes five times is one
    const alone = [1, 2, 3, 4, 5].reduce<Written[]>(
      (rows, i) => writeInto(rows, 1, bodyOf({ comment: `${i}`, ranking: null })),
      [],
    );
    expect(batchOf(alone, MIN)).toBeUndefined();
  });

  test('the order of comments comes from their words alone', () => {
    const shown = (comment: string): Written => ({
      pk: key(1),
      seq: 0,
      waiting: null,
      shown: bodyOf({ comment, ranking: null }),
      fresh: false,
    });
    const hash = (text: string) => [...text].toReversed().join('');
    expect(commentsIn(['ab', 'ba', 'ca'].map(shown), hash)).toEqual(commentsIn(['ca', 'ab', 'ba'].map(shown), hash));
  });
});
