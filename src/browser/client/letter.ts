import { equalBytes, fromBase64url } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { LetterKeys } from '../../protocol/client.ts';
import { type Descriptor, descriptorBytes } from '../../protocol/descriptor.ts';

/** The letter as the page names it, once it has been checked. */
export interface CheckedLetter extends LetterKeys {
  versionHash: Uint8Array<ArrayBuffer>;
}

/**
 * The letter of this page, or undefined where the page does not match itself or the link that led here: its
 * descriptor must hash to the letter's id, and the id must begin as the link's fragment says. A fragment never
 * reaches the server, so a server that was taken over cannot answer it with another key.
 */
export async function checkLetter(
  { id = '', descriptor = '', bits = '' }: DOMStringMap,
  fragment: string,
): Promise<CheckedLetter | undefined> {
  const letterId = fromBase64url(id);
  const read = JSON.parse(descriptor) as Descriptor;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', descriptorBytes(read)));
  const pinned = /^#(\w{26})$/.exec(fragment)?.[1]?.toUpperCase();
  if (!equalBytes(hash, letterId) || (pinned && pinned !== shortId(letterId))) return undefined;
  return { letterId, versionHash: hash, descriptor: read, bits: Number(bits) };
}
