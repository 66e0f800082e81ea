import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Content, emptyContent, itemOf, withList, withText } from '../../src/organizing/drafting/content.ts';
import { inOrder, layOut } from '../../src/organizing/drafting/remarks/laid-out.ts';
import {
  type Piece,
  hashOf,
  keyOf,
  piecesOf,
  readsSo,
  replaced,
  standingOf,
} from '../../src/organizing/drafting/remarks/piece.ts';
import { type Remark, formKey, readRemark, stepsOf } from '../../src/organizing/drafting/remarks/remark.ts';
import { contents } from './contents.ts';

const withBody = (body: string): Content => withText(emptyContent(), 'body', body);
const inBody = (content: Content): Piece[] => piecesOf(content).filter(({ at }) => at === 'body');

/** Paragraphs that share no word, so that none is taken for another. */
const paragraphs = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 12 });
const paragraph = (n: number): string => `one${n} two${n} three${n} four${n}.`;
const written = (numbers: number[]): Content => withBody(numbers.map(paragraph).join('\n\n'));

test('a paragraph that reads as it did is found, whatever is written, removed or moved around it', () => {
  fc.assert(
    fc.property(paragraphs, paragraphs, fc.nat(), fc.nat(), (before, after, i, j) => {
      const mine = before[i % before.length]!;
      const was = inBody(written(before)).find(({ text }) => text === paragraph(mine))!;
      const others = after.filter((n) => n !== mine);
      const now = inBody(written(others.toSpliced(j % (others.length + 1), 0, mine)));
      expect(standingOf(now, was)).toMatchObject({ state: 'same', piece: { text: paragraph(mine) } });
    }),
  );
});

test('one that is not there any more is gone, and no other is taken for it', () => {
  fc.assert(
    fc.property(paragraphs, paragraphs, fc.nat(), (before, after, i) => {
      const mine = before[i % before.length]!;
      const was = inBody(written(before)).find(({ text }) => text === paragraph(mine))!;
      const now = inBody(written(after.filter((n) => n !== mine)));
      expect(standingOf(now, was)).toEqual({ state: 'gone' });
    }),
  );
});

test('one of which a word changed is found as changed, near its place', () => {
  fc.assert(
    fc.property(paragraphs, paragraphs, fc.nat(), fc.nat(), (before, after, i, j) => {
      const mine = before[i % before.length]!;
      const was = inBody(written(before)).find(({ text }) => text === paragraph(mine))!;
      const others = after.filter((n) => n !== mine).map(paragraph);
      const altered = paragraph(mine).replace('two', 'other');
      const now = inBody(withBody(others.toSpliced(j % (others.length + 1), 0, altered).join('\n\n')));
      expect(standingOf(now, was)).toMatchObject({ state: 'changed', piece: { text: altered } });
    }),
  );
});

test('what is told to read the same reads the same, in any two contents', () => {
  fc.assert(
    fc.property(contents, contents, (before, after) => {
      const now = piecesOf(after);
      for (const was of piecesOf(before)) {
        const standing = standingOf(now, was);
        if (standing.state === 'gone') continue;
        expect(now).toContain(standing.piece);
        expect(standing.piece.at).toBe(was.at);
        expect(standing.piece.text === was.text).toBe(standing.state === 'same');
      }
    }),
  );
});

test('every piece of a content is found in it again at its own place', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const pieces = piecesOf(content);
      for (const piece of pieces) expect(standingOf(pieces, piece)).toEqual({ state: 'same', piece });
      expect(new Set(pieces.map(keyOf)).size).toBe(pieces.length);
    }),
  );
});

test('of two paragraphs that read the same, the nearer is meant', () => {
  const pieces = inBody(withBody('Yes.\n\nNo.\n\nYes.'));
  expect(standingOf(inBody(withBody('Yes.\n\nNo.\n\nNo.\n\nYes.')), pieces[2]!)).toMatchObject({
    piece: { paragraph: 4 },
  });
  expect(standingOf(inBody(withBody('Yes.\n\nNo.\n\nYes.')), pieces[0]!)).toMatchObject({ piece: { paragraph: 1 } });
});

