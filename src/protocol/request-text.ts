import { type Bytes, readBase64url, toBase64url } from './bytes.ts';
import { shortId } from './checkpoint.ts';

const MARK = 'request1_';
const SHAPE = /^request1_(\w{26})_([\w-]*)$/;

/**
 * A blinded message as text to paste: a mark, the letter's short id, base64url. The issuer cannot see in the
 * message itself for which letter it was made, and would spend a mailbox's one signature on another letter's.
 */
export const writeRequest = (letterId: Bytes, blinded: Bytes): string =>
  `${MARK}${shortId(letterId)}_${toBase64url(blinded)}`;

/** The blinded message (`size` bytes) in what was pasted for this letter; or the word for what is wrong with it. */
export function readRequest(
  text: string,
  letterId: Bytes,
  size: number,
): Bytes | 'not a request' | 'another letter' | 'not whole' {
  const [, pin, encoded] = SHAPE.exec(text.replace(/\s/g, '')) ?? [];
  if (pin === undefined || encoded === undefined) return 'not a request';
  if (pin !== shortId(letterId)) return 'another letter';
  const blinded = readBase64url(encoded);
  return blinded?.length === size ? blinded : 'not whole';
}
