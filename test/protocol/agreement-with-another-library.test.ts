import type { KeyObject, webcrypto } from 'node:crypto';
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { beforeAll, expect, test } from 'vitest';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { blind, finalize, newPrefix, toInteger, verify } from '../../src/protocol/blind-rsa.ts';
import { type Bytes, concat } from '../../src/protocol/bytes.ts';
import { random, rsaKeys } from './keys.ts';

const library = RSABSSA.SHA384.PSS.Randomized();
const { key, privateKey, publicKey, spki } = rsaKeys();
// The library's own private operation takes a third of a second, so a few rounds have to do.
const ROUNDS = [1, 2, 3];
const theirs = {} as webcrypto.CryptoKeyPair;

beforeAll(async () => {
  const pss = { name: 'RSA-PSS', hash: 'SHA-384' };
  theirs.privateKey = await crypto.subtle.importKey('pkcs8', pkcs8(privateKey), pss, true, ['sign']);
  theirs.publicKey = await crypto.subtle.importKey('spki', spki, pss, true, ['verify']);
});

const pkcs8 = (of: KeyObject): Bytes => new Uint8Array(of.export({ type: 'pkcs8', format: 'der' }));

test.each(ROUNDS)('it blinds, our issuer signs, it unblinds, both verify (%i)', async () => {
  const message = library.prepare(random(40));
  const { blindedMsg, inv } = await library.blind(theirs.publicKey, message);
  const answer = blindSign(privateKey, publicKey, new Uint8Array(blindedMsg))!;
  const signature = await library.finalize(theirs.publicKey, message, answer, inv);
  expect(await library.verify(theirs.publicKey, signature, message)).toBe(true);
  expect(await verify(key, new Uint8Array(message), new Uint8Array(signature))).toBe(true);
});

test.each(ROUNDS)('we blind, it signs, we unblind, both verify (%i)', async () => {
  const message = concat(newPrefix(random), random(40));
  const { blinded, inverse } = await blind(key, message, random);
  const answer = new Uint8Array(await library.blindSign(theirs.privateKey, blinded));
  const signature = await finalize(key, message, answer, inverse);
  expect(await library.verify(theirs.publicKey, signature, message)).toBe(true);
  expect(await verify(key, message, signature)).toBe(true);
});

test('it signs a blinded message to the same bytes as our issuer', async () => {
  const { blinded } = await blind(key, random(72), random);
  const answer = await library.blindSign(theirs.privateKey, blinded);
  expect(new Uint8Array(answer)).toEqual(blindSign(privateKey, publicKey, blinded));
});

test('our unblinding takes what it blinded, and it takes what we blinded', async () => {
  const message = library.prepare(random(40));
  const made = await library.blind(theirs.publicKey, message);
  const answer = blindSign(privateKey, publicKey, new Uint8Array(made.blindedMsg))!;
  const ours = await finalize(key, new Uint8Array(message), answer, toInteger(made.inv));
  expect(ours).toEqual(new Uint8Array(await library.finalize(theirs.publicKey, message, answer, made.inv)));
});

test('neither takes the other’s signature for one on another message', async () => {
  const message = concat(newPrefix(random), random(40));
  const { blinded, inverse } = await blind(key, message, random);
  const signature = await finalize(key, message, blindSign(privateKey, publicKey, blinded)!, inverse);
  const another = concat(message, new Uint8Array(1));
  expect(await library.verify(theirs.publicKey, signature, another)).toBe(false);
  expect(await verify(key, another, signature)).toBe(false);
});

test('neither takes a signature under another issuer’s key', async () => {
  const other = rsaKeys('another issuer');
  const message = concat(newPrefix(random), random(40));
  const { blinded, inverse } = await blind(other.key, message, random);
  const signature = await finalize(other.key, message, blindSign(other.privateKey, other.publicKey, blinded)!, inverse);
  expect(await verify(other.key, message, signature)).toBe(true);
  expect(await verify(key, message, signature)).toBe(false);
  expect(await library.verify(theirs.publicKey, signature, message)).toBe(false);
});
