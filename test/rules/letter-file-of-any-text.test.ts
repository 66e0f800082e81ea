import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultWords, readLetterFile } from '../../src/letters/letter-file.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';

const GOOD = letterFile();

const faultsOf = (source: string): string[] => {
  const read = readLetterFile(source);
  return 'faults' in read ? read.faults.map((fault) => faultWords(wordsIn('en'), fault)) : [];
};
const NAMED = /^line [1-9]\d*[:,]|^[a-z_]+(\[\d+\])?(\.[a-z_]+)?(\[\d+\])?: |^a letter file has no field /;

test.each(['- a\n- b', 'only text', '42', '[title, to]'])('front matter that is %j is told with its line', (head) => {
  expect(faultsOf(`---\n${head}\n---\nBody`)).toEqual([expect.stringMatching(NAMED)]);
});

test.each(['*Stop* the contract', '*stop', '&a [*a]', '*a : b'])('a title of %j is told, not thrown', (title) => {
  expect(faultsOf(GOOD.replace('title: Answer us', `title: ${title}`))[0]).toMatch(/^line 2\b/);
});

test('aliases that multiply are told, not thrown', () => {
  const tens = (name: string, of: string) => `${name}: &${name} [${Array<string>(10).fill(of).join(', ')}]\n`;
  const bomb = tens('a', 'x') + tens('b', '*a') + tens('c', '*b') + tens('d', '*c') + tens('e', '*d');
  expect(faultsOf(GOOD.replace('title:', `${bomb}title:`))[0]).toMatch(NAMED);
});

describe('any text at all', () => {
  const words = 'title to employers name corp.com [ ] { } " # * &a !!str ? << 1 ~ % @ ,'.split(' ');
  const signs = [': ', '- ', '\n', '\n  ', '\t', '|\n', '>-\n', '---\n', '[demands]\n'];
  const yaml = fc.array(fc.oneof(fc.constantFrom(...words, ...signs), fc.string({ unit: 'binary', maxLength: 4 })));
  const sources = fc.oneof(
    fc.string({ unit: 'binary' }),
    yaml.map((parts) => `---\n${parts.join('')}\n---\n`),
    yaml.map((parts) => GOOD.replace('Answer us', parts.join(''))),
    fc.nat(GOOD.length).chain((at) => yaml.map((parts) => GOOD.slice(0, at) + parts.join('') + GOOD.slice(at))),
  );

  test('is read or refused, never thrown at, and every fault names its line or field', () => {
    const property = fc.property(sources, (source) => {
      for (const fault of faultsOf(source)) expect(fault).toMatch(NAMED);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
