import { type Bytes, concat, equalBytes } from './bytes.ts';
import { type PublicKey, toInteger } from './blind-rsa.ts';

const ALGORITHM = Uint8Array.of(0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0);
const EXPONENT = Uint8Array.of(2, 3, 1, 0, 1);

/**
 * The RSA key in a SubjectPublicKeyInfo (RFC 5280) of exactly `bits` (3072; 2048 in tests) with
 * e = 65537, under the OID rsaEncryption, in its one DER form. Throws a RangeError on any other bytes,
 * so a signer cannot be handed a key that marks them.
 */
export function readSpki(spki: Bytes, bits: number): PublicKey {
  const size = bits / 8;
  const modulus = spki.slice(-size - EXPONENT.length, -EXPONENT.length);
  if (!equalBytes(spki, writeSpki(modulus)) || modulus[0]! < 0x80 || modulus.length !== size) {
    throw new RangeError('wrong key');
  }
  return { n: toInteger(modulus), e: 65537n, size };
}

function writeSpki(modulus: Bytes): Bytes {
  const integers = der(0x30, concat(der(2, concat(Uint8Array.of(0), modulus)), EXPONENT));
  return der(0x30, concat(ALGORITHM, der(3, concat(Uint8Array.of(0), integers))));
}

/** Tag, length and value; lengths from 256 to 65,535 as two bytes, as every key of ours needs them. */
function der(tag: number, value: Bytes): Bytes {
  return concat(Uint8Array.of(tag, 0x82, value.length >> 8, value.length & 0xff), value);
}
