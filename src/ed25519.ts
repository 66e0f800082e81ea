import { type KeyObject, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Bytes, fromBase64url } from './protocol/bytes.ts';
import { pkcs8Of } from './protocol/ed25519-key.ts';
import type { Ed25519 } from './protocol/client.ts';

const privateKeyOf = (seed: Bytes): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8Of(seed)), format: 'der', type: 'pkcs8' });

/** The raw 32 bytes of a public key, or of the public half of a private one. */
export const rawPublicKey = (key: KeyObject): Bytes =>
  fromBase64url((key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x!);

/** A public key object from its raw 32 bytes. */
export const publicKeyFrom = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });

export const signWith = (key: KeyObject, message: Bytes): Bytes => new Uint8Array(sign(null, message, key));

/** Ed25519 as Node has it. */
export const nodeEd25519: Ed25519 = {
  publicKey: async (seed) => rawPublicKey(privateKeyOf(seed)),
  sign: async (seed, message) => signWith(privateKeyOf(seed), message),
};
