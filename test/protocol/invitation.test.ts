import { constants, createHash, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeEd25519 as ed25519, publicKeyFrom } from '../../src/ed25519.ts';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { type Bytes, concat, enc, toBase64url, uint32 } from '../../src/protocol/bytes.ts';
import { isPassOf, requestPass } from '../../src/protocol/client.ts';
import {
  type Invitation,
  preparedInvitation,
  readInvitation,
  requestInvitation,
  writeInvitation,
} from '../../src/protocol/invitation.ts';
import { type Pass, readPass, writePass } from '../../src/protocol/pass.ts';
import { tallyMessage } from '../../src/protocol/tally.ts';
import { flipped, random, rsaKeys, someBytes } from './keys.ts';

const [letters, vouching, foreign] = [rsaKeys(), rsaKeys('the vouched tally'), rsaKeys('another issuer')];
const letterId = someBytes(32, 1);
const tallyId = new Uint8Array(createHash('sha256').update(tallyMessage(letterId, 'vouched')).digest());
const letter = { letterId, descriptor: { vouched: { spki: toBase64url(vouching.spki) } }, bits: 2048 };
const one: Invitation = { nonce: someBytes(32), prefix: someBytes(32, 1), signature: someBytes(384, 2) };
const sign = (blinded: Bytes, keys = vouching) => blindSign(keys.privateKey, keys.publicKey, blinded)!;
const isSigned = (message: Bytes, signature: Bytes, { publicKey } = vouching) =>
  verify('sha384', message, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature);

async function mayasPass(): Promise<Pass> {
  const keys = { letterId, descriptor: { spki: toBase64url(letters.spki) }, bits: 2048 };
  const request = await requestPass(keys, random, ed25519);
  return request.finish(sign(request.blinded, letters));
}

describe('the invitation as text', () => {
  test('reads back, also with the line breaks and spaces of mails and printouts', async () => {
    const text = await writeInvitation(one);
    expect(text).toMatch(/^invite1_[\w-]{603}$/);
    expect(await readInvitation(text)).toEqual(one);
    expect(await readInvitation(`\n ${text.slice(0, 70)}\r\n${text.slice(70)}\u00a0`)).toEqual(one);
  });

  test('is refused when one character was changed or left out, or it is something else', async () => {
    const text = await writeInvitation(one);
    const mistakes = fc.asyncProperty(
      fc.nat(text.length - 1),
      fc.constantFrom('A', 'z', '-', '=', ''),
      async (at, other) => {
        const mistaken = text.slice(0, at) + other + text.slice(at + 1);
        fc.pre(mistaken !== text);
        expect(await readInvitation(mistaken)).toBeUndefined();
      },
    );
    await fc.assert(mistakes, { numRuns: 300 });
    const pass = await writePass({ secret: someBytes(16), prefix: someBytes(32), signature: someBytes(384) });
    for (const other of ['', 'invite1_', pass, text.replace('invite1_', 'pass1_')])
      expect(await readInvitation(other)).toBeUndefined();
    expect(await readPass(text)).toBeUndefined();
  });
});

describe('asking for an invitation', () => {
  test('gives one that the key of the tally signed, over the bytes of the specification', async () => {
    const { ask, finish } = await requestInvitation(letter, await mayasPass(), 2, ed25519);
    const { nonce, prefix, signature } = await finish(sign(ask.blinded));
    const message = concat(prefix, enc('undersigned/invitation/v1', tallyId, nonce));
    expect(preparedInvitation(tallyId, nonce, prefix)).toEqual(message);
    expect(isSigned(message, signature)).toBe(true);
    expect(isSigned(message, flipped(signature, 9))).toBe(false);
    expect(isSigned(message, signature, letters)).toBe(false);
  });

  test('proves the pass, and holds it to this number and this blinded message', async () => {
    const { ask } = await requestInvitation(letter, await mayasPass(), 2, ed25519);
    const proven = (n: number, blinded: Bytes) => {
      const hash = new Uint8Array(createHash('sha256').update(blinded).digest());
      const message = enc('undersigned/invite/v1', letterId, tallyId, uint32(n), hash);
      return verify(null, message, publicKeyFrom(ask.pk), ask.proof);
    };
    expect([proven(2, ask.blinded), proven(3, ask.blinded), proven(2, flipped(ask.blinded, 5))]).toEqual([
      ...[true, false, false],
    ]);
  });

  test('again gives the same, and each number and each pass another', async () => {
    const [mine, hers] = [await mayasPass(), await mayasPass()];
    const made = async (pass: Pass, n: number) => {
      const { ask, finish } = await requestInvitation(letter, pass, n, ed25519);
      return [toBase64url(ask.blinded), await writeInvitation(await finish(sign(ask.blinded)))];
    };
    const all = await Promise.all([made(mine, 1), made(mine, 2), made(mine, 3), made(hers, 1)]);
    expect(new Set(all.flat()).size).toBe(8);
    expect(await made(mine, 1)).toEqual(all[0]);
  });

  test('shows the issuer nothing by which it would know the invitation again', async () => {
    const { ask, finish } = await requestInvitation(letter, await mayasPass(), 1, ed25519);
    const { nonce, prefix, signature } = await finish(sign(ask.blinded));
    const seen = Buffer.concat(Object.values(ask).flatMap((part) => (typeof part === 'number' ? [] : [part])));
    for (const part of [nonce, prefix, signature]) expect(seen.includes(Buffer.from(part.slice(0, 16)))).toBe(false);
    expect(seen.includes(Buffer.from(ask.pk.slice(0, 16))), 'what it is shown would be found').toBe(true);
  });

  test('refuses an answer under another key, and a key of another size', async () => {
    const pass = await mayasPass();
    const { ask, finish } = await requestInvitation(letter, pass, 1, ed25519);
    await expect(finish(sign(flipped(ask.blinded, 0, ask.blinded[0]), foreign))).rejects.toThrow(RangeError);
    await expect(requestInvitation({ ...letter, bits: 3072 }, pass, 1, ed25519)).rejects.toThrow('wrong key');
  });

  test('an invitation is no pass of the tally', async () => {
    const { ask, finish } = await requestInvitation(letter, await mayasPass(), 1, ed25519);
    const { prefix, signature } = await finish(sign(ask.blinded));
    const keys = { letterId: tallyId, descriptor: { spki: toBase64url(vouching.spki) }, bits: 2048 };
    expect(await isPassOf(keys, { secret: someBytes(16), prefix, signature }, ed25519)).toBe(false);
  });
});