test('a demand is found by its id, wherever it was moved', () => {
  const content = withList(emptyContent(), 'demands', () =>
    ['a', 'b', 'c'].map((id) => itemOf('demands', id, { text: `Demand ${id}` })),
  );
  const was = piecesOf(content).find(({ at }) => at === 'demands.c.text')!;
  const moved = withList(content, 'demands', (items) => items.toReversed());
  expect(standingOf(piecesOf(moved), was)).toEqual({ state: 'same', piece: was });
  const altered = withText(moved, 'demands.c.text', 'Something else');
  expect(standingOf(piecesOf(altered), was)).toMatchObject({ state: 'changed', piece: { text: 'Something else' } });
  const removed = withList(moved, 'demands', (items) => items.filter(({ id }) => id !== 'c'));
  expect(standingOf(piecesOf(removed), was)).toEqual({ state: 'gone' });
});

const suggestion = fc.constantFrom('Another text.', 'a $& b', '$1', 'two\nlines', '    code', 'a\n\nb');

test('a replaced piece reads as suggested, and every other piece as before', () => {
  fc.assert(
    fc.property(contents, fc.nat(), suggestion, (content, i, instead) => {
      const pieces = piecesOf(content);
      if (pieces.length === 0) return;
      const piece = pieces[i % pieces.length]!;
      const text = piece.at === 'body' ? instead : instead.trim().replace(/\s+/g, ' ');
      const result = replaced(content, piece, text);
      expect(readsSo(result, piece, text)).toBe(true);
      const now = piecesOf(result).map((one) => one.text);
      const parts = text.split('\n\n');
      const at = pieces.indexOf(piece);
      expect(now).toEqual(pieces.map((one) => one.text).toSpliced(at, 1, ...parts));
    }),
  );
});

test('a piece that is left out takes nothing else along', () => {
  fc.assert(
    fc.property(contents, fc.nat(), (content, i) => {
      const all = piecesOf(content);
      if (all.length === 0) return;
      const piece = all[i % all.length]!;
      const now = piecesOf(replaced(content, piece, ''));
      expect(now.map(({ text }) => text)).toEqual(all.map(({ text }) => text).toSpliced(all.indexOf(piece), 1));
    }),
  );
});

test('whether a text went in is told by all of it', () => {
  const [piece] = inBody(withBody('We wait.\n\nYes.'));
  expect(readsSo(withBody('We insist.\n\nYes.'), piece!, 'We insist.')).toBe(true);
  expect(readsSo(withBody('We insist, Jo.\n\nYes.'), piece!, 'We insist.')).toBe(false);
  expect(readsSo(withBody('We wait.\n\nYes.'), piece!, '')).toBe(false);
});

const piece: Piece = { at: 'body', paragraph: 2, text: 'We wait.' };
const faultsIn = (read: ReturnType<typeof readRemark>) =>
  'faults' in read ? read.faults.map(({ field }) => field) : [];

test('a form is a comment, a suggestion, or both; one that says nothing is refused', () => {
  expect(readRemark(piece, { says: ' Why? ', instead: 'We wait.\r\n' })).toEqual({ says: 'Why?', instead: null });
  expect(readRemark(piece, { says: '', instead: 'We insist.' })).toEqual({ says: '', instead: 'We insist.' });
  expect(readRemark(piece, { says: 'Shorter', instead: '' })).toEqual({ says: 'Shorter', instead: '' });
  expect(faultsIn(readRemark(piece, { says: ' ', instead: 'We wait.' }))).toEqual(['says']);
  expect(faultsIn(readRemark(piece, { says: '\u200B', instead: 'We wait.' }))).toEqual(['says']);
  expect(faultsIn(readRemark(piece, { says: '', instead: '\u200B' }))).toEqual(['instead']);
  expect(faultsIn(readRemark(piece, { says: 'x'.repeat(2_001), instead: 'We wait.' }))).toEqual(['says']);
  expect(faultsIn(readRemark(piece, { says: '', instead: 'x'.repeat(20_001) }))).toEqual(['instead']);
  expect(faultsIn(readRemark(piece, { says: '', instead: 'a\u0007b' }))).toEqual(['instead']);
  const title: Piece = { at: 'title', paragraph: null, text: 'Answer us' };
  expect(faultsIn(readRemark(title, { says: 'None?', instead: '' }))).toEqual(['instead']);
  expect(readRemark(title, { says: '', instead: 'Answer\nus now' })).toEqual({ says: '', instead: 'Answer us now' });
});

