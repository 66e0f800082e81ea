import { type KeyObject, constants, hash, verify } from 'node:crypto';
import { publicKeyFrom } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';
import type { SignedPost } from '../protocol/client.ts';
import { commitMessage, postMessage, preparedMessage, standingMessage } from '../protocol/messages.ts';

export type PostFault = 'not a pass of this letter' | 'not signed with the pass' | 'not the committed text';

/**
 * The version that a post was signed over. It must be the latest, which the post names; but what is withdrawn may be
 * withdrawn by a post that somebody wrote before the text was amended.
 */
export function versionSigned(
  passKey: KeyObject,
  { versionHash: latest, earlier }: Pick<PublishedLetter, 'versionHash' | 'earlier'>,
  post: SignedPost,
  body: string,
): Bytes | PostFault | 'another version' {
  if (!equalBytes(post.versionHash, latest)) return 'another version';
  const fault = faultOfPost(passKey, post, body);
  if (!fault) return post.versionHash;
  if (fault !== 'not signed with the pass') return fault;
  const older = earlier.find(({ versionHash }) => !faultOfPost(passKey, { ...post, versionHash }, body));
  if (!older) return fault;
  return post.kind === 'withdraw' ? older.versionHash : 'another version';
}

/** Checks a post with the letter's public key alone: pass, signature and commitment (PROTOCOL.md, step 3). */
export function faultOfPost(passKey: KeyObject, post: SignedPost, body: string): PostFault | undefined {
  const commit = hash('sha256', commitMessage(post.salt, body), 'buffer');
  if (!equalBytes(commit, post.commit)) return 'not the committed text';
  const pss = { key: passKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  if (!verify('sha384', preparedMessage(post.letterId, post.pk, post.prefix), pss, post.sig))
    return 'not a pass of this letter';
  if (!verify(null, postMessage(post), publicKeyFrom(post.pk), post.esig)) return 'not signed with the pass';
  return undefined;
}

/** Whether whoever asks holds the pass of this key: keys are public once they are released, what they say is not. */
export const provesPass = (letterId: Bytes, { pk, proof }: { pk: Bytes; proof: Bytes }): boolean =>
  verify(null, standingMessage(letterId, pk), publicKeyFrom(pk), proof);
