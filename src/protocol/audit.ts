import { type Bytes, readBase64url, toBase64url, toHex, utf8 } from './bytes.ts';
import { checkpointText, logOrigin, readCheckpoint, signedCheckpoint } from './checkpoint.ts';
import { type Descriptor, descriptorBytes } from './descriptor.ts';
import { type Edge, type Hash, append, emptyEdge, leafHash, rootHash } from './merkle.ts';
import { type OtherTally, spkiOfTally, tallyMessage } from './tally.ts';
import { type Post, type PostKind, leafMessage, postMessage, preparedMessage } from './messages.ts';
import { faultOfVersions } from './versions.ts';

/** What the check asks of its platform: three functions of a cryptographic library. What is no key verifies nothing. */
export interface Checks {
  sha256: Hash;
  /** RSASSA-PSS with SHA-384 and a salt of 48 bytes, under a SubjectPublicKeyInfo. */
  verifyPass(spki: Bytes, message: Bytes, signature: Bytes): boolean;
  /** Ed25519, under a raw key. */
  verifySignature(key: Bytes, message: Bytes, signature: Bytes): boolean;
}

/** A leaf as `audit.json` writes it: bytes in base64url, `version` counted from 1. */
export interface WrittenLeaf {
  version: number;
  pk: string;
  prefix: string;
  sig: string;
  seq: number;
  kind: PostKind;
  commit: string;
  esig: string;
}

/** What stands in `audit.json` before the leaves. */
export interface AuditHead {
  format: 'undersigned/audit/v1';
  /** The letter's id, hexadecimal; of another tally than the employees', its own id. */
  letter: string;
  /** Left out where the signatures are those of employees. */
  tally?: OtherTally;
  /** The descriptors, version 1 first. */
  versions: Descriptor[];
  /** The number that the page shows. */
  total: number;
  /** One signed note for each release, the oldest first. */
  checkpoints: string[];
}

export interface Findings {
  /** Signatures that stand, by the leaves. */
  total: number;
  leaves: number;
  /** Those that stand by the version that each last signed, version 1 first; left out where there is but one. */
  byVersion?: number[];
  /** What is wrong, in words; empty where the count holds. */
  faults: string[];
}

/** Checks a published count from public data alone: leaf by leaf, in their order, then as a whole. */
export interface Audit {
  leaf(written: Partial<WrittenLeaf>): void;
  finish(): Findings;
}

const MOST_FAULTS = 20;

/** `saved` are checkpoints that somebody kept from earlier: the log must still extend them. */
export function openAudit(head: AuditHead, checks: Checks, saved: string[] = []): Audit {
  const faults: string[] = [];
  const hashes = head.versions.map((version) => checks.sha256(descriptorBytes(version)));
  const signedId = hashes[0] ?? new Uint8Array();
  const letterId = head.tally ? checks.sha256(tallyMessage(signedId, head.tally)) : signedId;
  const keyIn = (text: unknown) => bytesIn(text) ?? new Uint8Array();
  const keys = {
    spki: keyIn(head.versions[0] && spkiOfTally(head.versions[0], head.tally ?? 'employees')),
    log: keyIn(head.versions[0]?.log),
  };
  const signatures = new Map<string, { seq: number; kind: PostKind; version: number }>();
  const notes = [...head.checkpoints, ...saved];
  const roots = new Map<number, Bytes | undefined>(notes.map((note) => [readCheckpoint(note)?.size ?? -1, undefined]));
  let edge: Edge = emptyEdge;

  const check = (holds: boolean, words: string) => void (!holds && faults.length < MOST_FAULTS && faults.push(words));
  check(toHex(letterId) === head.letter, 'the descriptor is not the one that the id of the letter names');
  const fault = faultIn(head.versions, hashes);
  check(fault === undefined, fault ?? '');

  return {
    leaf(written) {
      const name = `leaf ${edge.size}`;
      const post = readLeaf(written, letterId, hashes[(written.version ?? 0) - 1]);
      if (!post) return check(false, `${name} is not readable`);
      const message = preparedMessage(letterId, post.pk, post.prefix);
      check(checks.verifyPass(keys.spki, message, post.sig), `${name}: its pass was not issued for this letter`);
      check(checks.verifySignature(post.pk, postMessage(post), post.esig), `${name} is not signed with its pass`);
      const key = toHex(post.pk);
      check(follows(signatures.get(key), post), `${name}: its pass was used before, or out of turn`);
      signatures.set(key, { seq: post.seq, kind: post.kind, version: written.version ?? 0 });
      edge = append(checks.sha256, edge, leafHash(checks.sha256, leafMessage(post)));
      if (roots.has(edge.size)) roots.set(edge.size, rootHash(checks.sha256, edge));
    },
    finish() {
      for (const note of notes)
        check(noteHolds(note), `a checkpoint does not match the log: ${note.split('\n')[1]} leaves`);
      const last = readCheckpoint(head.checkpoints.at(-1) ?? '')?.size ?? 0;
      check(last === edge.size, `the last checkpoint covers ${last} of ${edge.size} leaves`);
      const standing = [...signatures.values()].filter(({ kind }) => kind !== 'withdraw');
      const total = standing.length;
      check(total === head.total, `the page shows ${head.total}, but the leaves make ${total}`);
      const byVersion = hashes.map((_hash, i) => standing.filter(({ version }) => version === i + 1).length);
      return { total, leaves: edge.size, ...(hashes.length > 1 && { byVersion }), faults };
    },
  };

  function noteHolds(note: string): boolean {
    const read = readCheckpoint(note);
    const root = read && roots.get(read.size);
    if (!read || !root) return false;
    const text = checkpointText(logOrigin(letterId), read.size, root);
    const whole = signedCheckpoint(checks.sha256, text, keys.log, read.signature);
    return note === whole && checks.verifySignature(keys.log, utf8(text), read.signature);
  }
}

/** Whoever serves the file writes the descriptors: what cannot even be read is a fault like any other. */
function faultIn(versions: Descriptor[], hashes: Bytes[]): string | undefined {
  try {
    return faultOfVersions(versions, hashes);
  } catch {
    return 'the descriptors of the versions are not readable';
  }
}

/** A key signs first, then changes or withdraws, one step at a time; after a withdrawal nothing. */
export const follows = (
  before: { seq: number; kind: PostKind } | undefined,
  post: { seq: number; kind: PostKind },
): boolean =>
  before
    ? before.kind !== 'withdraw' && post.seq === before.seq + 1 && post.kind !== 'sign'
    : post.seq === 0 && post.kind === 'sign';

export const writeLeaf = (post: Post, version: number): WrittenLeaf => ({
  version,
  pk: toBase64url(post.pk),
  prefix: toBase64url(post.prefix),
  sig: toBase64url(post.sig),
  seq: post.seq,
  kind: post.kind,
  commit: toBase64url(post.commit),
  esig: toBase64url(post.esig),
});

function readLeaf(leaf: Partial<WrittenLeaf>, letterId: Bytes, versionHash: Bytes | undefined): Post | undefined {
  const { seq, kind } = leaf;
  const [pk, prefix, sig, commit, esig] = [leaf.pk, leaf.prefix, leaf.sig, leaf.commit, leaf.esig].map(bytesIn);
  const known = kind === 'sign' || kind === 'edit' || kind === 'withdraw';
  if (!versionHash || !pk || !prefix || !sig || !commit || !esig || !known || seq === undefined) return undefined;
  return { letterId, versionHash, pk, prefix, sig, seq, kind, commit, esig };
}

const bytesIn = (text: unknown): Bytes | undefined => (typeof text === 'string' ? readBase64url(text) : undefined);
