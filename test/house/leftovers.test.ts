import { expect, test } from 'vitest';
import { type Source, sourcesBelow } from './source.ts';

/** This file shows what must not be written, so it is not searched itself. */
const searched = ({ path }: Source): boolean => path !== 'test/house/leftovers.test.ts';

const written = sourcesBelow('src', 'db', 'test', 'views', 'bench', 'tools').filter(
  (source) => searched(source) && /\.(ts|mts|mjs|sql|html|txt|css|md)$/.test(source.path),
);
const tests = written.filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'));

const later = /\b(TODO|FIXME|XXX)\b/;
const alone = /\.(only|skip)\s*\(|\b[fx](describe|it|test)\(/;
const silenced = /(?:oxlint|eslint)-disable(?!.* -- \S)|@ts-(?:ignore|nocheck)|@ts-expect-error\s*$/;

/** The lines that match, as `path:line`. */
const linesWith = (pattern: RegExp, sources: Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : [])),
  );

test('nothing is put off in a comment', () => {
  expect(linesWith(later, written)).toEqual([]);
});

test('no test runs alone, and none is passed over', () => {
  expect(linesWith(alone, tests)).toEqual([]);
});

test('whoever silences a check says why, after two dashes', () => {
  expect(linesWith(silenced, written)).toEqual([]);
});

test.each([
  ['a note for later', later, '// TODO: mend this'],
  ['a test that runs alone', alone, "test.only('a', () => {});"],
  ['a test that is passed over', alone, "describe.skip('a', () => {});"],
  ['a check silenced without a word', silenced, '// oxlint-disable-next-line no-console'],
  ['a type error silenced', silenced, '// @ts-ignore'],
])('%s is found', (_what, pattern, text) => {
  expect(linesWith(pattern, [{ path: 'planted.ts', text: `//\n${text}\n` }])).toEqual(['planted.ts:2']);
});

test.each([
  ['a test that runs where there is a browser', alone, "describe.skipIf(!chromium)('a', () => {});"],
  [
    'a check silenced for a reason',
    silenced,
    '// oxlint-disable-next-line no-console -- the terminal is the interface',
  ],
])('%s is let be', (_what, pattern, text) => {
  expect(linesWith(pattern, [{ path: 'planted.ts', text }])).toEqual([]);
});
