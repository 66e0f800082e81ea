import { type Bytes, type Random, concat, equalBytes, uint32, sha384 } from './bytes.ts';

/**
 * The client's half of RSABSSA-SHA384-PSS-Randomized (RFC 9474): a signature on a message
 * that the signer never sees. The signer's half is the bare private operation.
 */
export interface PublicKey {
  n: bigint;
  e: bigint;
  /** Length of the modulus in bytes. */
  size: number;
}

export interface Blinded {
  /** Goes to the signer. */
  blinded: Bytes;
  /** Stays secret until `finalize`. */
  inverse: bigint;
}

const HASH = 48; // SHA-384
const SALT = 48;
const PREFIX = 32;

/** A fresh 32-byte prefix, which makes every message unlike any other (RFC 9474, section 4.1). */
export const newPrefix = (random: Random): Bytes => random(PREFIX);

/** RFC 9474, section 4.2. `message` is the prepared one: prefix ‖ input. */
export async function blind(key: PublicKey, message: Bytes, random: Random): Promise<Blinded> {
  const encoded = await emsaPssEncode(message, random(SALT), key.size);
  const m = toInteger(encoded);
  if (invert(m, key.n) === undefined) throw new RangeError('not prime to the key');
  const { r, inverse } = blindingFactor(key, random);
  const blinded = (m * power(r, key.e, key.n)) % key.n;
  return { blinded: toBytes(blinded, key.size), inverse };
}

/** RFC 9474, section 4.4. Throws a RangeError where the signer's answer is no signature on the message. */
export async function finalize(key: PublicKey, message: Bytes, blindSignature: Bytes, inverse: bigint): Promise<Bytes> {
  if (blindSignature.length !== key.size) throw new RangeError('wrong size');
  const signature = toBytes((toInteger(blindSignature) * inverse) % key.n, key.size);
  if (!(await verify(key, message, signature))) throw new RangeError('no valid signature');
  return signature;
}

/** RSASSA-PSS verification with SHA-384 and a salt of 48 bytes (RFC 8017, section 8.1.2). */
export async function verify(key: PublicKey, message: Bytes, signature: Bytes): Promise<boolean> {
  const s = toInteger(signature);
  if (signature.length !== key.size || s >= key.n) return false;
  const encoded = toBytes(power(s, key.e, key.n), key.size);
  return emsaPssVerify(message, encoded);
}

/** A factor that is uniform in [1, n) and has an inverse; drawn again until it is. */
function blindingFactor(key: PublicKey, random: Random): { r: bigint; inverse: bigint } {
  for (;;) {
    const r = toInteger(random(key.size));
    if (r < 1n || r >= key.n) continue;
    const inverse = invert(r, key.n);
    if (inverse !== undefined) return { r, inverse };
  }
}

/** RFC 8017, section 9.1.1, for a modulus of a whole number of bytes. */
async function emsaPssEncode(message: Bytes, salt: Bytes, size: number): Promise<Bytes> {
  const hash = await saltedHash(message, salt);
  const block = dataBlock(size - HASH - 1, salt);
  const masked = xor(block, await mgf1(hash, block.length));
  masked[0]! &= 0x7f;
  return concat(masked, hash, Uint8Array.of(0xbc));
}

/** RFC 8017, section 9.1.2. */
async function emsaPssVerify(message: Bytes, encoded: Bytes): Promise<boolean> {
  if (encoded.at(-1) !== 0xbc || encoded[0]! > 0x7f) return false;
  const masked = encoded.slice(0, -HASH - 1);
  const hash = encoded.slice(-HASH - 1, -1);
  const block = xor(masked, await mgf1(hash, masked.length));
  block[0]! &= 0x7f;
  const salt = block.slice(-SALT);
  if (!equalBytes(block, dataBlock(block.length, salt))) return false;
  const expected = await saltedHash(message, salt);
  return equalBytes(expected, hash);
}

/** DB of RFC 8017, section 9.1: zeros, a one, the salt. */
function dataBlock(length: number, salt: Bytes): Bytes {
  const block = new Uint8Array(length);
  block[length - SALT - 1] = 1;
  block.set(salt, length - SALT);
  return block;
}

const saltedHash = async (message: Bytes, salt: Bytes): Promise<Bytes> =>
  sha384(concat(new Uint8Array(8), await sha384(message), salt));

/** RFC 8017, appendix B.2.1, with SHA-384. */
async function mgf1(seed: Bytes, length: number): Promise<Bytes> {
  const blocks = Array.from({ length: Math.ceil(length / HASH) }, (_, i) => sha384(concat(seed, uint32(i))));
  return concat(...(await Promise.all(blocks))).slice(0, length);
}

const xor = (a: Bytes, b: Bytes): Bytes => a.map((byte, i) => byte ^ b[i]!);

/** Big-endian bytes as an integer (RFC 8017, OS2IP). */
export function toInteger(bytes: Uint8Array): bigint {
  let hex = '0x0';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** An integer as `size` big-endian bytes (RFC 8017, I2OSP). */
function toBytes(value: bigint, size: number): Bytes {
  const hex = value.toString(16).padStart(size * 2, '0');
  return Uint8Array.from({ length: size }, (_, i) => parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus) {
    if (e & 1n) result = (result * b) % modulus;
  }
  return result;
}

/** The inverse of `a` modulo `n` by the extended Euclidean algorithm; undefined where there is none. */
function invert(a: bigint, n: bigint): bigint | undefined {
  let [r0, r1, t0, t1] = [n, a, 0n, 1n];
  while (r1) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return r0 === 1n ? (t0 + n) % n : undefined;
}
