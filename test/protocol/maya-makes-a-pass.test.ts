import { describe, expect, test } from 'vitest';
import { nodeEd25519 as ed25519 } from '../../src/ed25519.ts';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { toInteger } from '../../src/protocol/blind-rsa.ts';
import { toBase64url, toHex } from '../../src/protocol/bytes.ts';
import { type LetterKeys, isPassOf, requestPass, writePost } from '../../src/protocol/client.ts';
import { leafMessage, preparedMessage } from '../../src/protocol/messages.ts';
import { type Pass, readPass, writePass } from '../../src/protocol/pass.ts';
import { faultOfPost } from '../../src/signing/verify-post.ts';
import { drawing, flipped, random, rsaKeys, someBytes } from './keys.ts';
import { inverseOf } from './rfc-9474.ts';

const ours = rsaKeys();
const other = rsaKeys('another issuer');
const letterOf = (keys: typeof ours, id: number): LetterKeys => ({
  letterId: someBytes(32, id),
  descriptor: { spki: toBase64url(keys.spki) },
  bits: 2048,
});
const letter = letterOf(ours, 1);
const sign = (blinded: Uint8Array<ArrayBuffer>, keys = ours) => blindSign(keys.privateKey, keys.publicKey, blinded)!;

async function collect(of = letter, keys = ours): Promise<Pass> {
  const request = await requestPass(of, random, ed25519);
  return request.finish(sign(request.blinded, keys));
}
const words = { letterId: letter.letterId, versionHash: someBytes(32, 9), seq: 0, kind: 'sign', body: '{}' } as const;

describe('Maya’s pass', () => {
  test('is one of her letter, also after she copied it as text', async () => {
    const pass = await collect();
    expect(await isPassOf(letter, pass, ed25519)).toBe(true);
    expect(await readPass(await writePass(pass))).toEqual(pass);
  });

  test('is none of another letter, under the same key or another', async () => {
    const pass = await collect();
    expect(await isPassOf(letterOf(ours, 2), pass, ed25519)).toBe(false);
    expect(await isPassOf(letterOf(other, 1), pass, ed25519)).toBe(false);
  });

  test('is none with another secret, prefix or signature', async () => {
    const pass = await collect();
    for (const part of ['secret', 'prefix', 'signature'] as const) {
      expect(await isPassOf(letter, { ...pass, [part]: flipped(pass[part], 3) }, ed25519)).toBe(false);
    }
  });

  test('is asked for with the same bytes when the same random bytes are drawn', async () => {
    const draws = [16, 32, 48, 256].map((size) => someBytes(size, size));
    const [one, again] = [
      await requestPass(letter, drawing(...draws), ed25519),
      await requestPass(letter, drawing(...draws), ed25519),
    ];
    expect(again.blinded).toEqual(one.blinded);
    expect(await again.finish(sign(one.blinded))).toEqual(await one.finish(sign(one.blinded)));
  });
});

describe('Maya’s side refuses', () => {
  test('an answer of another issuer, another request’s answer, and an altered one', async () => {
    const request = await requestPass(letter, random, ed25519);
    const elsewhere = await requestPass(letter, random, ed25519);
    const foreign = sign(flipped(request.blinded, 0, request.blinded[0]), other);
    for (const answer of [foreign, sign(elsewhere.blinded), flipped(sign(request.blinded), 100)]) {
      await expect(request.finish(answer)).rejects.toThrow(RangeError);
    }
    await expect(request.finish(sign(request.blinded))).resolves.toMatchObject({ prefix: expect.anything() });
  });

  test('a key of another size than the letter published, before anything is sent', async () => {
    await expect(requestPass({ ...letter, bits: 3072 }, random, ed25519)).rejects.toThrow('wrong key');
    const garbled = { ...letter, descriptor: { spki: `${letter.descriptor.spki}A` } };
    await expect(requestPass(garbled, random, ed25519)).rejects.toThrow(RangeError);
  });
});

describe('Maya’s post', () => {
  test('is accepted by the board’s check, with the letter’s public key alone', async () => {
    const post = await writePost(await collect(), words, ed25519);
    expect(faultOfPost(ours.publicKey, post, '{}')).toBeUndefined();
    expect(faultOfPost(ours.publicKey, post, '{"a":1}')).toBe('not the committed text');
    expect(faultOfPost(other.publicKey, post, '{}')).toBe('not a pass of this letter');
    expect(faultOfPost(ours.publicKey, { ...post, seq: 1 }, '{}')).toBe('not signed with the pass');
    expect(faultOfPost(ours.publicKey, { ...post, kind: 'withdraw' }, '{}')).toBe('not signed with the pass');
  });

  test('is the same bytes again for the same input, so a lost answer costs nobody a signature', async () => {
    const pass = await collect();
    const [one, again] = [await writePost(pass, words, ed25519), await writePost(pass, words, ed25519)];
    expect(again).toEqual(one);
    expect(leafMessage(again)).toEqual(leafMessage(one));
  });

  test('keeps its key and hides its words anew when she edits', async () => {
    const pass = await collect();
    const one = await writePost(pass, words, ed25519);
    const edit = await writePost(pass, { ...words, seq: 1, kind: 'edit' }, ed25519);
    expect(edit.pk).toEqual(one.pk);
    expect([edit.salt, edit.commit, edit.esig]).not.toEqual([one.salt, one.commit, one.esig]);
    for (const part of ['salt', 'commit', 'esig'] as const) expect(edit[part]).not.toEqual(one[part]);
    expect(faultOfPost(ours.publicKey, edit, '{}')).toBeUndefined();
  });
});

test('every pass fits everything that the issuer saw, so what it saw points at none', async () => {
  const { n, e } = ours.key;
  const power = (base: bigint): bigint => {
    let result = base;
    for (let bit = e; bit > 1n; bit >>= 1n) result = (result * result) % n;
    return (result * base) % n;
  };
  const sessions = await Promise.all([1, 2, 3].map(() => requestPass(letter, random, ed25519)));
  const seen = sessions.map(({ blinded }) => ({ blinded: toInteger(blinded), answer: toInteger(sign(blinded)) }));
  const passes = await Promise.all(sessions.map((session) => session.finish(sign(session.blinded))));
  for (const { blinded, answer } of seen) {
    for (const { signature } of passes) {
      const factor = (answer * inverseOf(toInteger(signature), n)) % n;
      expect((power(toInteger(signature)) * power(factor)) % n).toBe(blinded);
    }
  }
  expect(new Set(passes.map(({ secret }) => toHex(secret))).size).toBe(3);
  expect(preparedMessage(letter.letterId, someBytes(32), someBytes(32))).toHaveLength(32 + 3 * 4 + 19 + 64);
});
