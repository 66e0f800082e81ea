import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spkiOf } from '../../src/issuing/keys.ts';
import { type Bytes, concat, fromHex, toHex } from '../../src/protocol/bytes.ts';
import { readSpki } from '../../src/protocol/spki.ts';
import { flipped, random, rsaKeys } from './keys.ts';

const { spki, key } = rsaKeys();
const refused = (bytes: Bytes, bits = 2048) => expect(() => readSpki(bytes, bits)).toThrow(RangeError);
const madeBy = (options: { modulusLength: number; publicExponent: number }) =>
  spkiOf(generateKeyPairSync('rsa', options).publicKey);
/** The same DER with other bytes in one place. */
const edited = (from: string, to: string): Bytes => {
  expect(toHex(spki)).toContain(from);
  return fromHex(toHex(spki).replace(from, to));
};

test('a key of the published size is read', () => {
  expect(readSpki(spki, 2048)).toEqual(key);
});

test('a letter’s own size, 3072 bits, is read', () => {
  const keys = rsaKeys('ours', 3072);
  expect(readSpki(keys.spki, 3072)).toEqual(keys.key);
});

describe('a key that could mark Maya among the signatories is refused:', () => {
  test('one of another size than the letter published', () => {
    refused(spki, 3072);
    refused(madeBy({ modulusLength: 1024, publicExponent: 65537 }));
    refused(madeBy({ modulusLength: 2056, publicExponent: 65537 }));
    refused(madeBy({ modulusLength: 2040, publicExponent: 65537 }));
  });

  test.each([3, 5, 17, 65539, 0x1000001])('one with the exponent %i', (publicExponent) => {
    refused(madeBy({ modulusLength: 2048, publicExponent }));
  });

  test('one under the OID of RSA-PSS, with parameters and without', () => {
    const pss = { modulusLength: 2048, hashAlgorithm: 'sha384', mgf1HashAlgorithm: 'sha384' };
    refused(spkiOf(generateKeyPairSync('rsa-pss', pss).publicKey));
    refused(spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey));
    refused(edited('2a864886f70d010101', '2a864886f70d01010a'));
  });

  test('one with bytes behind it, before it, or missing', () => {
    refused(concat(spki, new Uint8Array(1)));
    refused(concat(spki, spki));
    refused(concat(new Uint8Array(1), spki));
    refused(spki.slice(1));
    refused(spki.slice(0, -1));
    refused(new Uint8Array());
  });

  test('one whose algorithm has no NULL, or other parameters', () => {
    refused(edited('300d06092a864886f70d0101010500', '300b06092a864886f70d010101'));
    refused(edited('0500', '0400'));
  });

  test('one whose modulus begins with a zero bit or has no sign byte', () => {
    const start = toHex(spki).indexOf('028201010') / 2 + 5;
    refused(flipped(spki, start, 0x80));
    refused(edited('0282010100', '02820101ff'));
  });

  test('one that differs in any bit outside of its modulus', () => {
    const modulus = spki.length - 5 - 256;
    const places = fc.oneof(fc.nat(modulus - 1), fc.integer({ min: spki.length - 5, max: spki.length - 1 }));
    fc.assert(
      fc.property(places, fc.nat(7), (at, bit) => {
        refused(flipped(spki, at, 1 << bit));
      }),
    );
    expect(() => readSpki(flipped(spki, modulus + 100), 2048)).not.toThrow();
  });

  test('any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        refused(bytes);
      }),
    );
    refused(random(spki.length));
  });
});