test('a text longer than any suggestion can be commented on all the same', () => {
  const long: Piece = { ...piece, text: 'x'.repeat(30_000) };
  expect(readRemark(long, { says: 'Too long', instead: long.text })).toEqual({ says: 'Too long', instead: null });
  expect(faultsIn(readRemark(long, { says: 'x'.repeat(2_001), instead: long.text }))).toContain('says');
});

const me = { id: Uint8Array.of(1), role: 'writer' as const };
const ada = { by: 'organizer', name: 'ada', id: Uint8Array.of(2), said: 0 } as const;
const remark: Remark = {
  ...{ name: '1', about: piece, author: ada, says: 'Why?', instead: null, state: 'open', settledBy: null },
  answers: [],
};

test.each([
  ['a comment', { instead: null }, me, ['resolve']],
  ['my own comment', { author: { ...ada, id: me.id } }, me, ['resolve', 'withdraw']],
  ['a suggestion', { instead: 'x' }, me, []],
  ['a suggestion, to a keeper', { instead: 'x' }, { ...me, role: 'keeper' as const }, ['accept', 'decline']],
  ['a colleague’s comment', { author: { by: 'colleague' as const } }, me, ['resolve']],
  ['what is resolved', { state: 'resolved' as const }, me, ['reopen']],
  ['what is declined', { state: 'declined' as const, instead: 'x' }, me, []],
  [
    'what is declined, to a keeper',
    { state: 'declined' as const, instead: 'x' },
    { ...me, role: 'keeper' as const },
    ['reopen'],
  ],
  ['what is accepted', { state: 'accepted' as const, instead: 'x' }, { ...me, role: 'keeper' as const }, []],
  ['what was taken back', { state: 'withdrawn' as const, author: { ...ada, id: me.id } }, me, []],
])('%s offers its steps and no others', (_what, changes, who, offered) => {
  expect(stepsOf({ ...remark, ...changes }, who)).toEqual(offered);
});

test('every open remark stands in one place, and colleagues’ in an order that says nothing', () => {
  const colleague = (name: string, says: string): Remark => ({ ...remark, name, says, author: { by: 'colleague' } });
  const one = [colleague('x', 'b'), remark, colleague('y', 'a')];
  const other = [remark, colleague('y', 'a'), colleague('x', 'b')];
  expect(inOrder(one)).toEqual(inOrder(other));
  expect(inOrder(one).map(({ name }) => name)).toEqual(['1', 'y', 'x']);
  fc.assert(
    fc.property(contents, contents, (before, now) => {
      const all = piecesOf(before).map((about, i): Remark => ({ ...remark, name: String(i), about }));
      const { pieces, gone } = layOut(piecesOf(now), all);
      const placed = [...pieces.flatMap(({ beside }) => beside), ...gone];
      expect(placed.map(({ name }) => name).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
    }),
  );
});

test('the same form is known again, and another is not', () => {
  const key = formKey('p', me.id, piece, 'a', null);
  expect(formKey('p', me.id, { ...piece }, 'a', null)).toEqual(key);
  for (const other of [
    formKey('q', me.id, piece, 'a', null),
    formKey('p', ada.id, piece, 'a', null),
    formKey('p', me.id, { ...piece, paragraph: 3 }, 'a', null),
    formKey('p', me.id, { ...piece, text: 'x' }, 'a', null),
    formKey('p', me.id, piece, 'b', null),
    formKey('p', me.id, piece, 'a', ''),
  ])
    expect(other).not.toEqual(key);
  expect(hashOf(piece)).toMatch(/^[0-9a-f]{64}$/);
});
