import { type Bytes, concat } from './bytes.ts';

/** SHA-256. It is handed in because the server's is synchronous and the browser's is not ours to choose. */
export type Hash = (bytes: Bytes) => Bytes;

/**
 * The right edge of a Merkle tree (RFC 6962, section 2.1): the roots of its complete subtrees, largest first.
 * It is all that is needed to append leaves and to tell the root.
 */
export interface Edge {
  size: number;
  roots: Bytes[];
}

export const emptyEdge: Edge = { size: 0, roots: [] };

export const leafHash = (hash: Hash, leaf: Bytes): Bytes => hash(concat(Uint8Array.of(0), leaf));

const nodeHash = (hash: Hash, left: Bytes, right: Bytes): Bytes => hash(concat(Uint8Array.of(1), left, right));

/** The edge after one more leaf, given by its hash; two subtrees of one size become one. */
export function append(hash: Hash, edge: Edge, leaf: Bytes): Edge {
  const roots = [...edge.roots, leaf];
  for (let size = edge.size; size % 2 === 1; size = (size - 1) / 2) {
    const right = roots.pop()!;
    roots.push(nodeHash(hash, roots.pop()!, right));
  }
  return { size: edge.size + 1, roots };
}

/** The tree's root hash (32 bytes); the hash of nothing for the empty tree. */
export const rootHash = (hash: Hash, edge: Edge): Bytes =>
  edge.roots.length === 0
    ? hash(new Uint8Array())
    : edge.roots.reduceRight((right, left) => nodeHash(hash, left, right));
