import { type Bytes, concat, enc, sha256, uint32, utf8 } from './bytes.ts';
import { readChecked, writeChecked } from './checked-text.ts';

/** One unlinkable right to sign one letter; the credential that a proven mailbox is given. */
export interface Pass {
  /** 16 bytes, from which the signature's key is derived. Whoever holds it can change the signature. */
  secret: Bytes;
  /** 32 bytes. */
  prefix: Bytes;
  /** The issuer's signature, unblinded; 384 bytes for RSA-3072. */
  signature: Bytes;
}

const MARK = 'pass1_';

/** The pass as text that survives copying: a mark, base64url, and a checksum against a lost character. */
export const writePass = (pass: Pass): Promise<string> =>
  writeChecked(MARK, concat(pass.secret, pass.prefix, pass.signature));

/** Reads what `writePass` wrote, line breaks and spaces forgiven; undefined where it is anything else. */
export async function readPass(text: string): Promise<Pass | undefined> {
  const content = await readChecked(MARK, text);
  if (!content || content.length < 48 + 256) return undefined;
  return { secret: content.slice(0, 16), prefix: content.slice(16, 48), signature: content.slice(48) };
}

/** The Ed25519 seed (32 bytes) of the signature's key pair for this letter. */
export const keySeed = (secret: Bytes, letterId: Bytes): Promise<Bytes> =>
  derive(secret, letterId, utf8('undersigned/ed25519/v1'));

/**
 * The salt (32 bytes) of the commitment. It is derived and not drawn, so that the same pass with the same
 * words posts the same bytes again and a lost answer costs nobody a signature.
 */
export async function commitSalt(secret: Bytes, letterId: Bytes, seq: number, body: string): Promise<Bytes> {
  // hashed: OpenSSL 3.0 derives nothing from an `info` of more than 1024 bytes, and a comment may be longer
  return derive(secret, letterId, enc('undersigned/salt/v1', uint32(seq), await sha256(utf8(body))));
}

/** HKDF-SHA-256 (RFC 5869), 32 bytes or as many as are asked. */
export async function derive(secret: Bytes, salt: Bytes, info: Bytes, size = 32): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, size * 8));
}
