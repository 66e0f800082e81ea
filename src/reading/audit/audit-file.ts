import type { PublishedLetter } from '../../letters/letter.ts';
import { descriptorsOf, versionOf } from '../../letters/version.ts';
import { toHex } from '../../protocol/bytes.ts';
import { type AuditHead, writeLeaf } from '../../protocol/audit.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Leaf, LogStore } from '../../signing/log/store.ts';

/** A leaf is a good kilobyte as JSON; more at a time would hold more memory and save no time. */
const CHUNK = 100;

/**
 * `audit.json` piece by piece: one JSON document with the leaves last and one a line, so that it can be written
 * and read in bounded memory. Ends at the last release, even if another happens meanwhile.
 */
export async function* auditFile(
  letter: PublishedLetter,
  published: Published,
  store: LogStore,
): AsyncGenerator<string> {
  const checkpoints = (await store.checkpoints(letter.publicId)).slice(0, published.number);
  const head: AuditHead = {
    format: 'undersigned/audit/v1',
    letter: toHex(letter.publicId),
    ...(letter.tally === 'employees' ? {} : { tally: letter.tally }),
    versions: descriptorsOf(letter).map((text) => JSON.parse(text) as Descriptor),
    total: published.totals.total,
    checkpoints,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"leaves":[\n`;
  for (let from = 0; from < published.size; from += CHUNK) {
    const leaves = await store.leaves(letter.publicId, from, Math.min(CHUNK, published.size - from));
    const lines = leaves.map((leaf) =>
      JSON.stringify(writeLeaf({ ...leaf, letterId: leaf.letter }, versionOf(letter, leaf.versionHash) ?? 0)),
    );
    yield `${lines.join(',\n')}${from + CHUNK < published.size ? ',' : ''}\n`;
  }
  yield ']}\n';
}

/** The hashes of all leaves, 32 bytes each: enough to find one's own and to compute the tree, and small. */
export async function* leafHashes(
  letter: PublishedLetter,
  published: Published,
  store: LogStore,
  hashOf: (leaf: Leaf) => Uint8Array,
): AsyncGenerator<Buffer> {
  for (let from = 0; from < published.size; from += CHUNK) {
    const leaves = await store.leaves(letter.publicId, from, Math.min(CHUNK, published.size - from));
    yield Buffer.concat(leaves.map(hashOf));
  }
}
