import { type Bytes, utf8 } from './bytes.ts';
import { type Json, canonicalJson } from './canonical-json.ts';

/** How a signatory may be shown. */
export type Shown = 'named' | 'by role' | 'anonymous';

export interface ReleaseRule {
  /** How many new signatures must wait before they are published together. */
  min: number;
  /** Seconds that must pass between two releases. */
  every: number;
}

/** Everything that a signature to a version binds: what was asked, of whom, under which keys and rules. */
export interface Descriptor {
  format: 'undersigned/letter/v1';
  version: number;
  /** SHA-256 of the descriptor of the version before, hexadecimal; left out in version 1. */
  amends?: string;
  title: string;
  to: { name: string; role: string | null; organization: string | null }[];
  from: string | null;
  language: string;
  /** SHA-256 of the canonical text, hexadecimal. */
  text_hash: string;
  employers: { name: string; domains: string[] }[];
  pledges: string[];
  /** Lists that signatories may choose from, for numbers by site and by role. Left out where they are empty. */
  sites?: string[];
  roles?: string[];
  shown: Shown[];
  comments: boolean;
  release: ReleaseRule;
  seal_until: number | null;
  closes: string | null;
  /** Codes went out to the organizers' staff list, and no mailbox is asked for. Left out where it is not so. */
  roll_call?: true;
  /** Whom colleagues vouch for, and who stands outside the employers: tallies of their own. Left out where there are none. */
  vouched?: { spki: string };
  supporters?: { spki: string; pledges: string[] };
  /** The letter's RSA key as SubjectPublicKeyInfo, base64url. */
  spki: string;
  /** The log's Ed25519 public key, base64url. */
  log: string;
}

/** The bytes whose SHA-256 is the version's hash; of version 1, the letter's id. */
export const descriptorBytes = (descriptor: Descriptor): Bytes => utf8(canonicalJson(descriptor as unknown as Json));
