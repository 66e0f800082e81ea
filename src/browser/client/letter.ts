import { toBase64url } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { LetterKeys } from '../../protocol/client.ts';
import { type Descriptor, descriptorBytes } from '../../protocol/descriptor.ts';
import { type OtherTally, tallyMessage } from '../../protocol/tally.ts';

/** The letter as the page names it, once it has been checked. */
export interface CheckedLetter extends LetterKeys {
  versionHash: Uint8Array<ArrayBuffer>;
}

/** What the page says of its letter, in the attributes of the client's element. */
export interface PageLetter {
  id: string;
  descriptor: string;
  bits: string;
  /** Set where the signatures are not those of employees. */
  tally?: OtherTally;
}

/**
 * The letter of this page, or undefined where the page does not match itself or the link that led here: its
 * descriptor must hash to the letter's id, and the id must begin as the link's fragment says. A fragment never
 * reaches the server, so a server that was taken over cannot answer it with another key.
 */
export async function checkLetter(
  { id, descriptor, bits, tally }: PageLetter,
  fragment: string,
): Promise<CheckedLetter | undefined> {
  const read = JSON.parse(descriptor) as Descriptor;
  const versionHash = await sha256(descriptorBytes(read));
  const pinned = /^#(\w{26})$/.exec(fragment)?.[1]?.toUpperCase();
  if (toBase64url(versionHash) !== id || (pinned && pinned !== shortId(versionHash))) return undefined;
  const letterId = tally ? await sha256(tallyMessage(versionHash, tally)) : versionHash;
  return { letterId, versionHash, descriptor: tally ? read[tally]! : read, bits: Number(bits) };
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
