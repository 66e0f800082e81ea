import { describe, expect, test } from 'vitest';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { blind, finalize, verify } from '../../src/protocol/blind-rsa.ts';
import { equalBytes, toHex } from '../../src/protocol/bytes.ts';
import { readSpki } from '../../src/protocol/spki.ts';
import { spkiOf } from '../../src/issuing/keys.ts';
import { drawing, flipped } from './keys.ts';
import { readVectors } from './rfc-9474.ts';

const vectors = readVectors();
// Ours salts with 48 bytes always, so of the four variants the client can be asked for these two alone.
const salted = vectors.filter(({ name }) => name.includes('-PSS-'));
const unsalted = vectors.filter(({ name }) => name.includes('-PSSZERO-'));

test('the file holds the four variants of the RFC', () => {
  expect(vectors.map(({ name }) => name)).toEqual([
    'RSABSSA-SHA384-PSS-Randomized',
    'RSABSSA-SHA384-PSSZERO-Randomized',
    'RSABSSA-SHA384-PSS-Deterministic',
    'RSABSSA-SHA384-PSSZERO-Deterministic',
  ]);
});

test.each(salted)('the client blinds $name to the RFC’s bytes', async ({ key, message, salt, factor, ...vector }) => {
  const { blinded, inverse } = await blind(key, message, drawing(salt, factor));
  expect(toHex(blinded)).toBe(toHex(vector.blinded));
  expect(inverse).toBe(vector.inverse);
});

test.each(vectors)('the issuer signs $name to the RFC’s bytes', ({ privateKey, publicKey, ...vector }) => {
  expect(toHex(blindSign(privateKey, publicKey, vector.blinded)!)).toBe(toHex(vector.blindSignature));
});

test.each(salted)('the client unblinds $name to the RFC’s signature', async ({ key, message, ...vector }) => {
  const signature = await finalize(key, message, vector.blindSignature, vector.inverse);
  expect(toHex(signature)).toBe(toHex(vector.signature));
  expect(await verify(key, message, vector.signature)).toBe(true);
});

test.each(vectors)('our reader of public keys reads the key of $name', ({ publicKey, key }) => {
  expect(readSpki(spkiOf(publicKey), 4096)).toEqual(key);
});

describe('the vectors tell right from wrong', () => {
  const { key, message, salt, factor, ...vector } = salted[0]!;

  test('another salt blinds to other bytes', async () => {
    const { blinded } = await blind(key, message, drawing(flipped(salt, 0), factor));
    expect(equalBytes(blinded, vector.blinded)).toBe(false);
  });

  test('another factor blinds to other bytes', async () => {
    const { blinded } = await blind(key, message, drawing(salt, flipped(factor, factor.length - 1)));
    expect(equalBytes(blinded, vector.blinded)).toBe(false);
  });

  test('another inverse does not unblind', async () => {
    await expect(finalize(key, message, vector.blindSignature, vector.inverse + 1n)).rejects.toThrow(RangeError);
  });

  test.each(unsalted)('a signature without salt ($name) is none of ours', async (zero) => {
    expect(await verify(zero.key, zero.message, zero.signature)).toBe(false);
    await expect(finalize(zero.key, zero.message, zero.blindSignature, zero.inverse)).rejects.toThrow(RangeError);
  });

  test('a signature is not one on another message', async () => {
    expect(await verify(key, flipped(message, 0), vector.signature)).toBe(false);
  });
});
