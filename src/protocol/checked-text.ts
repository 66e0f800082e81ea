import { type Bytes, concat, equalBytes, readBase64url, sha256, toBase64url } from './bytes.ts';

const CHECK = 4;

/** Bytes as text that survives copying: a mark, base64url, and a checksum against a lost character. */
export const writeChecked = async (mark: string, bytes: Bytes): Promise<string> =>
  mark + toBase64url(concat(bytes, await checksum(bytes)));

/** Reads what `writeChecked` wrote, line breaks and spaces forgiven; undefined where it is anything else. */
export async function readChecked(mark: string, text: string): Promise<Bytes | undefined> {
  const compact = text.replace(/\s/g, '');
  const bytes = compact.startsWith(mark) ? readBase64url(compact.slice(mark.length)) : undefined;
  const content = bytes?.slice(0, -CHECK);
  return content && equalBytes(await checksum(content), bytes!.slice(-CHECK)) ? content : undefined;
}

const checksum = async (bytes: Bytes): Promise<Bytes> => (await sha256(bytes)).slice(0, CHECK);
