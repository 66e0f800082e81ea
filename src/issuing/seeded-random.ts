import { createHash } from 'node:crypto';
import { type Bytes, type Random, concat, uint32 } from '../protocol/bytes.ts';

/** Random bytes that are the same again for the same 32 secret bytes: SHAKE256 of the secret and a count of calls. */
export function seededRandom(secret: Bytes): Random {
  let calls = 0;
  return (size) => {
    const hash = createHash('shake256', { outputLength: size });
    return new Uint8Array(hash.update(concat(secret, uint32(calls++))).digest());
  };
}
