import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { type Source, shipped } from './source.ts';

/** Words that say what a thing is to the programmer, where a word of the story would say what it is. */
const empty = /(service|manager|helper|util|utils|handler|factory|controller|impl|dto)$/i;
const exported = /^export\s+(?:async\s+)?(?:const|function|class|interface|type)\s+(\w+)/gm;

const emptyNames = (sources: Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    [basename(path, '.ts'), ...Array.from(text.matchAll(exported), (match) => match[1]!)]
      .filter((name) => empty.test(name) || /^(data|info|process)$/.test(name))
      .map((name) => `${path}: ${name}`),
  );

/** Rule 7: a fault is thrown, what a user can cause is a value; neither is told by its text. */
const told = /\.message\s*(?:===|!==|\.(?:includes|startsWith|endsWith|match)\()|\.test\(\s*\w+\.message\s*\)/;
const hierarchy = /\bclass\s+\w+\s+extends\s+(?!Error\b)\w*(?:Error|Fault|Refusal|Problem)\b/;

const faultsToldByText = (sources: Source[]): string[] =>
  sources.filter(({ text }) => told.test(text) || hierarchy.test(text)).map(({ path }) => path);

test('names say what a thing is in the story', () => {
  expect(emptyNames(shipped())).toEqual([]);
});

test('no fault is told by its text, and none descends from another of ours', () => {
  expect(faultsToldByText(shipped())).toEqual([]);
});

test('an empty word is found in the name of a file and of an export', () => {
  const text = 'export const letterOf = 1;\nexport class MailManager {}\nexport type RequestHandler = () => void;\n';
  expect(emptyNames([{ path: 'src/web/form-utils.ts', text }])).toEqual([
    ...[
      'src/web/form-utils.ts: form-utils',
      'src/web/form-utils.ts: MailManager',
      'src/web/form-utils.ts: RequestHandler',
    ],
  ]);
});

test.each([
  ["if (fault.message.includes('UNIQUE')) return;"],
  ["if (fault.message === 'late') return;"],
  ['if (/UNIQUE/.test(fault.message)) return;'],
  ['class LateFault extends MailFault {}'],
])('%s is found', (text) => {
  expect(faultsToldByText([{ path: 'planted.ts', text }])).toEqual(['planted.ts']);
});

test('a fault of our own that is an Error is let be, and its text may be shown', () => {
  const text = 'export class ConfigFault extends Error {}\nconst shown = fault.message;';
  expect(faultsToldByText([{ path: 'planted.ts', text }])).toEqual([]);
});
