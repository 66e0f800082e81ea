import { blind, finalize, newPrefix, verify } from './blind-rsa.ts';
import { type Bytes, type Random, fromBase64url, sha256 } from './bytes.ts';
import type { Descriptor } from './descriptor.ts';
import { type Post, type PostKind, commitMessage, postMessage, preparedMessage, standingMessage } from './messages.ts';
import { type Pass, commitSalt, keySeed } from './pass.ts';
import { readSpki } from './spki.ts';

/**
 * What a signatory's side does, step by step. The browser, the command-line tool and, without JavaScript, the
 * server on the signatory's behalf run this same code.
 */

/** Ed25519 (RFC 8032) with a 32-byte seed; each platform brings its own. */
export interface Ed25519 {
  publicKey(seed: Bytes): Promise<Bytes>;
  sign(seed: Bytes, message: Bytes): Promise<Bytes>;
}

export interface LetterKeys {
  letterId: Bytes;
  descriptor: Pick<Descriptor, 'spki'>;
  /** Size of the RSA key that the letter published. */
  bits: number;
}

export interface PassRequest {
  /** Goes to the issuer. */
  blinded: Bytes;
  /** Makes the pass from the issuer's answer; throws a RangeError where the answer is not a valid signature. */
  finish(blindSignature: Bytes): Promise<Pass>;
}

/** Protocol step 2: makes a secret, and a blinded message that holds the public key derived from it. */
export async function requestPass(letter: LetterKeys, random: Random, ed25519: Ed25519): Promise<PassRequest> {
  const key = readSpki(fromBase64url(letter.descriptor.spki), letter.bits);
  const secret = random(16);
  const prefix = newPrefix(random);
  const pk = await ed25519.publicKey(await keySeed(secret, letter.letterId));
  const message = preparedMessage(letter.letterId, pk, prefix);
  const { blinded, inverse } = await blind(key, message, random);
  return {
    blinded,
    async finish(blindSignature) {
      return { secret, prefix, signature: await finalize(key, message, blindSignature, inverse) };
    },
  };
}

/** Whether the pass is one of this letter. */
export async function isPassOf(letter: LetterKeys, pass: Pass, ed25519: Ed25519): Promise<boolean> {
  const key = readSpki(fromBase64url(letter.descriptor.spki), letter.bits);
  const pk = await ed25519.publicKey(await keySeed(pass.secret, letter.letterId));
  return verify(key, preparedMessage(letter.letterId, pk, pass.prefix), pass.signature);
}

export interface SignedPost extends Post {
  salt: Bytes;
}

/** Protocol step 3: the post that puts `body` (canonical JSON) under this pass; the same input gives the same bytes. */
export async function writePost(
  pass: Pass,
  what: { letterId: Bytes; versionHash: Bytes; seq: number; kind: PostKind; body: string },
  ed25519: Ed25519,
): Promise<SignedPost> {
  const { letterId, versionHash, seq, kind, body } = what;
  const seed = await keySeed(pass.secret, letterId);
  const salt = await commitSalt(pass.secret, letterId, seq, body);
  const commit = await sha256(commitMessage(salt, body));
  const unsigned = { letterId, versionHash, pk: await ed25519.publicKey(seed), seq, kind, commit };
  const esig = await ed25519.sign(seed, postMessage(unsigned));
  return { ...unsigned, prefix: pass.prefix, sig: pass.signature, esig, salt };
}

/** Protocol step 5: asks where this pass's signature stands. It shows that the pass is at hand, and nothing of it. */
export async function askStanding(pass: Pass, letterId: Bytes, ed25519: Ed25519): Promise<{ pk: Bytes; proof: Bytes }> {
  const seed = await keySeed(pass.secret, letterId);
  const pk = await ed25519.publicKey(seed);
  return { pk, proof: await ed25519.sign(seed, standingMessage(letterId, pk)) };
}
