import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addresseeLine, canonicalText } from '../../src/letters/canonical-text.ts';
import { drafts } from './drafts.ts';
import { adasDraft } from './letters.ts';

test('the text that Maya signs is one Markdown document', () => {
  expect(canonicalText(adasDraft)).toBe(`# End the contract

To: Jo Doe, Chief executive, Corp

Dear Jo,

We build this.

1. End the contract
2. Publish a policy

We wait for your answer.

Sincerely,
Corporals
`);
});

test('what a letter does not have leaves no gap', () => {
  const bare = { ...adasDraft, salutation: null, closing: null, from: null, body: 'We build this.', demands: [] };
  expect(canonicalText(bare)).toBe('# End the contract\n\nTo: Jo Doe, Chief executive, Corp\n\nWe build this.\n');
});

test('the demands follow the body where it does not place them', () => {
  expect(canonicalText({ ...adasDraft, body: 'We build this.' })).toContain(
    'We build this.\n\n1. End the contract\n2. Publish a policy\n\nSincerely,',
  );
  expect(canonicalText({ ...adasDraft, body: '' })).toContain('Dear Jo,\n\n1. End the contract');
});

test('a demand is put in as it is, whatever signs it holds', () => {
  const text = '$& $1 $` [demands] \\n';
  const only = canonicalText({ ...adasDraft, demands: [{ text, status: 'open' }] });
  expect(only).toContain(`We build this.\n\n1. ${text}\n\nWe wait`);
});

test.each(['a line with [demands] in it', '> [demands]', '    [demands]', '[demands]: x', '`[demands]`'])(
  '%j does not place the demands',
  (body) => {
    expect(canonicalText({ ...adasDraft, body })).toContain(`${body}\n\n1. End the contract`);
  },
);

describe('the hash of the text', () => {
  const hashOf = (draft: typeof adasDraft) => createHash('sha256').update(canonicalText(draft)).digest('hex');

  test('is the one that sha256sum prints for the file', () => {
    expect(hashOf(adasDraft)).toBe('9c1b0946d447544eb4de4e88ec180dbbb1b7285972d8a65113d96ae398e01f3d');
  });

  test('is the same for line ends and letters of another make', () => {
    const body = 'Café\n\n[demands]\n\nÅ';
    expect(hashOf({ ...adasDraft, body: body.normalize('NFD').replaceAll('\n', '\r\n') })).toBe(
      hashOf({ ...adasDraft, body }),
    );
  });

  test('does not depend on what is no text: status, slug, pledges, dates', () => {
    const other = { ...adasDraft, slug: 'x', pledges: [], closes: '2030-01-01', status: 'draft' as const };
    const met = other.demands.map((demand) => ({ ...demand, status: 'met' as const }));
    expect(hashOf({ ...other, demands: met })).toBe(hashOf(adasDraft));
  });

  test.each([
    ['title', { title: 'End the contracts' }],
    ['addressee', { to: [{ name: 'Jo Doe', role: null, organization: 'Corp' }] }],
    ['salutation', { salutation: 'Jo,' }],
    ['body', { body: `${adasDraft.body}!` }],
    ['demands', { demands: adasDraft.demands.toReversed() }],
    ['closing', { closing: 'Yours,' }],
    ['collective signature', { from: 'Employees of Corp' }],
  ])('is another when the %s is', (_, change) => {
    expect(hashOf({ ...adasDraft, ...change })).not.toBe(hashOf(adasDraft));
  });
});

test('any letter has a text in normal form with one line end at its end, and every demand in order', () => {
  const property = fc.property(drafts, (draft) => {
    const text = canonicalText(draft);
    expect(text).toBe(text.normalize('NFC').replaceAll('\r', ''));
    expect(text).toMatch(/[^\n]\n$/);
    let from = 0;
    draft.demands.forEach((demand, i) => {
      const at = text.indexOf(`${i + 1}. ${demand.text}\n`, from);
      expect(at).toBeGreaterThanOrEqual(from);
      from = at;
    });
  });
  fc.assert(property);
});

test('an addressee is one line', () => {
  expect(addresseeLine({ name: 'Jo Doe', role: null, organization: 'Corp' })).toBe('Jo Doe, Corp');
  expect(addresseeLine({ name: 'Jo Doe', role: null, organization: null })).toBe('Jo Doe');
});
