import type { KeyObject } from 'node:crypto';
import { rawPublicKey, signWith } from '../ed25519.ts';
import { type PublishedLetter, smallestGroup } from '../letters/letter.ts';
import { versionOf } from '../letters/version.ts';
import { type Bytes, concat, toHex, utf8 } from '../protocol/bytes.ts';
import { checkpointText, logOrigin, signedCheckpoint } from '../protocol/checkpoint.ts';
import { type Edge, type Hash, append, emptyEdge, leafHash, rootHash } from '../protocol/merkle.ts';
import { leafMessage } from '../protocol/messages.ts';
import type { Leaf } from './log/store.ts';
import type { PendingPost } from './pending/store.ts';
import { type Fields, wordsOf } from './signature.ts';
import type { Release, SignatureRow } from './store.ts';
import { breakdownsAfter } from './breakdown.ts';
import { changeTotals, noTotals, withPledges } from './totals.ts';

export interface MadeRelease {
  /** In the order of their random keys. */
  leaves: Leaf[];
  /** Signatures that are new or have changed. */
  signatures: SignatureRow[];
  withdrawn: SignatureRow[];
  release: Release;
}

export interface ReleaseContext {
  before: Release | undefined;
  /** The published signatures of keys that changed. */
  published: SignatureRow[];
  now: number;
  hash: Hash;
  logKey: KeyObject;
}

/** What one release publishes: leaves, signatures as they stand after it, totals and a signed checkpoint. */
export function makeRelease(letter: PublishedLetter, posts: PendingPost[], context: ReleaseContext): MadeRelease {
  const { before, published, now, hash, logKey } = context;
  const { min } = letter.release;
  const first = before?.size ?? 0;
  const leaves = posts.map((post, i) => ({ ...post, position: first + i }));
  const hashOf = (leaf: Leaf) => leafHash(hash, leafMessage({ ...leaf, letterId: leaf.letter }));
  const edge = leaves.reduce((grown, leaf) => append(hash, grown, hashOf(leaf)), edgeOf(before));
  // a key that changed twice stands here twice, and leaves the count once
  const removed = [...new Map(published.map((row) => [toHex(row.pk), row])).values()];
  const signatures = standingAfter(letter, leaves, removed);
  const { employers, pledges, version } = letter;
  const totals = withPledges(before?.totals ?? noTotals(employers.length, pledges.length), pledges.length);
  const least = Math.max(min, smallestGroup(letter));
  const text = checkpointText(logOrigin(letter.publicId), edge.size, rootHash(hash, edge));
  const stand = new Set(signatures.map(({ pk }) => toHex(pk)));
  return {
    leaves,
    signatures,
    withdrawn: removed.filter(({ pk }) => !stand.has(toHex(pk))),
    release: {
      letter: letter.publicId,
      number: (before?.number ?? 0) + 1,
      at: now,
      size: edge.size,
      totals: {
        ...changeTotals(totals, signatures, removed, min, least, version),
        ...breakdownsAfter(letter, totals, signatures, removed, least),
      },
      edge: concat(...edge.roots),
      checkpoint: signedCheckpoint(hash, text, rawPublicKey(logKey), signWith(logKey, utf8(text))),
    },
  };
}

/** One row for each key that did not withdraw: its last words, at the position of its first leaf. */
function standingAfter(
  letter: PublishedLetter,
  leaves: (PendingPost & { position: number })[],
  published: SignatureRow[],
): SignatureRow[] {
  const firsts = new Map(published.map((row) => [toHex(row.pk), row.position]));
  const lasts = new Map<string, PendingPost>();
  for (const leaf of leaves) {
    const key = toHex(leaf.pk);
    if (!firsts.has(key)) firsts.set(key, leaf.position);
    lasts.set(key, leaf);
  }
  return [...lasts].flatMap(([key, post]) =>
    post.kind === 'withdraw' ? [] : [rowOf(letter, post, firsts.get(key) ?? 0)],
  );
}

function edgeOf(release: Release | undefined): Edge {
  if (!release) return emptyEdge;
  const roots = Array.from({ length: release.edge.length / 32 }, (_, i): Bytes =>
    release.edge.slice(i * 32, i * 32 + 32),
  );
  return { size: release.size, roots };
}

function rowOf(
  of: PublishedLetter,
  { letter, pk, body, salt, versionHash }: PendingPost,
  position: number,
): SignatureRow {
  const fields = JSON.parse(body) as Fields;
  const version = versionOf(of, versionHash) ?? of.version;
  const { site = null, occupation = null } = fields;
  return { ...fields, site, occupation, letter, position, pk, version, body, salt, words: wordsOf(fields) };
}
