import { toHex } from '../../../protocol/bytes.ts';

/** What a copy may be: pages as PDF, pictures of them, or plain text. */
export interface FileKind {
  type: string;
  ending: string;
}

/** By the first bytes, hexadecimal: %PDF-, then PNG's and JPEG's marks, and RIFF….WEBP. */
const kinds: [beginning: RegExp, FileKind][] = [
  [/^255044462d/, { type: 'application/pdf', ending: 'pdf' }],
  [/^89504e470d0a1a0a/, { type: 'image/png', ending: 'png' }],
  [/^ffd8ff/, { type: 'image/jpeg', ending: 'jpg' }],
  [/^52494646.{8}57454250/, { type: 'image/webp', ending: 'webp' }],
];

/**
 * The kind of a file by its first bytes, whatever its name says; undefined for all that is not on the list. A saved
 * web page counts as the text that it is.
 */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  const beginning = toHex(bytes.subarray(0, 16));
  return kinds.find(([pattern]) => pattern.test(beginning))?.[1] ?? (isText(bytes) ? TEXT : undefined);
}

const TEXT: FileKind = { type: 'text/plain; charset=utf-8', ending: 'txt' };

function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // a TypeError at the first byte that is not UTF-8
    return false;
  }
}
