import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Descriptor, descriptorBytes } from '../../src/protocol/descriptor.ts';

const descriptor: Descriptor = {
  format: 'undersigned/letter/v1',
  version: 1,
  title: 'To whom it concerns',
  to: [{ name: 'Jo Doe', role: 'Chief executive', organization: null }],
  from: 'Amazonians',
  language: 'en',
  text_hash: '00'.repeat(32),
  employers: [{ name: 'Corp', domains: ['corp.example', 'corp-labs.example'] }],
  pledges: ['I will not work on this'],
  shown: ['named', 'by role', 'anonymous'],
  comments: false,
  release: { min: 10, every: 120 },
  seal_until: null,
  closes: '2030-12-31',
  spki: 'MIIB',
  log: 'AAAA',
};
const idOf = (value: Descriptor): string => createHash('sha256').update(descriptorBytes(value)).digest('hex');

test('a descriptor is one line of JSON with its keys sorted', () => {
  expect(new TextDecoder().decode(descriptorBytes(descriptor))).toBe(
    '{"closes":"2030-12-31","comments":false,' +
      '"employers":[{"domains":["corp.example","corp-labs.example"],"name":"Corp"}],' +
      '"format":"undersigned/letter/v1","from":"Amazonians","language":"en","log":"AAAA",' +
      '"pledges":["I will not work on this"],"release":{"every":120,"min":10},"seal_until":null,' +
      '"shown":["named","by role","anonymous"],"spki":"MIIB",' +
      `"text_hash":"${'00'.repeat(32)}","title":"To whom it concerns",` +
      '"to":[{"name":"Jo Doe","organization":null,"role":"Chief executive"}],"version":1}',
  );
});

test('whoever writes the same letter gets the same id, in whatever order and form', () => {
  const otherOrder = Object.fromEntries(Object.entries(descriptor).toReversed()) as unknown as Descriptor;
  expect(idOf(otherOrder)).toBe(idOf(descriptor));
  expect(idOf({ ...descriptor, title: 'Cafe\u0301' })).toBe(idOf({ ...descriptor, title: 'Café' }));
});

test('what the descriptor says can be read from its bytes', () => {
  expect(JSON.parse(new TextDecoder().decode(descriptorBytes(descriptor)))).toEqual(descriptor);
});

test.each([
  ['the title', { title: 'To whom it concern' }],
  ['the text', { text_hash: '01'.repeat(32) }],
  ['an addressee', { to: [{ name: 'Jo Doe', role: 'Chief executive', organization: 'Corp' }] }],
  ['a domain', { employers: [{ name: 'Corp', domains: ['corp.example', 'evilcorp.example'] }] }],
  ['the key of the passes', { spki: 'MIIC' }],
  ['the key of the log', { log: 'AAAB' }],
  ['the release rule', { release: { min: 1, every: 120 } }],
  ['the order of the pledges', { pledges: ['I will consider leaving', 'I will not work on this'] }],
  ['the ways to be shown', { shown: ['named' as const] }],
  ['the closing date', { closes: null }],
  ['the seal', { seal_until: 100 }],
  ['a site', { sites: ['Ostrey'] }],
  ['the version', { version: 2 }],
])('%s is bound: with another one the id is another', (_, change) => {
  expect(idOf({ ...descriptor, ...change })).not.toBe(idOf(descriptor));
});

test('no two titles have one id', () => {
  const titles = fc.uniqueArray(
    fc.string({ unit: 'binary' }).map((title) => title.normalize('NFC')),
    { minLength: 2, maxLength: 2 },
  );
  const property = fc.property(titles, ([one, other]) => {
    expect(idOf({ ...descriptor, title: one! })).not.toBe(idOf({ ...descriptor, title: other! }));
  });
  fc.assert(property);
});
