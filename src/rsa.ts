import { type KeyObject, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface RsaPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Makes a pair of this many bits, new at each call; it searches large primes, which takes up to seconds. */
export type NewRsaPair = (bits: number) => Promise<RsaPair>;

/** RSA keys as Node makes them. */
export const nodeRsaPair: NewRsaPair = (bits) =>
  promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: 0x10001 });
