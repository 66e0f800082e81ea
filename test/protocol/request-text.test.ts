import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRequest, writeRequest } from '../../src/protocol/request-text.ts';

const SIZE = 384;
const letterId = new Uint8Array(32).fill(9);
const blinded = fc.uint8Array({ minLength: SIZE, maxLength: SIZE }).map((bytes) => new Uint8Array(bytes));

test('what was written is read again, wrapped and indented as mails do', () => {
  fc.assert(
    fc.property(blinded, fc.integer({ min: 1, max: 540 }), (bytes, at) => {
      const text = writeRequest(letterId, bytes);
      expect(
        readRequest(`\r\n  ${text.slice(0, at)}\n> `.replace('> ', '  ') + text.slice(at), letterId, SIZE),
      ).toEqual(bytes);
    }),
  );
});

test('another letter, a lost or added character and other text are told apart', () => {
  const text = writeRequest(letterId, new Uint8Array(SIZE).fill(1));
  expect(readRequest(text, new Uint8Array(32), SIZE)).toBe('another letter');
  for (const cut of [text.slice(0, -1), text.slice(0, -4), `${text}A`, `${text}AAAA`])
    expect(readRequest(cut, letterId, SIZE)).toBe('not whole');
  for (const other of ['', 'request1_', text.slice(1), text.replace('request1', 'pass1'), `${text}+`])
    expect(readRequest(other, letterId, SIZE)).toBe('not a request');
});
