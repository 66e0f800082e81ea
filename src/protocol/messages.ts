import { type Bytes, concat, enc, uint32, utf8 } from './bytes.ts';
import type { ReleaseRule } from './descriptor.ts';

/** What a post does to a signature. */
export type PostKind = 'sign' | 'edit' | 'withdraw';

/** A post as the log records it: everything public, with no text in it (PROTOCOL.md, sections 3 and 4). */
export interface Post {
  letterId: Bytes;
  /** SHA-256 of the descriptor of the version that was signed. */
  versionHash: Bytes;
  /** Ed25519 public key, 32 bytes: the signature's name in the log. */
  pk: Bytes;
  /** The pass: 32 bytes of prefix and an RSA-PSS signature as long as the letter's modulus. */
  prefix: Bytes;
  sig: Bytes;
  /** 0 for the first post of a key, then one more each time; below 2^32. */
  seq: number;
  kind: PostKind;
  commit: Bytes;
  /** Ed25519 over `postMessage`, 64 bytes. */
  esig: Bytes;
}

/** What the issuer signs blindly, without its prefix. */
export const passMessage = (letterId: Bytes, pk: Bytes): Bytes => enc('undersigned/pass/v1', letterId, pk);

/** What the pass's RSA signature stands over (RFC 9474, section 4.1: prefix ‖ message). */
export const preparedMessage = (letterId: Bytes, pk: Bytes, prefix: Bytes): Bytes =>
  concat(prefix, passMessage(letterId, pk));

/** `H` of this is the commitment to a signature's body; the salt is 32 bytes. */
export const commitMessage = (salt: Bytes, body: string): Bytes => enc('undersigned/commit/v1', salt, utf8(body));

/** What `esig` stands over. */
export const postMessage = (post: Omit<Post, 'prefix' | 'sig' | 'esig'>): Bytes =>
  enc('undersigned/post/v1', post.letterId, post.versionHash, post.pk, uint32(post.seq), post.kind, post.commit);

/** What a signature by `pk` over it proves, to be told where the signature stands: that its pass is at hand. */
export const standingMessage = (letterId: Bytes, pk: Bytes): Bytes => enc('undersigned/standing/v1', letterId, pk);

/** What a receipt's signature stands over: this leaf will be published, by this rule. */
export const receiptMessage = (letterId: Bytes, leaf: Bytes, release: ReleaseRule): Bytes =>
  enc('undersigned/receipt/v1', letterId, leaf, uint32(release.min), uint32(release.every));

/** The log's leaf (before RFC 6962's hashing). */
export const leafMessage = (post: Post): Bytes =>
  enc(
    'undersigned/entry/v1',
    post.letterId,
    post.versionHash,
    post.pk,
    post.prefix,
    post.sig,
    uint32(post.seq),
    post.kind,
    post.commit,
    post.esig,
  );
