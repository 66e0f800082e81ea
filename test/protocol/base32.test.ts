import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBase32, toBase32 } from '../../src/protocol/base32.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('five bits are one character, the first bits first', () => {
  expect(toBase32(Uint8Array.of(0b00001_000, 0b10_11111_0), 3)).toBe('12Z');
  expect(toBase32(new Uint8Array(7), 10)).toBe('0000000000');
  expect(toBase32(new Uint8Array(7).fill(255), 11)).toBe('ZZZZZZZZZZZ');
});

test('every character is one of 32, and the number can be read back', () => {
  const property = fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), (bytes) => {
    const text = toBase32(bytes, 8);
    const value = [...text].reduce((sum, character) => sum * 32n + BigInt(alphabet.indexOf(character)), 0n);
    expect(value).toBe(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  });
  fc.assert(property);
});

test('characters that no bits stand behind are not made up', () => {
  expect(() => toBase32(new Uint8Array(6), 10)).toThrow(RangeError);
  expect(toBase32(new Uint8Array(7), 10)).toHaveLength(10);
});

test('what Maya reads as o, i or l is 0 or 1, in either case', () => {
  expect(readBase32('oOiIlL')).toBe('001111');
});

test('hyphens of every length and spaces of every width fall away', () => {
  expect(readBase32(' 7k3qz-9wxyz\n')).toBe('7K3QZ9WXYZ');
  expect(readBase32('7k3qz–9w‑xyz—7\u00a08\u202f9')).toBe('7K3QZ9WXYZ789');
});

test('what is written reads as itself', () => {
  const property = fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), (bytes) => {
    const text = toBase32(bytes, 10);
    expect(readBase32(text)).toBe(text);
    expect(readBase32(text.toLowerCase())).toBe(text);
    expect(readBase32(text.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(text);
  });
  fc.assert(property);
});

test('a character of no reading stays, so that it can be refused', () => {
  expect(readBase32('u!')).toBe('U!');
});
