import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyContent, itemOf, textAt, withList, withText } from '../../src/organizing/drafting/content.ts';
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
  const [before, after] = ['a'.repeat(3), 'b'.repeat(3)].map((letter) => `${letter} `.repeat(5_000)) as [
    string,
    string,
  ];
  const begun = performance.now();
  expect(textOf(difference(before, after), 'removed')).toBe(after);
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(withText(emptyContent(), 'no.such.place', 'x')).toEqual(emptyContent());
});
