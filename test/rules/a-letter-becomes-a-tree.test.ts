import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakable } from '../../src/reading/pdf/breakable.ts';
import { type Block, type Inline, demandTree, treeOf } from '../../src/reading/pdf/document-tree.ts';
import { canBeSet } from '../../src/reading/pdf/sheet.ts';

const blocksOf = (body: string) => treeOf(body).blocks.filter(({ kind }) => kind !== 'demands');

test('every kind of text is told by its name', () => {
  expect(blocksOf('# Why\n\nA *b* **c** `d` ~~e~~\nf  \ng')).toEqual([
    { kind: 'heading', level: 2, inlines: ['Why'] },
    {
      kind: 'paragraph',
      inlines: [
        'A ',
        { kind: 'emphasis', inlines: ['b'] },
        ' ',
        { kind: 'strong', inlines: ['c'] },
        ' ',
        { kind: 'code', text: 'd' },
        ' ',
        { kind: 'struck', inlines: ['e'] },
        ' f',
        { kind: 'break' },
        'g',
      ],
    },
  ]);
  expect(blocksOf('3. a\n4. b\n\n> q\n\n```\nx\n```\n\n---\n\n- one')).toEqual([
    { kind: 'list', start: 3, items: [[paragraph('a')], [paragraph('b')]] },
    { kind: 'quote', blocks: [paragraph('q')] },
    { kind: 'code', block: true, text: 'x' },
    { kind: 'rule' },
    { kind: 'list', start: null, items: [[paragraph('one')]] },
  ]);
  expect(blocksOf('| a | b |\n|---|---|\n| 1 | 2 |')).toEqual([
    {
      kind: 'table',
      columns: 2,
      rows: [
        [['a'], ['b']],
        [['1'], ['2']],
      ],
    },
  ]);
  expect(demandTree('Pay *us*.')).toEqual(['Pay ', { kind: 'emphasis', inlines: ['us'] }, '.']);
});

test('the demands stand where the body says, else last', () => {
  const kinds = (body: string) => treeOf(body).blocks.map(({ kind }) => kind);
  expect(kinds('a\n\n[demands]\n\nb')).toEqual(['paragraph', 'demands', 'paragraph']);
  expect(kinds('a\n\nb')).toEqual(['paragraph', 'paragraph', 'demands']);
});

test('only links to the web and to mailboxes are links, and a named one shows its address', () => {
  expect(
    blocksOf('[a](https://x.example) <https://y.example> [b](mailto:c@x.example) [d](javascript:x) [e](/f)'),
  ).toEqual([
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'link', url: 'https://x.example', shown: 'https://x.example', inlines: ['a'] },
        ' ',
        { kind: 'link', url: 'https://y.example', shown: null, inlines: ['https://y.example'] },
        ' ',
        { kind: 'link', url: 'mailto:c@x.example', shown: 'mailto:c@x.example', inlines: ['b'] },
        ' [d](javascript:x) e',
      ],
    },
  ]);
});

test('a note is set at its first mention; later ones, and those inside notes, only name it', () => {
  const { blocks, notes } = treeOf('a[^1] b[^1]\n\n[^1]: See [^1].');
  expect(blocks[0]).toEqual({
    kind: 'paragraph',
    inlines: ['a', { kind: 'note', number: 0 }, ' b', { kind: 'mark', number: 0 }],
  });
  expect(notes).toEqual([[{ kind: 'paragraph', inlines: ['See ', { kind: 'mark', number: 0 }, '.'] }]]);
});

test('what nests deeper than typesetting goes keeps its words and loses its frames', () => {
  const text = JSON.stringify(
    treeOf(`${'> '.repeat(60)}deep\n\n${'- '.repeat(40)}deeper\n\n${'*_'.repeat(30)}in${'_*'.repeat(30)}`),
  );
  for (const word of ['deep', 'deeper', 'in']) expect(text).toContain(`"${word}`);
  expect(depthOf(treeOf(`${'> '.repeat(90)}deep`).blocks)).toBeLessThan(12);
  expect(depthOf(treeOf(`${'- '.repeat(90)}deep`).blocks)).toBeLessThan(12);
  // the measure itself goes as deep as there is
  expect(depthOf([[[['x']]]])).toBe(4);
});

test('a table too wide for paper becomes lines', () => {
  const row = (cell: string) => `|${Array.from({ length: 12 }, (_, i) => `${cell}${i}`).join('|')}|\n`;
  const wide = row('h') + `|${'---|'.repeat(12)}\n` + row('c');
  expect(blocksOf(wide).map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
});

test('endless words get places to break, and lose nothing', () => {
  expect(breakable('a usual sentence, unverwechselbarerweise')).toBe('a usual sentence, unverwechselbarerweise');
  expect(breakable('x'.repeat(40))).toBe(`${'x'.repeat(12)}\u200B${'x'.repeat(12)}\u200B${'x'.repeat(12)}\u200Bxxxx`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => strip(breakable(text)) === strip(text)),
  );
});

test('no word of a body is lost', () => {
  const word = fc.stringMatching(/^[a-z]{3,9}$/);
  const mark = fc.constantFrom('', '> ', '- ', '1. ', '## ', '*', '**', '`', '    ', '~~', '| ', '[^1]: ');
  const line = fc.tuple(mark, word, mark, word).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.constantFrom('\n', '\n\n'))), (lines) => {
      const body = lines.flat().join('').replaceAll('[^1]: ', '');
      const tree = JSON.stringify(treeOf(body));
      for (const [found] of body.matchAll(/[a-z]{3,}/g)) expect(tree).toContain(found);
    }),
  );
});

test('only languages whose letters we have are set', () => {
  const set = ['en', 'de-CH', 'ru', 'el', 'ar', 'fa'].filter((language) => canBeSet({ language }));
  expect(set).toEqual(['en', 'de-CH', 'ru', 'el', 'ar', 'fa']);
  expect(['zh', 'ja', 'he', 'hi', 'th'].filter((language) => canBeSet({ language }))).toEqual([]);
});

const paragraph = (...inlines: Inline[]): Block => ({ kind: 'paragraph', inlines });
const strip = (text: string): string => text.replaceAll('\u200B', '');

/** How many lists of blocks or lines stand in each other. */
function depthOf(what: unknown): number {
  if (typeof what !== 'object' || what === null) return 0;
  const deepest = Math.max(0, ...Object.values(what).map(depthOf));
  return deepest + (Array.isArray(what) ? 1 : 0);
}
