import { describe, expect, test } from 'vitest';
import { faultsOfAmendment } from '../../src/letters/amendment.ts';
import type { Draft } from '../../src/letters/letter.ts';
import { adasDraft, labs } from './letters.ts';

const fieldsAtFault = (changes: Partial<Draft>): PropertyKey[] =>
  faultsOfAmendment(adasDraft, { ...adasDraft, ...changes }).map(({ path }) => path[0]!);

describe('an amendment', () => {
  test.each<[string, Partial<Draft>]>([
    ['the title', { title: 'End it now' }],
    ['the addressees', { to: [{ name: 'The board', role: null, organization: 'Corp' }] }],
    ['the salutation', { salutation: null }],
    ['the body', { body: 'We build this, and will not.\n\n[demands]' }],
    ['a demand', { demands: [{ text: 'End both contracts', status: 'open' }] }],
    ['the closing line', { closing: 'Yours,' }],
    ['the organizations', { organizations: [{ name: 'A union', url: null }] }],
    ['the pledges, by one more', { pledges: [...adasDraft.pledges, 'I will speak in public'] }],
  ])('changes %s', (_what, changes) => {
    expect(fieldsAtFault(changes)).toEqual([]);
  });

  test.each<[string, Partial<Draft>]>([
    ['slug', { slug: 'another' }],
    ['from', { from: 'Nobody' }],
    ['language', { language: 'de' }],
    ['employers', { employers: [...adasDraft.employers, labs] }],
    ['employers', { employers: [{ ...adasDraft.employers[0]!, headcount: 30 }] }],
    ['closes', { closes: '2031-01-01' }],
    ['seal_until', { sealUntil: 20 }],
    ['shown', { shown: ['named'] }],
    ['comments', { comments: false }],
    ['release', { release: { min: 20, every: 0 } }],
    ['roll_call', { rollCall: true }],
    ['vouching', { vouching: true }],
    ['sites', { sites: ['Lisbon'] }],
    ['roles', { roles: ['Nursing'] }],
    ['supporters', { supporters: { pledges: [] } }],
    ['pledges', { pledges: adasDraft.pledges.toReversed() }],
    ['pledges', { pledges: ['Something else', adasDraft.pledges[1]!] }],
    ['pledges', { pledges: adasDraft.pledges.slice(1) }],
  ])('does not change %s', (field, changes) => {
    expect(fieldsAtFault({ ...changes, title: 'End it now' })).toEqual([field]);
  });

  test('that changes nothing is none; what became of a demand is no amendment', () => {
    expect(fieldsAtFault({})).toEqual(['body']);
    expect(fieldsAtFault({ demands: adasDraft.demands.map(({ text }) => ({ text, status: 'met' })) })).toEqual([
      'body',
    ]);
  });
});
