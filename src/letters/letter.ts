import type { Bytes } from '../protocol/bytes.ts';
import type { ReleaseRule, Shown } from '../protocol/descriptor.ts';
import type { Tally } from '../protocol/tally.ts';

export type LetterStatus = 'draft' | 'gathering' | 'open' | 'delivered' | 'closed' | 'removed';
export type DemandStatus = 'open' | 'met' | 'partly met' | 'refused';

export interface Addressee {
  name: string;
  role: string | null;
  organization: string | null;
}

export interface Demand {
  text: string;
  status: DemandStatus;
}

export interface Employer {
  name: string;
  /** ASCII host names, lower case; each covers its subdomains. */
  domains: string[];
  headcount: number | null;
  headcountSource: string | null;
}

export interface Organization {
  name: string;
  url: string | null;
}

/** What the organizers wrote: the content of a letter file and of one version. */
export interface Draft {
  title: string;
  slug: string;
  to: Addressee[];
  from: string | null;
  employers: Employer[];
  salutation: string | null;
  /** Markdown. A line that holds only `[demands]` says where the numbered demands stand. */
  body: string;
  demands: Demand[];
  closing: string | null;
  pledges: string[];
  /** Where and as what signatories work, for numbers by site and by role; empty where they are not asked. */
  sites: string[];
  roles: string[];
  organizations: Organization[];
  /** ISO date; the letter takes signatures until the end of that day, UTC. */
  closes: string | null;
  sealUntil: number | null;
  status: 'draft' | 'gathering' | 'open';
  language: string;
  shown: Shown[];
  comments: boolean;
  release: ReleaseRule;
  /** Passes go to whoever holds a code of the organizers' staff list, and no mailbox is asked for. */
  rollCall: boolean;
  /** Signatories may invite colleagues whose inbox is blocked; they are counted apart. */
  vouching: boolean;
  /** People outside the employers may sign too, in a tally and with pledges of their own; null where they may not. */
  supporters: { pledges: string[] } | null;
  /** With how many first signatures its organizers are offered to open it. It concerns nobody else. */
  openAt: number | null;
}

/** A version that was signed before the latest. */
export interface EarlierVersion {
  /** Canonical JSON, byte for byte as hashed. */
  descriptor: string;
  versionHash: Bytes;
}

/** A translation that readers see, as its letter knows it. */
export interface TranslationName {
  /** BCP 47. */
  language: string;
  title: string;
  /** Of which version of the letter it is. */
  version: number;
}

/** A letter as it stands in the store, with its latest version. */
export interface Letter extends Omit<Draft, 'status'> {
  id: Bytes;
  address: string;
  /** Its address while it gathered, which goes on working; null in a letter that never gathered, or still does. */
  privateAddress: string | null;
  /** Whose signatures: `tallyOf` gives the letter as another tally than the employees' sees it. */
  tally: Tally;
  status: LetterStatus;
  version: number;
  /** The versions before it, version 1 first. */
  earlier: EarlierVersion[];
  /** When the latest version took the place of the one before; null for version 1. */
  amendedAt: number | null;
  /** PROTOCOL.md's letter_id; null in a draft, as are the two below. */
  publicId: Bytes | null;
  versionHash: Bytes | null;
  descriptor: string | null;
  textHash: Bytes;
  openedAt: number | null;
  closedAt: number | null;
  /** When its organizers ended it before its date. */
  endedAt: number | null;
  /** Why they removed it; null where they did not. */
  removalNote: string | null;
  /** Those that readers see; what is signed is the letter itself. */
  translations: TranslationName[];
}

/** A letter that people can sign or could: it has keys, a frozen text and an id. */
export type PublishedLetter = Letter & {
  publicId: Bytes;
  versionHash: Bytes;
  descriptor: string;
  openedAt: number;
  /** The letter itself, where this is one of the tallies beside it. */
  main?: PublishedLetter;
};

export const isPublished = (letter: Letter): letter is PublishedLetter => letter.publicId !== null;

/** The instant (milliseconds) from which a letter with a closing date takes no signatures. */
export const closingInstant = (closes: string): number => Date.parse(`${closes}T23:59:59.999Z`) + 1;

/** The instant from which the letter takes no signatures: its date, or when its organizers ended it; null for never. */
export function endOf({ closes, endedAt }: Pick<Letter, 'closes' | 'endedAt'>): number | null {
  const ends = [closes === null ? Infinity : closingInstant(closes), endedAt ?? Infinity];
  return Math.min(...ends) === Infinity ? null : Math.min(...ends);
}

export const isOver = ({ status }: Letter): boolean => status === 'closed' || status === 'removed';

export function takesSignatures(letter: Letter, now: number): letter is PublishedLetter {
  if (!isPublished(letter) || letter.status === 'draft' || isOver(letter)) return false;
  return now < (endOf(letter) ?? Infinity);
}

/** Whether everybody signs with their name, so that there is nobody to hide. */
export const isByName = ({ shown }: Pick<Draft, 'shown'>): boolean => shown.length === 1 && shown[0] === 'named';

interface Staff {
  employers: Pick<Employer, 'headcount'>[];
}

/** The fewest new signatures that may be published together: 5 where the whole staff is under 50. */
export const smallestRelease = (draft: Staff & Pick<Draft, 'shown'>): number =>
  isByName(draft) ? 1 : smallestGroup(draft);

/** Seconds between two releases, where nobody says how many. */
export const usualPause = (draft: Pick<Draft, 'shown'>): number => (isByName(draft) ? 0 : 120);

/** The fewest people that any published number may tell apart: 5 where the whole staff is under 50. */
export function smallestGroup({ employers }: Staff): number {
  const staff = employers.reduce((sum, { headcount }) => sum + (headcount ?? Infinity), 0);
  return staff < 50 ? 5 : 10;
}
