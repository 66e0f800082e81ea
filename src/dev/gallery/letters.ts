import { canonicalText } from '../../letters/canonical-text.ts';
import type { Draft, PublishedLetter } from '../../letters/letter.ts';
import { type LetterKeys, describe, sha256 } from '../../organizing/publish.ts';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { descriptorBytes } from '../../protocol/descriptor.ts';
import type { Published } from '../../signing/public-board.ts';
import type { ShownSignature } from '../../signing/shown/store.ts';
import { noTotals } from '../../signing/totals.ts';
import { comments, firstNames, lastNames, roles } from '../invented.ts';
import { DAY, HOUR, NOW } from './stage.ts';

const draft: Draft = {
  title: 'Tell us what the tracking tool is sold for',
  slug: 'tracking-tool',
  to: [{ name: 'Pat Orsini', role: 'Chief Executive', organization: 'Halden' }],
  from: 'Halden employees',
  employers: [
    { name: 'Halden', domains: ['halden.example'], headcount: 900, headcountSource: 'https://halden.example/about' },
  ],
  salutation: 'Dear Pat Orsini,',
  body: 'We built a tool that follows lorries. It is now sold to follow people.\n\n[demands]\n\nWe want to be **proud** of what we make.',
  demands: [
    { text: 'Say to whom the tool is sold.', status: 'open' },
    { text: 'End the sale to anybody who follows people.', status: 'partly met' },
  ],
  closing: 'Sincerely,',
  pledges: ['I will not work on this.', 'I will consider leaving.'],
  sites: [],
  roles: [],
  organizations: [{ name: 'Union of All', url: 'https://union.example' }],
  closes: '2026-12-31',
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

const keys: LetterKeys = {
  employees: toBase64url(new Uint8Array(422).fill(1)),
  vouched: toBase64url(new Uint8Array(422).fill(2)),
  supporters: toBase64url(new Uint8Array(422).fill(3)),
  log: toBase64url(new Uint8Array(32).fill(4)),
};

/** A published letter that stands in no database. */
export function invent(changes: Partial<PublishedLetter> = {}): PublishedLetter {
  const written: Draft = { ...draft, ...changes, status: 'open' };
  const textHash = sha256(utf8(canonicalText(written)));
  const bytes = descriptorBytes(describe(written, textHash, keys));
  const own = { id: new Uint8Array(16).fill(7), publicId: sha256(bytes), versionHash: sha256(bytes), textHash };
  return {
    ...written,
    ...own,
    ...{ address: written.slug, privateAddress: null, tally: 'employees', version: 1, earlier: [], amendedAt: null },
    ...{ openedAt: NOW - 10 * DAY, closedAt: null, endedAt: null, removalNote: null, status: 'open' },
    translations: [],
    descriptor: new TextDecoder().decode(bytes),
    ...changes,
  };
}

/** With several employers, lists, supporters and colleagues who are vouched for. */
export const large = (changes: Partial<PublishedLetter> = {}): PublishedLetter =>
  invent({
    slug: 'tracking-tool-large',
    employers: [
      ...draft.employers,
      { name: 'Torvik Systems International', domains: ['torvik.example'], headcount: null, headcountSource: null },
    ],
    sites: ['Bergen', 'Hamburg', 'Tunis'],
    roles: ['Engineering', 'Support'],
    vouching: true,
    supporters: { pledges: ['I will not buy from them.'] },
    ...changes,
  });

/** What is published after so many signatures. */
export function counted(letter: PublishedLetter, total: number): Published {
  const [named, byRole] = [Math.floor(total / 4), Math.floor(total / 8)];
  const split = letter.employers.map((_, i) => Math.floor(total / (i + 2)));
  const breakdown = (groups: string[]) => ({
    ...{ now: [], considered: total },
    table: { of: total, atLeast: groups.map((_, i) => (i === 2 ? null : 40 - 15 * i)), exact: [] },
  });
  return {
    totals: {
      ...noTotals(letter.employers.length, letter.pledges.length),
      ...{ total, named, byRole, anonymous: total - named - byRole, split: total === 0 ? null : split },
      pledged: letter.pledges.map((_, i) => ({ count: i === 0 ? Math.floor(total / 3) : 0, of: i === 0 ? total : 0 })),
      signedText: { version: letter.version, count: Math.floor(total / 2) },
      ...(letter.sites.length > 0 && total > 0
        ? { sites: breakdown(letter.sites), roles: breakdown(letter.roles) }
        : {}),
    },
    ...{ asOf: total === 0 ? letter.openedAt : NOW - HOUR, number: total === 0 ? 0 : 5, size: total },
  };
}

/** Signatories as readers see them: one has words that are hidden, one a name from right to left. */
export const signatories = (count: number): ShownSignature[] =>
  Array.from({ length: count }, (_, i) => ({
    position: i,
    shown: i % 3 === 2 ? ('by role' as const) : ('named' as const),
    name: i % 3 === 2 ? null : i === 4 ? 'ليلى حداد' : `${firstNames[i % 31]} ${lastNames[i % 27]}`,
    role: i === 1 ? null : roles[i % roles.length]!,
    employer: 0,
    comment: comments[i] ?? null,
    hidden: i === 1 ? { role: 'personal data' as const } : i === 3 ? { comment: 'insult' as const } : {},
  }));
