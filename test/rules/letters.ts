import type { Draft, Employer, PublishedLetter } from '../../src/letters/letter.ts';

export const corp: Employer = { name: 'Corp', domains: ['corp.com'], headcount: null, headcountSource: null };
export const labs: Employer = { name: 'Labs', domains: ['labs.example'], headcount: null, headcountSource: null };

/** The letter that Ada wrote, before it has keys. */
export const adasDraft: Draft = {
  title: 'End the contract',
  slug: 'end-the-contract',
  to: [{ name: 'Jo Doe', role: 'Chief executive', organization: 'Corp' }],
  from: 'Corporals',
  employers: [corp],
  salutation: 'Dear Jo,',
  body: 'We build this.\n\n[demands]\n\nWe wait for your answer.',
  demands: [
    { text: 'End the contract', status: 'open' },
    { text: 'Publish a policy', status: 'met' },
  ],
  closing: 'Sincerely,',
  pledges: ['I will not work on this', 'I will consider leaving'],
  sites: [],
  roles: [],
  organizations: [],
  closes: null,
  sealUntil: null,
  status: 'open',
  language: 'en',
  shown: ['named', 'by role', 'anonymous'],
  comments: true,
  release: { min: 10, every: 120 },
  rollCall: false,
  vouching: false,
  supporters: null,
  openAt: null,
};

/** The same letter as it is open for signatures. */
export const openLetter = (changes: Partial<PublishedLetter> = {}): PublishedLetter => ({
  ...adasDraft,
  id: new Uint8Array(16).fill(1),
  address: adasDraft.slug,
  privateAddress: null,
  tally: 'employees',
  status: 'open',
  version: 1,
  earlier: [],
  amendedAt: null,
  publicId: new Uint8Array(32).fill(2),
  versionHash: new Uint8Array(32).fill(2),
  descriptor: '{}',
  textHash: new Uint8Array(32).fill(3),
  openedAt: Date.parse('2030-01-01T00:00:00Z'),
  closedAt: null,
  endedAt: null,
  removalNote: null,
  translations: [],
  ...changes,
});
