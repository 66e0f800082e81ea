import { diffWordsWithSpace } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timesAsLong } from '../support/growth.ts';
import {
  type Content,
  emptyContent,
  itemOf,
  textAt,
  withList,
  withText,
} from '../../src/organizing/drafting/content.ts';
import { type Piece, difference } from '../../src/letters/difference.ts';
import { differencesOf } from '../../src/organizing/drafting/difference.ts';
import { contents, severalLines } from './contents.ts';

const textOf = (pieces: Piece[], without: Piece['what']): string =>
  pieces
    .filter(({ what }) => what !== without)
    .map(({ text }) => text)
    .join('');

test('the pieces hold both texts, whole', () => {
  fc.assert(
    fc.property(severalLines, severalLines, (before, after) => {
      const pieces = difference(before, after);
      expect(textOf(pieces, 'added')).toBe(before);
      expect(textOf(pieces, 'removed')).toBe(after);
    }),
  );
});

test('a word is told, not the line', () => {
  expect(difference('End the contract.', 'End that contract.')).toEqual([
    { what: 'kept', text: 'End ' },
    { what: 'removed', text: 'the' },
    { what: 'added', text: 'that' },
    { what: 'kept', text: ' contract.' },
  ]);
});

test('between a content and itself nothing differs; between two others, something', () => {
  fc.assert(
    fc.property(contents, contents, (one, other) => {
      expect(differencesOf(one, one)).toEqual([]);
      expect(differencesOf(one, other).length === 0).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('every difference shows the two texts at its place', () => {
  fc.assert(
    fc.property(contents, contents, (before, after) => {
      for (const { at, pieces } of differencesOf(before, after)) {
        if (textAt(before, at) === undefined && textAt(after, at) === undefined) continue;
        expect(textOf(pieces, 'added')).toBe(textAt(before, at) ?? '');
        expect(textOf(pieces, 'removed')).toBe(textAt(after, at) ?? '');
      }
    }),
  );
});

test('a demand that moved says from where to where', () => {
  const demands = ['A', 'B'].map((text, i) => itemOf('demands', `i${i}`, { text }));
  const before = withList(emptyContent(), 'demands', () => demands);
  const after = withList(before, 'demands', (items) => items.toReversed());
  expect(differencesOf(before, after).map(({ at, place }) => [at, place])).toEqual([
    ['demands.i1.text', { before: 2, after: 1 }],
    ['demands.i0.text', { before: 1, after: 2 }],
  ]);
});

test('a text that is rewritten from end to end stands beside the old one', () => {
  const [before, after] = rewritten(5_000);
  expect(difference(before, after)).toEqual([
    { what: 'removed', text: before },
    { what: 'added', text: after },
  ]);
  expect(withText(emptyContent(), 'no.such.place', 'x')).toEqual(emptyContent());
});

test('a paragraph that is rewritten hides no word that changed in another one', () => {
  const [before, after] = rewritten(5_000);
  const pieces = difference(`End the contract.\n\n${before}\n\nBye.`, `End that contract.\n\n${after}\n\nBye.`);
  expect(pieces).toEqual([
    { what: 'kept', text: 'End ' },
    { what: 'removed', text: 'the' },
    { what: 'added', text: 'that' },
    { what: 'kept', text: ' contract.\n\n' },
    { what: 'removed', text: `${before}\n\n` },
    { what: 'added', text: `${after}\n\n` },
    { what: 'kept', text: 'Bye.' },
  ]);
});

describe('however two long texts differ, to tell it takes not much longer than to read them', () => {
  const SIZE = 30_000;
  const words = (make: (i: number) => string, between = ' ') =>
    Array.from({ length: SIZE }, (_, i) => make(i)).join(between);
  const same = words((i) => `word${i}`);

  test.each<[string, string, string]>([
    ['from end to end', ...rewritten(SIZE)],
    ['in every third word', same, words((i) => (i % 3 === 0 ? `other${i}` : `word${i}`))],
    ['in each of many paragraphs', words((i) => `a${i}`, '\n\n'), words((i) => `b${i}`, '\n\n')],
    [
      'in a third of the words of each paragraph',
      words((i) => `word${i}`).replace(/(word\d*0 )/g, '$1\n\n'),
      words((i) => (i % 3 === 0 ? `other${i}` : `word${i}`)).replace(/((?:word|other)\d*0 )/g, '$1\n\n'),
    ],
    ['in what is repeated', 'a b '.repeat(SIZE / 2), 'b b a '.repeat(SIZE / 3)],
  ])('%s', async (_how, before, after) => {
    const work = (which: number) => (which === 0 ? diffWordsWithSpace(same, same) : difference(before, after));
    expect(await timesAsLong([0, 1], work)).toBeLessThan(20);
    const pieces = difference(before, after);
    expect([textOf(pieces, 'added') === before, textOf(pieces, 'removed') === after]).toEqual([true, true]);
  });

  test('nor in twenty places at once', async () => {
    const filled = (text: string) =>
      withList(emptyContent(), 'demands', () =>
        Array.from({ length: 20 }, (_, i) => itemOf('demands', `i${i}`, { text })),
      );
    const [before, after] = rewritten(1_500).map(filled) as [Content, Content];
    const work = (which: number) => (which === 0 ? diffWordsWithSpace(same, same) : differencesOf(before, after));
    expect(await timesAsLong([0, 1], work)).toBeLessThan(20);
    expect(differencesOf(before, after)).toHaveLength(20);
  });
});

/** Two texts of so many words that have none in common. */
function rewritten(size: number): [before: string, after: string] {
  const text = (letter: string) => Array.from({ length: size }, (_, i) => `${letter}${i}`).join(' ');
  return [text('a'), text('b')];
}
