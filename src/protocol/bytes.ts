/** Bytes that WebCrypto accepts: backed by an ArrayBuffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Where random bytes come from: `random(n)` gives n of them. */
export type Random = (size: number) => Bytes;

const encoder = new TextEncoder();

/** Text as UTF-8 in Unicode normal form C with `\n` line ends (PROTOCOL.md, section 2). */
export const utf8 = (text: string): Bytes => encoder.encode(normalText(text));

export const normalText = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC');

export function concat(...parts: Uint8Array[]): Bytes {
  let size = 0;
  for (const { length } of parts) size += length;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** `enc(a, b, …)`: each part as a 32-bit big-endian length and its bytes (PROTOCOL.md, section 2). */
export function enc(...parts: (Uint8Array | string)[]): Bytes {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? utf8(part) : part;
    pieces.push(uint32(bytes.length), bytes);
  }
  return concat(...pieces);
}

/** A whole number below 2^32 as four big-endian bytes. */
export const uint32 = (value: number): Bytes => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** Throws a RangeError on anything but pairs of hexadecimal digits. */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new RangeError('not hexadecimal');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Base64url without padding (RFC 4648, section 5). */
export const toBase64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

// Loops and no Array.from: an audit decodes five texts for each entry, and would spend a quarter of its time here.

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Throws a RangeError on anything that `toBase64url` would not have written. */
export function fromBase64url(text: string): Bytes {
  const bytes = /^[\w-]*$/.test(text) && text.length % 4 !== 1 ? decodeBase64url(text) : undefined;
  // only the last group can hold bits that stand for nothing
  const last = text.length % 4;
  if (!bytes || (last > 0 && toBase64url(bytes.slice(1 - last)) !== text.slice(-last)))
    throw new RangeError('not base64url');
  return bytes;
}

/** Base64url from outside: undefined instead of a throw. */
export function readBase64url(text: string): Bytes | undefined {
  try {
    return fromBase64url(text);
  } catch (fault) {
    if (fault instanceof RangeError) return undefined;
    throw fault;
  }
}

function decodeBase64url(text: string): Bytes {
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** A hash by WebCrypto, which browsers and Node both have. */
const webHash =
  (name: string) =>
  async (bytes: Bytes): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.digest(name, bytes));

export const sha256 = webHash('SHA-256');
export const sha384 = webHash('SHA-384');
