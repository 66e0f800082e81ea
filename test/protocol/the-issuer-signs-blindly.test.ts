import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { toInteger } from '../../src/protocol/blind-rsa.ts';
import { concat } from '../../src/protocol/bytes.ts';
import { random, rsaKeys } from './keys.ts';
import { toBytes } from './rfc-9474.ts';

const { privateKey, publicKey, key } = rsaKeys();
const number = (value: bigint) => toBytes(value, key.size);
const sign = (blinded: Uint8Array<ArrayBuffer>) => blindSign(privateKey, publicKey, blinded);

describe('the issuer refuses', () => {
  const good = number(key.n - 12345n);

  test.each([
    ['0', number(0n)],
    ['1', number(1n)],
    ['the modulus', number(key.n)],
    ['one more than the modulus', number(key.n + 1n)],
    ['the largest number of that size', new Uint8Array(key.size).fill(255)],
    ['a message that is one byte short', good.slice(1)],
    ['a message that lost its last byte', good.slice(0, -1)],
    ['a message with a zero in front', concat(new Uint8Array(1), good)],
    ['a message with a byte behind', concat(good, new Uint8Array(1))],
    ['nothing', new Uint8Array()],
    ['a single byte', Uint8Array.of(2)],
  ])('%s', (_, blinded) => {
    expect(sign(blinded)).toBeUndefined();
  });

  test('any message of another size', () => {
    const sizes = fc.nat(2 * key.size).filter((size) => size !== key.size);
    fc.assert(fc.property(sizes, (size) => sign(random(size)) === undefined));
  });
});

test.each([
  ['2', 2n],
  ['256, which ends in a zero byte', 256n],
  ['257, which ends as 1 does', 257n],
  ['one less than the modulus', key.n - 1n],
])('the issuer signs %s', (_, value) => {
  const signature = sign(number(value));
  expect(signature).toHaveLength(key.size);
});

test('a signature raised to e is the message again', () => {
  const message = key.n - 987654321n;
  const signature = toInteger(sign(number(message))!);
  let power = signature;
  for (let squarings = 0; squarings < 16; squarings++) power = (power * power) % key.n;
  expect((power * signature) % key.n).toBe(message);
});

test('the same blinded message gets the same bytes again', () => {
  expect(sign(number(key.n >> 1n))).toEqual(sign(number(key.n >> 1n)));
});

test('a private operation that went wrong is a fault and no answer', () => {
  // OpenSSL repairs a wrong dp by d, so both have to be wrong for its answer to be.
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const lessTwo = (part: string) =>
    Buffer.from(toBytes(toInteger(Buffer.from(part, 'base64url')) - 2n)).toString('base64url');
  const right = createPrivateKey({ key: jwk, format: 'jwk' });
  const wrong = createPrivateKey({ key: { ...jwk, d: lessTwo(jwk.d!), dp: lessTwo(jwk.dp!) }, format: 'jwk' });
  const message = concat(Uint8Array.of(0), random(255));
  expect(blindSign(right, createPublicKey(right), message)).toHaveLength(256);
  expect(() => blindSign(wrong, createPublicKey(right), message)).toThrow('went wrong');
});
