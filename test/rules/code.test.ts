import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newCode, readCode, showCode } from '../../src/issuing/code.ts';
import type { Random } from '../../src/protocol/bytes.ts';

const codes = fc.uint8Array({ minLength: 7, maxLength: 7 }).map((bytes) => newCode(() => bytes));

describe('a code', () => {
  test('is ten characters of 50 random bits', () => {
    const asked: number[] = [];
    const random: Random = (size) => {
      asked.push(size);
      return new Uint8Array(size).fill(0xff);
    };
    expect(newCode(random)).toBe('ZZZZZZZZZZ');
    expect(asked).toEqual([7]);
    const seen = Array.from({ length: 50 }, (_, bit) =>
      newCode(() => new Uint8Array(7).map((_zero, i) => (i === bit >> 3 ? 0x80 >> (bit & 7) : 0))),
    );
    expect(new Set(seen).size).toBe(50);
  });

  test('is shown as two groups of five', () => {
    expect(showCode('7K3QZ9WXYZ')).toBe('7K3QZ-9WXYZ');
  });

  test('reads back from what the mail shows, however Maya types it', () => {
    const property = fc.property(codes, (code) => {
      expect(readCode(showCode(code))).toBe(code);
      expect(readCode(` ${showCode(code).toLowerCase()}\n`)).toBe(code);
      expect(readCode([...code].join(' '))).toBe(code);
      expect(readCode(code.replaceAll('0', 'o').replaceAll('1', 'i'))).toBe(code);
      expect(readCode(code.replaceAll('0', 'O').replaceAll('1', 'L'))).toBe(code);
    });
    fc.assert(property);
  });

  test('is read as another code when a character was mistyped', () => {
    const property = fc.property(
      codes,
      fc.nat(9),
      fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')),
      (code, at, c) => {
        const typed = code.slice(0, at) + c + code.slice(at + 1);
        expect(readCode(typed) === code).toBe(code[at] === c);
      },
    );
    fc.assert(property);
  });

  test.each(['', '7K3QZ9WXY', '7K3QZ9WXYZZ', '7K3QZ9WXYU', '7K3QZ_9WXYZ', 'code: 7K3QZ', '７K3QZ9WXYZ'])(
    'is not what %j is',
    (typed) => {
      expect(readCode(typed)).toBeUndefined();
    },
  );
});
