import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOfRules } from '../../src/letters/letter-rules.ts';
import type { Draft } from '../../src/letters/letter.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { drafts } from './drafts.ts';
import { adasDraft, corp, labs } from './letters.ts';

const faultsOf = (changes: Partial<Draft>): string[] =>
  faultsOfRules({ ...adasDraft, ...changes }).map(
    ({ path, message }) => `${path.join('.')}: ${wordsIn('en').say(message)}`,
  );

test('Ada’s draft has no fault, nor has any that the reader gave', () => {
  expect(faultsOf({})).toEqual([]);
  const property = fc.property(drafts, (draft) => {
    expect(faultsOfRules(draft)).toEqual([]);
  });
  fc.assert(property);
});

describe('fields that do not go together are told:', () => {
  test.each<[string, Partial<Draft>, string]>([
    [
      'one domain of two employers',
      { employers: [corp, { ...labs, domains: ['corp.com'] }] },
      'employers.1.domains.0: ',
    ],
    ['one name of two employers', { employers: [corp, { ...labs, name: 'Corp' }] }, 'employers.1.name: appears twice'],
    ['one pledge twice', { pledges: ['a', 'b', 'a'] }, 'pledges.2: appears twice'],
    ['neither text nor demands', { body: '', demands: [] }, 'body: the letter has neither'],
    ['a place for demands that are none', { demands: [] }, 'demands: is empty'],
    ['two places for the demands', { body: '[demands]\n\n[demands]' }, 'body: holds the line [demands] more than once'],
    ['demands in code', { body: '~~~\n[demands]\n~~~' }, 'body: holds the line [demands] where'],
    ['demands as the rest of a quotation', { body: '> x\n[demands]' }, 'body: holds the line [demands] where'],
    ['a body that is too long', { body: 'x'.repeat(200_001) }, 'body: must be at most 200000'],
    ['a control character', { body: 'x\u0000' }, 'body: must not hold control'],
    ['a release of fewer than ten', { release: { min: 9, every: 120 } }, 'release.min: must be at least 10'],
    [
      'a release of one by role',
      { release: { min: 1, every: 0 }, shown: ['by role'] },
      'release.min: must be at least',
    ],
  ])('%s', (_, changes, beginning) => {
    expect(faultsOf(changes).map((fault) => fault.slice(0, beginning.length))).toEqual([beginning]);
  });
});

describe('fields that go together are not:', () => {
  test.each<[string, Partial<Draft>]>([
    ['demands without text', { body: '' }],
    ['text without demands', { body: 'We build this.', demands: [] }],
    ['a release of one where all are named', { release: { min: 1, every: 0 }, shown: ['named'] }],
    ['a seal, with a date or without', { sealUntil: 100 }],
    ['the longest body', { body: 'x'.repeat(200_000) }],
    ['tabs', { body: '\tx\n\ty' }],
    ['the word in a sentence', { body: 'Our [demands] are few.\n\n[demands]' }],
  ])('%s', (_, changes) => {
    expect(faultsOf(changes)).toEqual([]);
  });
});
