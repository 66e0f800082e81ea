import type { KeyObject } from 'node:crypto';
import { rawPublicKey, signWith } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Bytes, concat, utf8 } from '../protocol/bytes.ts';
import { checkpointText, logOrigin, signedCheckpoint } from '../protocol/checkpoint.ts';
import { type Edge, type Hash, append, emptyEdge, leafHash, rootHash } from '../protocol/merkle.ts';
import { leafMessage } from '../protocol/messages.ts';
import { type Fields, searchKey } from './signature.ts';
import type { PendingPost } from './pending/store.ts';
import type { Leaf, Release, SignatureRow } from './store.ts';
import { addToTotals, noTotals } from './totals.ts';

/** What one release publishes: leaves in the order of their keys, signatures, totals and a signed checkpoint. */
export function makeRelease(
  letter: PublishedLetter,
  before: Release | undefined,
  posts: PendingPost[],
  with_: { now: number; hash: Hash; logKey: KeyObject },
): { leaves: Leaf[]; signatures: SignatureRow[]; release: Release } {
  const { now, hash, logKey } = with_;
  const first = before?.size ?? 0;
  const leaves = posts.map((post, i) => ({ ...post, position: first + i }));
  const edge = leaves.reduce(
    (grown, leaf) => append(hash, grown, leafHash(hash, leafMessage({ ...leaf, letterId: leaf.letter }))),
    edgeOf(before),
  );
  const fields = posts.map((post) => JSON.parse(post.body) as Fields);
  const totals = before?.totals ?? noTotals(letter.employers.length, letter.pledges.length);
  const text = checkpointText(logOrigin(letter.publicId), edge.size, rootHash(hash, edge));
  return {
    leaves,
    signatures: leaves.map((leaf, i) => rowOf(leaf, fields[i]!)),
    release: {
      letter: letter.publicId,
      number: (before?.number ?? 0) + 1,
      at: now,
      size: edge.size,
      totals: addToTotals(totals, fields, letter.release.min),
      edge: concat(...edge.roots),
      checkpoint: signedCheckpoint(hash, text, rawPublicKey(logKey), signWith(logKey, utf8(text))),
    },
  };
}

function edgeOf(release: Release | undefined): Edge {
  if (!release) return emptyEdge;
  const roots = Array.from({ length: release.edge.length / 32 }, (_, i): Bytes =>
    release.edge.slice(i * 32, i * 32 + 32),
  );
  return { size: release.size, roots };
}

function rowOf(leaf: PendingPost & { position: number }, fields: Fields): SignatureRow {
  const { letter, position, pk, body, salt } = leaf;
  const { shown, name, role, employer, comment } = fields;
  const searched = name ?? role;
  return {
    letter,
    position,
    pk,
    shown,
    name,
    role,
    employer,
    comment,
    body,
    salt,
    nameKey: searched === null ? null : searchKey(searched),
  };
}
