import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concat,
  enc,
  equalBytes,
  fromBase64url,
  fromHex,
  normalText,
  readBase64url,
  toBase64,
  toBase64url,
  toHex,
  uint32,
  utf8,
} from '../../src/protocol/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 80 });

describe('enc', () => {
  /** Reads the parts back: where that is possible for all parts, no two lists have one encoding. */
  function decode(encoded: Uint8Array): Uint8Array[] {
    if (encoded.length === 0) return [];
    const end = 4 + Buffer.from(encoded).readUInt32BE(0);
    return [encoded.slice(4, end), ...decode(encoded.slice(end))];
  }

  test('is injective: its parts can be read back from it', () => {
    const property = fc.property(fc.array(bytes), (parts) => {
      expect(decode(enc(...parts))).toEqual(parts);
    });
    fc.assert(property);
  });

  test('tells apart every two ways to cut the same bytes, which putting them side by side does not', () => {
    const cuts = bytes.chain((whole) => fc.tuple(fc.constant(whole), fc.nat(whole.length), fc.nat(whole.length)));
    const property = fc.property(cuts, ([whole, a, b]) => {
      const [one, other] = [a, b].map((at) => [whole.slice(0, at), whole.slice(at)] as const);
      expect(equalBytes(enc(...one!), enc(...other!))).toBe(a === b);
      expect(equalBytes(concat(...one!), concat(...other!))).toBe(true);
    });
    fc.assert(property);
  });

  test('has the bytes that the specification says', () => {
    expect(toHex(enc('ab', Uint8Array.of(0xff)))).toBe('00000002' + '6162' + '00000001' + 'ff');
    expect(enc()).toHaveLength(0);
    expect(toHex(enc(''))).toBe('00000000');
  });
});

describe('text', () => {
  test('is the same bytes whatever form and line ends it came in', () => {
    expect(utf8('Cafe\u0301\r\nA\u030A\r')).toEqual(utf8('Café\nÅ\n'));
    expect(toHex(utf8('é'))).toBe('c3a9');
  });

  test('stays as it is once it is normal', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(normalText(normalText(text))).toBe(normalText(text));
      expect(normalText(text)).not.toContain('\r');
    });
    fc.assert(property);
  });
});

describe('base64url', () => {
  test('reads back what it wrote, and writes what Node writes', () => {
    const property = fc.property(bytes, (value) => {
      expect(fromBase64url(toBase64url(value))).toEqual(value);
      expect(toBase64url(value)).toBe(Buffer.from(value).toString('base64url'));
      expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
    });
    fc.assert(property);
  });

  test('has one text for one value: every text that is read is the one that is written', () => {
    const texts = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[\w-]{0,8}={0,2}$/));
    const property = fc.property(texts, (text) => {
      expect([text, undefined]).toContain(reread(text));
    });
    fc.assert(property);
  });

  const reread = (text: string): string | undefined => {
    const read = readBase64url(text);
    return read && toBase64url(read);
  };

  test.each([
    ['padding', 'YQ=='],
    ['the letters of base64', '+/+/'],
    ['bits that are lost', 'YR'],
    ['bits that are lost, of two bytes', 'YWJ'],
    ['a single character', 'Y'],
    ['white space', 'YW Jj'],
    ['a line end', 'YWJj\n'],
    ['letters beyond ASCII', 'YWÄj'],
  ])('refuses %s, though Node would read it', (_, text) => {
    expect(() => fromBase64url(text)).toThrow(RangeError);
    expect(readBase64url(text)).toBeUndefined();
    expect(() => Buffer.from(text, 'base64url')).not.toThrow();
  });
});

describe('hexadecimal', () => {
  test('reads back what it wrote, in either case', () => {
    const property = fc.property(bytes, (value) => {
      expect(fromHex(toHex(value))).toEqual(value);
      expect(fromHex(toHex(value).toUpperCase())).toEqual(value);
    });
    fc.assert(property);
  });

  test.each(['0', '0g', '0x00', '00 00', '00\n'])('refuses %j', (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });
});

test('a number is four big-endian bytes', () => {
  expect(toHex(uint32(1))).toBe('00000001');
  const property = fc.property(fc.nat(0xffffffff), (n) => {
    expect(Buffer.from(uint32(n)).readUInt32BE(0)).toBe(n);
  });
  fc.assert(property);
});

test('bytes are equal when all of them are, and there are no more', () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});
