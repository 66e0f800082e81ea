import { createPrivateKey, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeEd25519, publicKeyFrom, rawPublicKey, signWith } from '../../src/ed25519.ts';
import { fromHex, toHex } from '../../src/protocol/bytes.ts';

// RFC 8032, section 7.1, tests 1 to 3
const vectors = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    pk: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
      '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    pk: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    pk: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac' +
      '18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

test.each(vectors)('the RFC’s key $pk signs to the RFC’s bytes', async ({ seed, pk, message, signature }) => {
  expect(toHex(await nodeEd25519.publicKey(fromHex(seed)))).toBe(pk);
  expect(toHex(await nodeEd25519.sign(fromHex(seed), fromHex(message)))).toBe(signature);
});

test('a key keeps its raw bytes on the way to a key object and back', () => {
  const property = fc.property(fc.constant(0), () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    expect(rawPublicKey(privateKey)).toEqual(rawPublicKey(publicKey));
    expect(publicKeyFrom(rawPublicKey(publicKey)).equals(publicKey)).toBe(true);
  });
  fc.assert(property, { numRuns: 10 });
});

test('what one key signed is not signed by another', () => {
  const [one, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const message = fromHex('72');
  const signature = signWith(one.privateKey, message);
  expect(verify(null, message, publicKeyFrom(rawPublicKey(one.publicKey)), signature)).toBe(true);
  expect(verify(null, message, publicKeyFrom(rawPublicKey(other.publicKey)), signature)).toBe(false);
});

test('a key from a seed is the key that Node makes from its JWK', async () => {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const seed = new Uint8Array(Buffer.from(jwk.d!, 'base64url'));
  expect(await nodeEd25519.publicKey(seed)).toEqual(rawPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })));
});
