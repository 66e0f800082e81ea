import { toBase32 } from './base32.ts';
import { type Bytes, concat, readBase64url, toBase64, utf8 } from './bytes.ts';
import type { Hash } from './merkle.ts';

/** The log's name in its checkpoints: it says which letter, whatever host serves or mirrors it. */
export const logOrigin = (letterId: Bytes): string => `undersigned/letter/${shortId(letterId)}`;

/** The first 26 base32 characters of a letter's id: what shared links pin after their `#`. */
export const shortId = (letterId: Bytes): string => toBase32(letterId, 26);

/** The text that a checkpoint signs: origin, number of leaves, root hash (C2SP tlog-checkpoint). */
export const checkpointText = (origin: string, size: number, root: Bytes): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** The checkpoint as a signed note (C2SP signed-note); `signature` is Ed25519 over the text. */
export function signedCheckpoint(hash: Hash, text: string, key: Bytes, signature: Bytes): string {
  const name = text.slice(0, text.indexOf('\n'));
  const keyId = hash(concat(utf8(`${name}\n`), Uint8Array.of(1), key)).slice(0, 4);
  return `${text}\n— ${name} ${toBase64(concat(keyId, signature))}\n`;
}

export interface ReadCheckpoint {
  text: string;
  size: number;
  /** Ed25519 over the text, 64 bytes. */
  signature: Bytes;
}

/** Reads a signed note of ours; undefined where it is none. Whether it is true is the caller's to check. */
export function readCheckpoint(note: string): ReadCheckpoint | undefined {
  const [, text, size, signed] = /^([^\n]+\n(\d{1,15})\n[^\n]+\n)\n— [^\n ]+ ([A-Za-z0-9+/=]+)\n$/.exec(note) ?? [];
  if (text === undefined || size === undefined || signed === undefined) return undefined;
  const bytes = readBase64url(signed.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return bytes?.length === 68 ? { text, size: Number(size), signature: bytes.slice(4) } : undefined;
}
