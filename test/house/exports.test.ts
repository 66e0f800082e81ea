import { expect, test } from 'vitest';
import { type Source, sourcesBelow } from './source.ts';

const programs = sourcesBelow('src', 'db', 'test', 'bench', 'tools').filter(({ path }) => /\.m?[jt]s$/.test(path));

const declaration = /^export (?:async )?(const|function\*?|class|type|interface) (\w+)/gm;

/** Each word of a file, with how often it stands there. */
function wordsOf({ text }: Source): Map<string, number> {
  const words = new Map<string, number>();
  for (const [word] of text.matchAll(/\w+/g)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/** What src/ exports and no other file names. A type may be there for what its own file exports. */
function unusedExports(sources: Source[]): string[] {
  const counted = sources.map((source) => ({ source, words: wordsOf(source) }));
  return counted
    .filter(({ source }) => source.path.startsWith('src/'))
    .flatMap(({ source, words }) =>
      Array.from(source.text.matchAll(declaration), ([, kind, name]) => ({ kind: kind!, name: name! }))
        .filter(({ kind, name }) => !/^(type|interface)$/.test(kind) || words.get(name) === 1)
        .filter(({ name }) => !counted.some((other) => other.source !== source && other.words.has(name)))
        .map(({ name }) => `${source.path} ${name}`),
    );
}

test('what a file exports is used in another', () => {
  expect(unusedExports(programs)).toEqual([]);
});

test('an export that nobody uses is found, and one that a type or another file needs is not', () => {
  const source: Source = {
    path: 'src/a.ts',
    text: [
      'export interface Alone {}',
      'export interface Given {}',
      'export const given = (): Given => ({});',
      'export async function own() {}',
      'own();',
    ].join('\n'),
  };
  expect(unusedExports([source, { path: 'test/a.test.ts', text: 'given();' }])).toEqual([
    'src/a.ts Alone',
    'src/a.ts own',
  ]);
});
