import { expect, test } from 'vitest';
import { faultWords, readLetterFile, writeLetterFile } from '../../src/letters/letter-file.ts';
import { describe as describeLetter } from '../../src/organizing/publish.ts';
import { descriptorBytes } from '../../src/protocol/descriptor.ts';
import { wordsIn } from '../../src/web/speak.ts';

const FILE = `---
title: Answer us
to: [{ name: Jo Doe }]
employers: [{ name: Corp, domains: [corp.example] }]
pledges: [I will not work on this.]
status: open
---
We ask for an answer.
`;

const draftOf = (file: string) => {
  const read = readLetterFile(file);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.draft;
};
const signed = (file: string): string => {
  const keys = { employees: 'MIIB', log: 'AAAA' };
  return new TextDecoder().decode(descriptorBytes(describeLetter(draftOf(file), new Uint8Array(32), keys)));
};

/** Byte for byte what such a file made before letters had lists of sites and roles. */
const BEFORE =
  '{"closes":null,"comments":false,"employers":[{"domains":["corp.example"],"name":"Corp"}],' +
  '"format":"undersigned/letter/v1","from":null,"language":"en","log":"AAAA",' +
  '"pledges":["I will not work on this."],"release":{"every":120,"min":10},"seal_until":null,' +
  `"shown":["named","by role","anonymous"],"spki":"MIIB","text_hash":"${'00'.repeat(32)}",` +
  '"title":"Answer us","to":[{"name":"Jo Doe","organization":null,"role":null}],"version":1}';

test('a letter file without lists binds what it bound before there were lists', () => {
  expect(signed(FILE)).toBe(BEFORE);
  expect(signed(FILE.replace('status', 'sites: []\nroles: []\nstatus'))).toBe(BEFORE);
  expect(writeLetterFile(draftOf(FILE))).not.toMatch(/sites|roles/);
});

test('lists are bound, each and in their order', () => {
  const withLists = (sites: string) => signed(FILE.replace('status', `sites: ${sites}\nroles: [Porters]\nstatus`));
  expect(withLists('[Ostrey, Remote]')).toContain('"roles":["Porters"]');
  expect(withLists('[Ostrey, Remote]')).toContain('"sites":["Ostrey","Remote"]');
  expect(withLists('[Ostrey, Remote]')).not.toBe(withLists('[Remote, Ostrey]'));
});

test.each([
  ['[Ostrey, Ostrey]', 'sites[1]: appears twice'],
  ['Ostrey', 'sites: must be a list'],
  ['[""]', 'sites[0]: must not be empty'],
  [`[${Array.from({ length: 51 }, (_, i) => `s${i}`).join(', ')}]`, 'sites: must be at most 50'],
])('sites: %s is refused', (sites, words) => {
  const read = readLetterFile(FILE.replace('status', `sites: ${sites}\nstatus`));
  expect('faults' in read && read.faults.map((fault) => faultWords(wordsIn('en'), fault)).join('\n')).toContain(words);
});
