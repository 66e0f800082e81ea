import { describe, expect, test } from 'vitest';
import { faultWords, readLetterFile } from '../../src/letters/letter-file.ts';
import { wordsIn } from '../../src/web/speak.ts';

const GOOD = `---
title: End the contract
to:
  - name: Jo Doe
    role: Chief executive
employers:
  - name: Corp
    domains: [corp.com, corp.example]
demands:
  - End the contract
release: {min: 10, every: 120}
---
We build this.
`;

const faultsOf = (source: string): string[] => {
  const read = readLetterFile(source);
  return 'faults' in read ? read.faults.map((fault) => faultWords(wordsIn('en'), fault)) : [];
};
/** The faults of Ada's file after one change. */
const changed = (from: string | RegExp, to: string): string[] => {
  expect(GOOD.replace(from, to)).not.toBe(GOOD);
  return faultsOf(GOOD.replace(from, to));
};
const expectFault = (faults: string[], beginning: string) =>
  expect(faults.map((fault) => fault.slice(0, beginning.length))).toContain(beginning);

test('Ada’s file has no fault', () => {
  expect(faultsOf(GOOD)).toEqual([]);
});

describe('Ada is told the line and the field of', () => {
  test.each([
    ['an empty title', 'title: End the contract', 'title: ""', 'line 2, title: must not be empty'],
    ['a title that is a number', 'End the contract', '2030', 'line 2, title: must be text (put it in quotes)'],
    ['an unknown field of an addressee', 'role:', 'rôle:', 'line 4, to[0]: has no field rôle'],
    ['a mailbox provider', 'corp.example', 'gmail.com', 'line 8, employers[0].domains[1]: "gmail.com" is a provider'],
    ['a suffix', 'corp.example', 'co.uk', 'line 8, employers[0].domains[1]: "co.uk" is a suffix under which'],
    ['no domain', 'corp.example', 'intranet', 'line 8, employers[0].domains[1]: "intranet" is not a domain name'],
    ['a repeated domain', 'corp.example', 'corp.com', 'line 8, employers[0].domains[1]: corp.com appears twice'],
    [
      'domains that are no list',
      '[corp.com, corp.example]',
      'corp.com',
      'line 8, employers[0].domains: must be a list',
    ],
    ['a demand that is a number', '- End the contract', '- 42', 'line 10, demands[0]: must be text, or {text'],
    ['a release that is too small', 'min: 10', 'min: 9', 'line 11, release.min: must be at least 10'],
    ['a release that is no number', 'min: 10', 'min: ten', 'line 11, release.min: must be a whole number'],
    ['a missing name', '- name: Jo Doe\n    role', '- role', 'line 4, to[0].name: is required'],
    ['a tab that YAML does not allow', '    role', '\trole', 'line 5: '],
    ['a field that stands twice', 'demands:', 'title: Twice\ndemands:', 'line 9: Map keys must be unique'],
    ['an open quotation', 'Jo Doe', '"Jo Doe', 'line 11: Missing closing "quote'],
  ])('%s', (_, from, to, message) => {
    expectFault(changed(from, to), message);
  });
});

describe('Ada is told the field of', () => {
  test.each([
    ['a missing title', /title: .*\n/, '', 'title: is required'],
    ['missing addressees', /to:\n.*\n.*\n/, '', 'to: is required: a list of {name: …}'],
    ['missing employers', /employers:\n.*\n.*\n/, '', 'employers: is required: a list of {name: …, domains: […]}'],
    ['a field of her own', 'title:', 'titel: x\ntitle:', 'a letter file has no field titel'],
    ['a letter without words', /demands:[^]*/, '---\n', 'body: the letter has neither text nor demands'],
    [
      'demands that stand twice',
      'We build this.',
      '[demands]\n\n[demands]',
      'body: holds the line [demands] more than',
    ],
    ['demands in a code block', 'We build this.', '```\n[demands]\n```', 'body: holds the line [demands] where'],
    ['a control character', 'We build', 'We\u0007build', 'body: must not hold control characters'],
  ])('%s', (_, from, to, message) => {
    expectFault(changed(from, to), message);
  });
});

test('no piece of a file goes anywhere but into its faults', async () => {
  const warned: Error[] = [];
  const hear = (warning: Error) => void warned.push(warning);
  process.on('warning', hear);
  faultsOf(GOOD.replace('title:', '[Maya Lind, Kofi Mensah]: x\ntitle:'));
  // warnings are told in the next turn
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warned).toEqual([]);
});

test('all faults are told at once', () => {
  const faults = faultsOf(
    GOOD.replace('corp.com', 'gmail.com').replace('End the contract', '""').replace('Jo Doe', '1'),
  );
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'line 2, title',
    'line 4, to[0].name',
    'line 8, employers[0].domains[0]',
  ]);
});

test.each(['', 'Hello', '---\ntitle: x\n', '--- x\n---\n'])('%j is no letter file, and line 1 is told', (source) => {
  expect(faultsOf(source)).toEqual([expect.stringMatching(/^line 1: /)]);
});

const tooDeep = 'fields are nested too deep here; a text that begins with [, {, - or ? must be put in quotes';

describe.each([50, 1_500, 400_000])('%i fields within each other', (depth) => {
  test.each([
    ['lists in brackets', '[', ']'],
    ['fields in braces', '{a: ', '}'],
    ['lists of lists', '- ', ''],
    ['names of names', '? ', ''],
  ])('as %s are refused, and the line is told', (_, opens, closes) => {
    const nested = `${opens.repeat(depth)}x${closes.repeat(depth)}`;
    expect(faultsOf(`---\ntitle: Deep\n${nested}\n---\nText`)).toEqual(['line 3: ' + tooDeep]);
  });
});
