import { type KeyObject, constants, createHash, privateDecrypt, verify as nodeVerify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toInteger, verify } from '../../src/protocol/blind-rsa.ts';
import { type Bytes, utf8 } from '../../src/protocol/bytes.ts';
import { random, rsaKeys } from './keys.ts';
import { toBytes } from './rfc-9474.ts';

const { key, privateKey, publicKey } = rsaKeys();
const message = utf8('a message that the issuer did sign');
const sha384 = (...parts: Uint8Array[]): Buffer => createHash('sha384').update(Buffer.concat(parts)).digest();

interface Forgery {
  mark?: number;
  padding?: number;
  trailer?: number;
  salt?: number;
  top?: number;
  hashed?: Uint8Array;
}

/** EMSA-PSS (RFC 8017, section 9.1.1), here with any of its parts wrong on purpose, and the key's own signature on it. */
function sign({ mark = 1, padding = 0, trailer = 0xbc, salt = 48, top = 0, hashed = message }: Forgery): Bytes {
  for (;;) {
    const salted = random(salt);
    const hash = sha384(Buffer.alloc(8), sha384(hashed), salted);
    const filler = Buffer.alloc(key.size - 48 - 2 - salt);
    filler[filler.length - 1] = padding;
    const masked = xor(Buffer.concat([filler, Buffer.of(mark), salted]), mask(hash, key.size - 49));
    masked[0] = (masked[0]! & 0x7f) | top;
    const encoded = Buffer.concat([masked, hash, Buffer.of(trailer)]);
    if (toInteger(encoded) < key.n) return rawSignature(privateKey, encoded);
  }
}

const mask = (seed: Buffer, size: number): Buffer =>
  Buffer.concat([0, 1, 2, 3, 4, 5].map((i) => sha384(seed, Buffer.of(0, 0, 0, i)))).subarray(0, size);
const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!));
const rawSignature = (of: KeyObject, encoded: Buffer): Bytes =>
  new Uint8Array(privateDecrypt({ key: of, padding: constants.RSA_NO_PADDING }, encoded));

const pss = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
const bothVerify = async (signature: Bytes): Promise<boolean[]> => [
  await verify(key, message, signature),
  nodeVerify('sha384', message, pss, signature),
];

test('a signature that is padded as the RFC says is one, to us and to Node', async () => {
  expect(await bothVerify(sign({}))).toEqual([true, true]);
});

describe('a signature by the right key is none, to us and to Node, with', () => {
  test.each<[string, Forgery]>([
    ['another trailer', { trailer: 0xcc }],
    ['another mark before the salt', { mark: 2 }],
    ['no mark before the salt', { mark: 0 }],
    ['something in the padding', { padding: 1 }],
    ['a shorter salt', { salt: 32 }],
    ['no salt', { salt: 0 }],
    ['a longer salt', { salt: 49 }],
    ['the highest bit set', { top: 0x80 }],
    ['another message’s hash', { hashed: utf8('another message') }],
  ])('%s', async (_, forgery) => {
    expect(await bothVerify(sign(forgery))).toEqual([false, false]);
  });
});

test('a signature is one number below the modulus: the same plus the modulus is refused', async () => {
  const largest = 1n << BigInt(key.size * 8);
  for (;;) {
    const signature = sign({});
    const again = toInteger(signature) + key.n;
    if (again >= largest) continue;
    expect(await bothVerify(signature)).toEqual([true, true]);
    expect(await bothVerify(toBytes(again, key.size))).toEqual([false, false]);
    return;
  }
});

test('a signature of another length is none, nor is nothing or zero', async () => {
  // without its first byte, one that begins with zero would be the same number, which Node takes
  let signature = sign({});
  while (signature[0] === 0) signature = sign({});
  for (const other of [signature.slice(1), new Uint8Array([0, ...signature]), new Uint8Array(), new Uint8Array(256)]) {
    expect(await bothVerify(other)).toEqual([false, false]);
  }
});
