import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Bytes, fromHex, toBase64url } from '../../src/protocol/bytes.ts';
import { publicKeyOf } from './keys.ts';

type Written = Record<'name' | 'p' | 'q' | 'n' | 'e' | 'd' | 'input_msg' | 'salt' | 'inv', string> &
  Record<'blinded_msg' | 'blind_sig' | 'sig', string>;

/** One test vector of RFC 9474, appendix A. */
export interface Vector {
  name: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  key: ReturnType<typeof publicKeyOf>;
  /** The prepared message: prefix ‖ message, or the message alone in the deterministic variants. */
  message: Bytes;
  salt: Bytes;
  inverse: bigint;
  /** The blinding factor, of which the RFC prints the inverse only. */
  factor: Bytes;
  blinded: Bytes;
  blindSignature: Bytes;
  signature: Bytes;
  /** One of the key's primes, as long as the modulus. */
  prime: Bytes;
}

export function readVectors(): Vector[] {
  const file = new URL('./vectors/rfc9474.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Written[]).map(readVector);
}

function readVector(written: Written): Vector {
  const privateKey = createPrivateKey({ key: privateJwk(written), format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const key = publicKeyOf(publicKey);
  return {
    name: written.name,
    privateKey,
    publicKey,
    key,
    message: fromHex(written.input_msg),
    salt: fromHex(written.salt),
    inverse: BigInt(written.inv),
    factor: toBytes(inverseOf(BigInt(written.inv), key.n), key.size),
    blinded: fromHex(written.blinded_msg),
    blindSignature: fromHex(written.blind_sig),
    signature: fromHex(written.sig),
    prime: toBytes(BigInt(written.p), key.size),
  };
}

/** RFC 7517 wants the parts of the Chinese remainder theorem too, which the RFC's vectors leave out. */
function privateJwk(written: Written): Record<string, string> {
  const [p, q, d] = [BigInt(written.p), BigInt(written.q), BigInt(written.d)];
  const text = (value: bigint) => toBase64url(toBytes(value));
  return {
    kty: 'RSA',
    n: text(BigInt(written.n)),
    e: text(BigInt(written.e)),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % (p - 1n)),
    dq: text(d % (q - 1n)),
    qi: text(inverseOf(q, p)),
  };
}

export function toBytes(value: bigint, size?: number): Bytes {
  const hex = value.toString(16);
  return fromHex(hex.padStart(size === undefined ? hex.length + (hex.length % 2) : size * 2, '0'));
}

/** By the recursive form of Euclid's algorithm; our own code uses the other. */
export function inverseOf(a: bigint, n: bigint): bigint {
  const bezout = (x: bigint, y: bigint): [bigint, bigint] => {
    if (y === 0n) return [1n, 0n];
    const [s, t] = bezout(y, x % y);
    return [t, s - (x / y) * t];
  };
  return ((bezout(a, n)[0] % n) + n) % n;
}
