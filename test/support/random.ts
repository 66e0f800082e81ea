import { createHash } from 'node:crypto';
import type { Random } from '../../src/protocol/bytes.ts';

/** Random-looking bytes, other ones at each call, the same in each run. */
export function countingRandom(seed = 'undersigned'): Random {
  let calls = 0;
  return (size) => new Uint8Array(createHash('shake256', { outputLength: size }).update(`${seed} ${calls++}`).digest());
}
