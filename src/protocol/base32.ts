const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first `length` characters of the bytes in Crockford's base32, 5 bits each. */
export function toBase32(bytes: Uint8Array, length: number): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  if (bits.length < length * 5) throw new RangeError('too few bits');
  return Array.from({ length }, (_, i) => alphabet[parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join('');
}

/** What a person typed, as the alphabet has it: `o` is 0, `i` and `l` are 1, spaces and hyphens fall away. */
export function readBase32(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
