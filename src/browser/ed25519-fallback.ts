import { ed25519 } from '@noble/curves/ed25519.js';
import type { Ed25519 } from '../protocol/client.ts';

/** Ed25519 where the browser has none; loaded by itself, so that nobody else waits for it. */
export const nobleEd25519: Ed25519 = {
  publicKey: async (seed) => new Uint8Array(ed25519.getPublicKey(seed)),
  sign: async (seed, message) => new Uint8Array(ed25519.sign(message, seed)),
};
