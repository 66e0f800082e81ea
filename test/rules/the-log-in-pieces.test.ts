import { describe, expect, test } from 'vitest';
import { auditFile, leafHashes } from '../../src/reading/audit/audit-file.ts';
import type { AuditHead, WrittenLeaf } from '../../src/protocol/audit.ts';
import type { Leaf, LogStore } from '../../src/signing/log/store.ts';
import { noTotals } from '../../src/signing/totals.ts';
import { openLetter } from './letters.ts';

const letter = { ...openLetter(), descriptor: '{"version":1}' };
const bytes = new Uint8Array(32);
const leafAt = (seq: number): Leaf => ({
  ...{ letter: bytes, position: seq, pk: bytes, seq, kind: 'edit', versionHash: bytes },
  ...{ prefix: bytes, sig: bytes, commit: bytes, esig: bytes },
});

/** A log that has grown by ten leaves and a release since the page was asked for. */
const grown = (size: number): LogStore => ({
  leaves: async (_letter, from, limit) =>
    Array.from({ length: Math.max(0, Math.min(limit, size + 10 - from)) }, (_, i) => leafAt(from + i)),
  checkpoints: async () => ['first', 'second', 'too new'],
  checkpointSizes: async () => [],
  checkpoint: async () => undefined,
  holds: async () => [],
  lastSeq: async () => 0,
});
const published = (size: number) => ({ totals: { ...noTotals(1, 0), total: size }, asOf: 0, number: 2, size });

describe.each([0, 1, 499, 500, 501, 1_000, 1_001])('a log of %i leaves', (size) => {
  test('is one JSON document, and each of its leaves a line', async () => {
    const pieces: string[] = [];
    for await (const piece of auditFile(letter, published(size), grown(size))) pieces.push(piece);
    const text = pieces.join('');
    const file = JSON.parse(text) as AuditHead & { leaves: WrittenLeaf[] };
    expect(file.leaves.map(({ seq }) => seq)).toEqual(Array.from({ length: size }, (_, i) => i));
    expect([file.total, file.checkpoints]).toEqual([size, ['first', 'second']]);
    const lines = text.split('\n');
    expect([lines.length, lines[0]!.endsWith('"leaves":['), ...lines.slice(-2)]).toEqual([size + 3, true, ']}', '']);
  });

  test('has as many hashes, in the same order', async () => {
    const pieces: Buffer[] = [];
    const hash = ({ seq }: Leaf) => Buffer.alloc(32, seq % 251);
    for await (const piece of leafHashes(letter, published(size), grown(size), hash)) pieces.push(piece);
    const all = Buffer.concat(pieces);
    expect(all).toHaveLength(32 * size);
    expect(Array.from({ length: size }, (_, i) => all[i * 32])).toEqual(
      Array.from({ length: size }, (_, i) => i % 251),
    );
  });
});
