import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex } from '../../src/protocol/bytes.ts';
import { type Edge, type Hash, append, emptyEdge, leafHash, rootHash } from '../../src/protocol/merkle.ts';

const hash: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const grow = (leaves: Bytes[], from: Edge = emptyEdge): Edge =>
  leaves.reduce((edge, leaf) => append(hash, edge, leafHash(hash, leaf)), from);
const rootOf = (leaves: Bytes[]): string => toHex(rootHash(hash, grow(leaves)));

// The leaves and roots with which Certificate Transparency's implementations test themselves.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  fromHex,
);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(roots.map((root, size) => ({ root, size })))('the tree of $size leaves has the known root', (tree) => {
  expect(rootOf(leaves.slice(0, tree.size))).toBe(tree.root);
});

/** RFC 6962, section 2.1, word for word; it hashes the whole tree each time. */
function merkleTreeHash(entries: Uint8Array[]): Buffer {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Uint8Array.of(1), merkleTreeHash(entries.slice(0, k)), merkleTreeHash(entries.slice(k)));
}

const manyLeaves = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 });

describe('an edge that grows leaf by leaf', () => {
  test('has the root that the RFC’s definition gives for all leaves at once', () => {
    const property = fc.property(manyLeaves, (entries) => {
      expect(rootOf(entries)).toBe(merkleTreeHash(entries).toString('hex'));
    });
    fc.assert(property);
    // Also at every size up to 70, so that no shape of tree is left to chance.
    const counted = Array.from({ length: 70 }, (_, i) => Uint8Array.of(i));
    for (let size = 0; size <= 70; size++) {
      expect(rootOf(counted.slice(0, size))).toBe(merkleTreeHash(counted.slice(0, size)).toString('hex'));
    }
  });

  test('may be put down after any leaf and taken up again', () => {
    const property = fc.property(manyLeaves, fc.nat(70), (entries, at) => {
      const kept = structuredClone(grow(entries.slice(0, at)));
      expect(grow(entries.slice(at), kept)).toEqual(grow(entries));
    });
    fc.assert(property);
  });

  test('holds one root for each bit of its size', () => {
    const property = fc.property(manyLeaves, (entries) => {
      const edge = grow(entries);
      expect(edge.size).toBe(entries.length);
      expect(edge.roots).toHaveLength(entries.length.toString(2).replaceAll('0', '').length);
    });
    fc.assert(property);
  });

  test('leaves the edge before it as it was', () => {
    const before = grow(leaves.slice(0, 3));
    const copy = structuredClone(before);
    append(hash, before, leafHash(hash, Uint8Array.of(1)));
    expect(before).toEqual(copy);
    expect(emptyEdge).toEqual({ size: 0, roots: [] });
  });
});

test('another leaf, another order or a missing leaf is another root', () => {
  const [a, b, c] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
  const all = [
    [a, b, c],
    [b, a, c],
    [a, c, b],
    [a, b],
    [a, b, b],
    [a, b, c, c],
    [a, a],
  ].map(rootOf);
  expect(new Set(all).size).toBe(all.length);
});

test('a leaf that looks like a node is not taken for one', () => {
  const pair = [leafHash(hash, Uint8Array.of(1)), leafHash(hash, Uint8Array.of(2))];
  const forged = new Uint8Array([1, ...pair[0]!, ...pair[1]!]);
  expect(rootOf([forged])).not.toBe(rootOf([Uint8Array.of(1), Uint8Array.of(2)]));
  expect(toHex(hash(forged))).toBe(rootOf([Uint8Array.of(1), Uint8Array.of(2)]));
});
