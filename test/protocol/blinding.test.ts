import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { type Blinded, blind, finalize, newPrefix, verify } from '../../src/protocol/blind-rsa.ts';
import { type Random, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { drawing, flipped, random, rsaKeys, someBytes } from './keys.ts';
import { readVectors, toBytes } from './rfc-9474.ts';

const { key, privateKey, publicKey } = rsaKeys();
const message = utf8('what Maya has signed without its being seen');

describe('the blinding factor', () => {
  // The factor is drawn in the same way for every size of key; this is nearly the smallest that the padding fits in.
  const small = rsaKeys('ours', 784).key;
  const blindMany = async (times: number, draw: Random) => {
    const seen = { factors: new Set<bigint>(), messages: new Set<string>() };
    for (let i = 0; i < times; i++) {
      const { blinded, inverse } = await blind(small, message, draw);
      seen.factors.add(inverse);
      seen.messages.add(toHex(blinded));
    }
    return { factors: seen.factors.size, messages: seen.messages.size };
  };

  test('never repeats over 10,000 blindings of one message', async () => {
    expect(await blindMany(10_000, random)).toEqual({ factors: 10_000, messages: 10_000 });
  });

  test('is seen to repeat where the random bytes do', async () => {
    const stuck: Random = (size) => someBytes(size);
    expect(await blindMany(20, stuck)).toEqual({ factors: 1, messages: 1 });
  });

  test('is drawn again when it is 0, when it is not below the modulus, and when it has no inverse', async () => {
    const [vector] = readVectors();
    const { key: large, salt, factor, blinded } = vector!;
    const useless = [toBytes(0n, large.size), toBytes(large.n, large.size), someBytes(large.size).fill(255)];
    const draw = drawing(salt, ...useless, vector!.prime, factor);
    expect(toHex((await blind(large, vector!.message, draw)).blinded)).toBe(toHex(blinded));
  });
});

describe('the salt and the prefix', () => {
  test('the salt is drawn anew, so equal messages under one factor differ', async () => {
    const factor = someBytes(key.size);
    const one = await blind(key, message, drawing(random(48), factor));
    const other = await blind(key, message, drawing(random(48), factor));
    expect(toHex(one.blinded)).not.toBe(toHex(other.blinded));
  });

  test('a prefix is 32 random bytes', () => {
    expect(newPrefix(drawing(someBytes(32)))).toEqual(someBytes(32));
  });
});

describe('unblinding', () => {
  const sign = async (): Promise<Blinded & { answer: Uint8Array<ArrayBuffer> }> => {
    const made = await blind(key, message, random);
    return { ...made, answer: blindSign(privateKey, publicKey, made.blinded)! };
  };

  test('gives a signature that the blinded message does not hold', async () => {
    const { blinded, inverse, answer } = await sign();
    const signature = await finalize(key, message, answer, inverse);
    expect(await verify(key, message, signature)).toBe(true);
    expect(await verify(key, message, answer)).toBe(false);
    expect([toHex(blinded), toHex(answer)]).not.toContain(toHex(signature));
  });

  test('refuses an answer that is no signature, wherever it is altered', async () => {
    const { inverse, answer } = await sign();
    const altering = fc.asyncProperty(fc.nat(answer.length - 1), fc.nat(7), async (at, bit) => {
      await expect(finalize(key, message, flipped(answer, at, 1 << bit), inverse)).rejects.toThrow(RangeError);
    });
    await fc.assert(altering, { numRuns: 50 });
    expect(await finalize(key, message, answer, inverse)).toHaveLength(key.size);
  });

  test('refuses an answer of the wrong size', async () => {
    const { inverse, answer } = await sign();
    await expect(finalize(key, message, answer.slice(1), inverse)).rejects.toThrow('wrong size');
    await expect(finalize(key, message, new Uint8Array([0, ...answer]), inverse)).rejects.toThrow('wrong size');
  });
});
