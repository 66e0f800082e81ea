import { type KeyObject, generateKeyPairSync, randomBytes } from 'node:crypto';
import { type PublicKey, toInteger } from '../../src/protocol/blind-rsa.ts';
import { type Bytes, type Random, fromBase64url } from '../../src/protocol/bytes.ts';
import { spkiOf } from '../../src/issuing/keys.ts';

export interface RsaKeys {
  privateKey: KeyObject;
  publicKey: KeyObject;
  spki: Bytes;
  /** The public key as the client's half of the protocol takes it. */
  key: PublicKey;
}

const made = new Map<string, RsaKeys>();

/** The RSA keys of one issuer. They are kept, because making them takes longer than most tests. */
export function rsaKeys(issuer = 'ours', bits = 2048): RsaKeys {
  const name = `${issuer} ${bits}`;
  const keys = made.get(name) ?? makeKeys(bits);
  made.set(name, keys);
  return keys;
}

function makeKeys(bits: number): RsaKeys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: 0x10001 });
  return { privateKey, publicKey, spki: spkiOf(publicKey), key: publicKeyOf(publicKey) };
}

/** Not read by the code under test, so that the two can disagree. */
export function publicKeyOf(publicKey: KeyObject): PublicKey {
  const { n, e } = publicKey.export({ format: 'jwk' });
  const modulus = fromBase64url(n!);
  return { n: toInteger(modulus), e: toInteger(fromBase64url(e!)), size: modulus.length };
}

export const random: Random = (size) => new Uint8Array(randomBytes(size));

/** Gives these draws and no others, in this order and of these sizes. */
export function drawing(...draws: Bytes[]): Random {
  const left = [...draws];
  return (size) => {
    const draw = left.shift();
    if (draw?.length !== size) throw new Error(`a draw of ${size} bytes was not foreseen`);
    return draw;
  };
}

/** The same bytes at each run, and as a number below every modulus of that size. */
export const someBytes = (size: number, start = 0): Bytes =>
  Uint8Array.from({ length: size }, (_, i) => (start + i * 7) & 0x7f);

export const flipped = (bytes: Bytes, at: number, bit = 1): Bytes =>
  bytes.map((byte, i) => (i === at ? byte ^ bit : byte));
