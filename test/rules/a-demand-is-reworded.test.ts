import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Rewording, wordsSince } from '../../src/letters/answers/rewording.ts';
import { questionsOf, rewordedBy } from '../../src/letters/answers/same-demand.ts';

const guesses = (before: string[], now: string[]) => questionsOf(before, now).asked.map(({ guess }) => guess);

describe('what keepers are asked', () => {
  test('is about demands that read differently, and nothing where none does', () => {
    expect(questionsOf(['End it', 'Answer us'], ['Answer us', 'End it'])).toEqual({ asked: [], gone: [] });
    expect(questionsOf(['End it'], ['End it', 'Answer us']).asked).toEqual([]);
    expect(questionsOf(['End the contract now', 'Answer us'], ['End the contract', 'Answer us'])).toEqual({
      asked: [{ number: 1, text: 'End the contract', guess: 1 }],
      gone: [{ number: 1, text: 'End the contract now' }],
    });
  });

  test('a demand that says nearly the same is proposed, wherever it stands; another is not', () => {
    expect(
      guesses(['End the contract', 'Answer us in writing'], ['Answer us all in writing', 'Stop the contract']),
    ).toEqual([2, 1]);
    expect(guesses(['End the contract'], ['夜勤の人員計画を公表する'])).toEqual([null]);
    expect(guesses(['夜勤の人員計画を公表する'], ['夜勤の人員計画をすべて公表する'])).toEqual([1]);
  });

  test('no earlier demand is proposed twice, whatever they say', () => {
    const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(texts, texts, (before, now) => {
        const found = guesses(before, now).filter((guess) => guess !== null);
        expect(new Set(found).size).toBe(found.length);
        for (const guess of found) expect(now).not.toContain(before[guess - 1]);
      }),
    );
  });
});

describe('what they say', () => {
  const [before, now] = [
    ['A', 'B', 'C'],
    ['B', 'X', 'Y'],
  ];

  test.each([
    ['', [null, null, null]],
    ['2=1', [null, 'A', null]],
    ['2=3,3=1', [null, 'C', 'A']],
  ])('%j is understood', (same, words) => expect(rewordedBy(same, before, now)).toEqual(words));

  test.each(['2=1,3=1', '1=1', '2=2', '2=4', '9=1', '2', '2=1,2=3', 'x=y'])('%j is refused', (same) =>
    expect(rewordedBy(same, before, now)).toBeUndefined(),
  );
});

test('what was said of a demand follows its words from version to version, and never back', () => {
  const rewordings: Rewording[] = [
    { version: 2, at: 20, from: 'X', to: 'Y' },
    { version: 3, at: 30, from: 'Y', to: 'Z' },
  ];
  expect(wordsSince(rewordings, 'X', 10)).toBe('Z');
  expect(wordsSince(rewordings, 'Y', 25)).toBe('Z');
  // a new demand that has the words of an old one is another
  expect(wordsSince(rewordings, 'X', 35)).toBe('X');
  expect(wordsSince(rewordings, 'Q', 10)).toBe('Q');
});
