import { expect, test } from 'vitest';
import { type Source, shipped } from './source.ts';

// The largest file and the largest function are the linter's to refuse (max-lines, max-lines-per-function);
// it sees one file at a time, so the spread is counted here.

const linesOf = ({ text }: Source): number => text.trimEnd().split('\n').length;

/** The size that this share of the files does not pass. */
function sizeAt(share: number, sources: Source[]): number {
  const sizes = sources.map(linesOf).toSorted((a, b) => a - b);
  return sizes[Math.ceil(share * sizes.length) - 1] ?? 0;
}

const largest = (sources: Source[]): string =>
  sources
    .toSorted((a, b) => linesOf(b) - linesOf(a))
    .slice(0, Math.ceil(sources.length / 10))
    .map((source) => `${linesOf(source)} ${source.path}`)
    .join('\n');

test('half of the files have at most 60 lines', () => {
  expect(sizeAt(0.5, shipped())).toBeLessThanOrEqual(60);
});

test('nine files of ten have at most 150 lines', () => {
  expect(sizeAt(0.9, shipped()), largest(shipped())).toBeLessThanOrEqual(150);
});

test('sizes are counted in lines, and shares in files', () => {
  const ten = Array.from({ length: 10 }, (_, i): Source => ({ path: `${i}.ts`, text: '//\n'.repeat(i + 1) }));
  expect(sizeAt(0.5, ten)).toBe(5);
  expect(sizeAt(0.9, ten)).toBe(9);
});
