import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/letters/canonical-text.ts';
import { readLetterFile, writeLetterFile } from '../../src/letters/letter-file.ts';
import type { Draft } from '../../src/letters/letter.ts';
import { drafts } from './drafts.ts';
import { adasDraft } from './letters.ts';

const SMALLEST = `---
title: End the contract
to: [{name: Jo Doe}]
employers: [{name: Corp, domains: [corp.com]}]
---
We build this.
`;

function draftOf(source: string): Draft {
  const read = readLetterFile(source);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.draft;
}

describe('a letter that was written to a file', () => {
  test('reads back as the same draft with the same text', () => {
    const property = fc.property(drafts, (draft) => {
      const read = readLetterFile(writeLetterFile(draft));
      expect(read).toEqual({ draft });
      expect(canonicalText((read as { draft: Draft }).draft)).toBe(canonicalText(draft));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('reads the same with the line ends of Windows, a byte order mark, and letters taken apart', () => {
    const property = fc.property(drafts, (draft) => {
      const file = writeLetterFile(draft);
      expect(readLetterFile(file.replaceAll('\n', '\r\n'))).toEqual({ draft });
      expect(readLetterFile(`\uFEFF${file}`)).toEqual({ draft });
      expect(readLetterFile(file.normalize('NFD'))).toEqual({ draft });
    });
    fc.assert(property);
  });

  test('is written the same again after it was read', () => {
    const property = fc.property(drafts, (draft) => {
      const file = writeLetterFile(draft);
      expect(writeLetterFile(draftOf(file))).toBe(file);
    });
    fc.assert(property);
  });

  test('is another file when the draft is another', () => {
    expect(writeLetterFile({ ...adasDraft, closing: 'Yours,' })).not.toBe(writeLetterFile(adasDraft));
  });
});

test('Ada’s smallest file is a draft with every default', () => {
  expect(draftOf(SMALLEST)).toEqual({
    title: 'End the contract',
    slug: 'end-the-contract',
    to: [{ name: 'Jo Doe', role: null, organization: null }],
    from: null,
    employers: [{ name: 'Corp', domains: ['corp.com'], headcount: null, headcountSource: null }],
    salutation: null,
    body: 'We build this.',
    demands: [],
    closing: null,
    pledges: [],
    sites: [],
    roles: [],
    organizations: [],
    closes: null,
    rollCall: false,
    vouching: false,
    supporters: null,
    sealUntil: null,
    openAt: null,
    status: 'draft',
    language: 'en',
    shown: ['named', 'by role', 'anonymous'],
    comments: false,
    release: { min: 10, every: 120 },
  });
});

test('the body may hold lines of hyphens, and fields that are not read as such', () => {
  const body = 'First part\n\n---\n\ntitle: not the title\n\n---\nLast part';
  expect(draftOf(SMALLEST.replace('We build this.', body))).toMatchObject({ title: 'End the contract', body });
});

test('demands may be text, or text with a status', () => {
  const demands = 'demands: ["End it: now", {text: Publish it, status: partly met}]\n---\n';
  expect(draftOf(SMALLEST.replace('---\nWe', `${demands}We`)).demands).toEqual([
    { text: 'End it: now', status: 'open' },
    { text: 'Publish it', status: 'partly met' },
  ]);
});

test('white space within a field is folded, and domains are in their ASCII form', () => {
  const file = SMALLEST.replace('End the contract', '"  End \\t the\\n contract "').replace(
    'corp.com',
    'BÜCHER.example.',
  );
  expect(draftOf(file)).toMatchObject({
    title: 'End the contract',
    employers: [{ domains: ['xn--bcher-kva.example'] }],
  });
});

test.each([
  ['of a staff under 50', 'headcount: 49', 5],
  ['of a staff of 50', 'headcount: 50', 10],
])('the smallest release %s follows from the headcount', (_, headcount, min) => {
  const file = SMALLEST.replace('[corp.com]}', `[corp.com], ${headcount}}`);
  expect(draftOf(file).release).toEqual({ min, every: 120 });
});

test.each([
  ['[named]', '', { min: 1, every: 0 }],
  ['[named]', 'release: {min: 10}', { min: 10, every: 0 }],
  ['[named]', 'release: {every: 120}', { min: 1, every: 120 }],
  ['[named, anonymous]', '', { min: 10, every: 120 }],
])('shown %s and %j make the release %j', (shown, line, release) => {
  const file = SMALLEST.replace('\n---\n', `\nshown: ${shown}\n${line}\n---\n`);
  expect(draftOf(file).release).toEqual(release);
  expect(readLetterFile(writeLetterFile(draftOf(file)))).toEqual({ draft: draftOf(file) });
});

describe('a title of which no address can be made', () => {
  const titled = (title: string) => draftOf(SMALLEST.replace('End the contract', title));

  test.each(['公开信', '夜勤について', '공개 서한', 'מכתב גלוי', 'खुला पत्र', 'จดหมายเปิดผนึก', '🎉🎉', '…'])(
    '%s makes one that is the same each time',
    (title) => {
      const draft = titled(title);
      expect(draft.slug).toMatch(/^letter-[0-9a-hjkmnp-tv-z]{8}$/);
      expect(titled(title).slug).toBe(draft.slug);
      expect(titled(title.normalize('NFD')).slug).toBe(draft.slug);
      expect(readLetterFile(writeLetterFile(draft))).toEqual({ draft });
    },
  );

  test('makes another than another title', () => {
    expect(titled('公开信').slug).not.toBe(titled('公開信').slug);
    const slugs = Array.from({ length: 2_000 }, (_, i) => titled(String.fromCodePoint(0x4e00 + i)).slug);
    expect(new Set(slugs).size).toBe(2_000);
  });

  test('keeps the address that the file names', () => {
    expect(draftOf(SMALLEST.replace('End the contract', '公开信\nslug: open')).slug).toBe('open');
  });
});

describe('a title of which an address can be made in part', () => {
  const titled = (title: string) => draftOf(SMALLEST.replace('End the contract', title)).slug;

  test.each([
    ['2026年の公開書簡', /^2026-[0-9a-hjkmnp-tv-z]{8}$/],
    ['AI の利用', /^ai-[0-9a-hjkmnp-tv-z]{8}$/],
    ['Halden ２０２６', /^halden-[0-9a-hjkmnp-tv-z]{8}$/],
    [`${'a word '.repeat(20)}公开信`, /^a-word-[a-z-]*[a-z]-[0-9a-hjkmnp-tv-z]{8}$/],
  ])('%s gets characters for the rest', (title, slug) => {
    expect(titled(title)).toMatch(slug);
    expect(titled(title.normalize('NFD'))).toBe(titled(title));
    expect(titled(title).length).toBeLessThanOrEqual(80);
  });

  test('makes another than another title', () => {
    expect(titled('2026年の別の手紙')).not.toBe(titled('2026年の公開書簡'));
  });

  test.each([
    ['Überstunden für alle, größer!', 'ueberstunden-fuer-alle-groesser'],
    ['¿Qué pasó, Ñandú?', 'que-paso-nandu'],
    ['1ª carta, nº 3', '1-carta-n-3'],
    ['Việt Nam, Łódź, İstanbul', 'viet-nam-lodz-istanbul'],
    ['Письмо: объявление', 'pismo-obyavlenie'],
    ['Ελλάδα ٢٠٢٦', 'ellada-2026'],
    ['“Don’t” – 5 ² 🎉', 'dont-5'],
  ])('%s loses no letter, and gets none', (title, slug) => {
    expect(titled(`"${title}"`)).toBe(slug);
  });
});

test('a title of any length makes a slug that the file may hold', () => {
  const draft = draftOf(SMALLEST.replace('End the contract', 'A word too many '.repeat(15)));
  expect(draft.slug).toMatch(/^a-word-too-many-[a-z-]*[a-z]$/);
  expect(readLetterFile(writeLetterFile(draft))).toEqual({ draft });
});
