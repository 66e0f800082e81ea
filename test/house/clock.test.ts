import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { type Source, shipped } from './source.ts';

// The linter refuses Date.now, Math.random and process.env by name. It has no rule for a constructor without
// arguments, nor for the same things reached another way.

/** The only files that may ask the machine: they make the world that everybody else is given. */
const asksTheMachine = /^src\/(config|world|main)\.ts$|^src\/(cli|dev)\//;

const ways: [what: string, pattern: RegExp][] = [
  ['new Date() without an instant', /\bnew Date(?!\s*\(\s*[^\s)])/],
  ['Date() as text', /(?<!new |[\w.$])Date\(/],
  ['the clock of performance.now()', /\bperformance\.(now|timeOrigin)\b/],
  ['node:process', /['"](node:)?process['"]/],
  ['globalThis.process', /\bglobalThis\.(process|Date|Math)\b/],
];

const faultsOf = (sources: Source[]): string[] =>
  sources
    .filter(({ path }) => !asksTheMachine.test(path))
    .flatMap(({ path, text }) => {
      const { code } = transformSync(text, { loader: 'ts', format: 'esm' });
      return ways.filter(([, pattern]) => pattern.test(code)).map(([what]) => `${path}: ${what}`);
    });

test('everybody is given the instant, the random bytes and the settings', () => {
  expect(faultsOf(shipped())).toEqual([]);
});

test.each([
  ['export const now = new Date();', 'new Date() without an instant'],
  ['export const now = new Date;', 'new Date() without an instant'],
  ['export const now = Date();', 'Date() as text'],
  ['export const now = performance.now();', 'the clock of performance.now()'],
  ["import { env } from 'node:process';\nexport const port = env.PORT;", 'node:process'],
  ['export const { env } = globalThis.process;', 'globalThis.process'],
])('%s is found in a feature and let be in the world', (text, what) => {
  expect(faultsOf([{ path: 'src/reading/planted.ts', text }])).toEqual([`src/reading/planted.ts: ${what}`]);
  expect(faultsOf([{ path: 'src/world.ts', text }])).toEqual([]);
});

test('a date made from an instant is no clock, nor is one in a comment', () => {
  const text = 'export const iso = (now: number) => new Date(now).toISOString(); // not new Date()';
  expect(faultsOf([{ path: 'src/reading/planted.ts', text }])).toEqual([]);
});
