import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText } from '../../src/letters/canonical-text.ts';
import { faultWords, readLetterFile, writeLetterFile } from '../../src/letters/letter-file.ts';
import { evidenceItems, evidenceOf } from '../../src/organizing/drafting/evidence/in-file.ts';
import { emptyContent } from '../../src/organizing/drafting/content.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { contents } from './contents.ts';
import { drafts } from './drafts.ts';

const HASH = 'ab'.repeat(32);
const FILE = `---
title: Answer us
to: [{ name: Jo Doe }]
employers: [{ name: Corp, domains: [corp.example] }]
status: open
---
We ask for an answer.
`;
const EVIDENCE = `evidence:
  - quotation: Two per ward.
    link: https://corp.example/12
    date: 2026-03-03
    sha256: ${HASH}
    stored: 2026-03-09
  - link: https://corp.example/13
status: open
`;
const WITH = FILE.replace('status: open\n', EVIDENCE);

function read(file: string) {
  const found = readLetterFile(file);
  if ('faults' in found) throw new Error(JSON.stringify(found.faults));
  return found;
}

test('it is read, and nothing that people sign moves by it', () => {
  expect(read(WITH).evidence).toEqual([
    {
      ...{ quotation: 'Two per ward.', link: 'https://corp.example/12', date: '2026-03-03' },
      ...{ sha256: HASH, stored: '2026-03-09' },
    },
    { quotation: '', link: 'https://corp.example/13', date: '', sha256: null, stored: null },
  ]);
  expect(read(WITH).draft).toEqual(read(FILE).draft);
  expect(canonicalText(read(WITH).draft)).toBe(canonicalText(read(FILE).draft));
});

test('a file without it says nothing of it', () => {
  expect(read(FILE).evidence).toBeUndefined();
  expect(writeLetterFile(read(FILE).draft)).not.toContain('evidence');
  expect(read(FILE.replace('status', 'evidence: []\nstatus')).evidence).toEqual([]);
});

test.each([
  ['evidence: soon', 'line 5, evidence: must be a list'],
  ['evidence: [{ quote: x }]', 'has no field quote'],
  ['evidence: [{ link: x, sha256: abc }]', 'line 5, evidence[0].sha256: must be 64 digits'],
  ['evidence: [{ link: x, stored: soon }]', 'evidence[0].stored: must be a date'],
  ['evidence: [{ date: 2026 }]', 'evidence[0].date: must be text'],
  ['evidence: [{ link: "" }]', 'line 5, evidence[0]: must not be empty'],
])('%s is refused', (field, words) => {
  const found = readLetterFile(FILE.replace('status', `${field}\nstatus`));
  const faults = 'faults' in found ? found.faults.map((fault) => faultWords(wordsIn('en'), fault)) : [];
  expect(faults.join('\n')).toContain(words);
});

test('whatever was typed as evidence goes out and comes back', () => {
  fc.assert(
    fc.property(drafts, contents, (letter, content) => {
      const evidence = evidenceOf(content);
      const file = writeLetterFile(letter, evidence);
      expect(readLetterFile(file)).toEqual({ draft: letter, evidence: evidence.length > 0 ? evidence : undefined });
      const again = {
        ...emptyContent(),
        lists: { ...emptyContent().lists, evidence: evidenceItems(evidence, () => 'i1') },
      };
      expect(evidenceOf(again)).toEqual(evidence);
    }),
  );
});
