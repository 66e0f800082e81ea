import { sha256, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { LetterKeys } from '../../protocol/client.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import { type OtherTally, tallyMessage } from '../../protocol/tally.ts';

/** The letter as the page names it, once it has been checked. */
export interface CheckedLetter extends LetterKeys {
  versionHash: Uint8Array<ArrayBuffer>;
}

/** What the page says of its letter, in the attributes of the client's element. */
export interface PageLetter {
  id: string;
  descriptor: string;
  /** The descriptor of the text that is signed, where it is not the one that a link pins. */
  amended?: string;
  bits: string;
  /** Set where the signatures are not those of employees. */
  tally?: OtherTally;
}

/**
 * The letter of this page, or undefined where the page does not match itself or the link that led here: its
 * descriptor must hash to the letter's id, and the id must begin as the link's fragment says. A fragment never
 * reaches the server, so a server that was taken over cannot answer it with another key. Keys are always those of
 * version 1; a later version names only the text that is signed.
 */
export async function checkLetter(
  { id, descriptor, amended, bits, tally }: PageLetter,
  fragment: string,
): Promise<CheckedLetter | undefined> {
  const read = JSON.parse(descriptor) as Descriptor;
  const first = await hashOf(descriptor);
  const pinned = /^#(\w{26})$/.exec(fragment)?.[1]?.toUpperCase();
  if (toBase64url(first) !== id || (pinned && pinned !== shortId(first))) return undefined;
  return {
    letterId: tally ? await sha256(tallyMessage(first, tally)) : first,
    versionHash: await hashOf(amended ?? descriptor),
    descriptor: tally ? read[tally]! : read,
    bits: Number(bits),
  };
}

/** The page holds descriptors byte for byte as they are hashed. */
const hashOf = (text: string) => sha256(utf8(text));
