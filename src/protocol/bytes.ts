/** Bytes that WebCrypto accepts: backed by an ArrayBuffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Where random bytes come from: `random(n)` gives n of them. */
export type Random = (size: number) => Bytes;

const encoder = new TextEncoder();

/** Text as UTF-8 in Unicode normal form C with `\n` line ends (PROTOCOL.md, section 2). */
export const utf8 = (text: string): Bytes => encoder.encode(normalText(text));

export const normalText = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC');

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** `enc(a, b, …)`: each part as a 32-bit big-endian length and its bytes (PROTOCOL.md, section 2). */
export function enc(...parts: (Uint8Array | string)[]): Bytes {
  const all = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  const whole = new Uint8Array(all.reduce((size, { length }) => size + 4 + length, 0));
  const view = new DataView(whole.buffer);
  let offset = 0;
  for (const part of all) {
    view.setUint32(offset, part.length);
    whole.set(part, offset + 4);
    offset += 4 + part.length;
  }
  return whole;
}

/** A whole number below 2^32 as four big-endian bytes. */
export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

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

export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Throws a RangeError on anything that `toBase64url` would not have written. */
export function fromBase64url(text: string): Bytes {
  const bytes = /^[\w-]*$/.test(text) && text.length % 4 !== 1 ? decodeBase64url(text) : undefined;
  if (!bytes || toBase64url(bytes) !== text) throw new RangeError('not base64url');
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

const decodeBase64url = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
