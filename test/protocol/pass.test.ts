import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../src/protocol/bytes.ts';
import { type Pass, commitSalt, keySeed, readPass, writePass } from '../../src/protocol/pass.ts';
import { flipped, random, someBytes } from './keys.ts';

const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
const passes: fc.Arbitrary<Pass> = fc.record({
  secret: bytes(16),
  prefix: bytes(32),
  signature: fc.constantFrom(256, 384, 512).chain(bytes),
});
const one: Pass = { secret: someBytes(16), prefix: someBytes(32, 1), signature: someBytes(384, 2) };

describe('the pass as text', () => {
  test('reads back', async () => {
    const property = fc.asyncProperty(passes, async (pass) => {
      expect(await readPass(await writePass(pass))).toEqual(pass);
    });
    await fc.assert(property);
  });

  test('is one word that names what it is', async () => {
    expect(await writePass(one)).toMatch(/^pass1_[\w-]{582}$/);
  });

  test('survives the line breaks and spaces of mails, notes and printouts', async () => {
    const text = await writePass(one);
    const gaps = fc.array(fc.tuple(fc.nat(text.length), fc.constantFrom(' ', '\n', '\r\n', '\t', '\u00a0', '\u2028')));
    const property = fc.asyncProperty(gaps, async (spread) => {
      const gapped = spread.reduce((read, [at, gap]) => read.slice(0, at) + gap + read.slice(at), text);
      expect(await readPass(gapped)).toEqual(one);
    });
    await fc.assert(property);
  });

  test('is refused when one character was changed, left out, doubled or swapped', async () => {
    const text = await writePass(one);
    const letters = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/.é'.split(''),
    );
    const property = fc.asyncProperty(fc.nat(text.length - 1), letters, async (at, letter) => {
      const [before, after] = [text.slice(0, at), text.slice(at + 1)];
      const mistakes = [before + letter + after, before + after, before + text[at]! + text[at]! + after];
      const swapped = before + (after[0] ?? '') + text[at]! + after.slice(1);
      for (const mistaken of [...mistakes, swapped].filter((other) => other !== text)) {
        expect(await readPass(mistaken)).toBeUndefined();
      }
    });
    await fc.assert(property, { numRuns: 300 });
    expect(await readPass(text)).toEqual(one);
  });

  test('is refused when it is no pass', async () => {
    const property = fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(await readPass(text)).toBeUndefined();
      expect(await readPass(`pass1_${text}`)).toBeUndefined();
    });
    await fc.assert(property);
    expect(await readPass(await writePass({ ...one, signature: someBytes(255) }))).toBeUndefined();
  });
});

describe('what is derived from the pass', () => {
  const letterId = someBytes(32, 3);

  test('is HKDF-SHA-256 as Node computes it', async () => {
    const seed = hkdfSync('sha256', one.secret, letterId, 'undersigned/ed25519/v1', 32);
    expect(await keySeed(one.secret, letterId)).toEqual(new Uint8Array(seed));
  });

  test('is the same again for the same pass and words', async () => {
    expect(await commitSalt(one.secret, letterId, 1, 'é')).toEqual(
      await commitSalt(one.secret, letterId, 1, 'e\u0301'),
    );
    expect(await keySeed(one.secret, letterId)).toEqual(await keySeed(one.secret, letterId));
  });

  test('differs for another pass, letter, number or words', async () => {
    const other = flipped(letterId, 31);
    const derived = await Promise.all([
      commitSalt(one.secret, letterId, 0, 'a'),
      commitSalt(one.secret, letterId, 1, 'a'),
      commitSalt(one.secret, letterId, 0, 'b'),
      commitSalt(one.secret, letterId, 0, ''),
      commitSalt(one.secret, other, 0, 'a'),
      commitSalt(random(16), letterId, 0, 'a'),
      keySeed(one.secret, letterId),
      keySeed(one.secret, other),
      keySeed(flipped(one.secret, 0), letterId),
    ]);
    expect(new Set(derived.map(toHex)).size).toBe(derived.length);
  });
});
