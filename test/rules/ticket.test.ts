import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ticket, openTicket, sealTicket } from '../../src/issuing/ticket.ts';
import { type Bytes, type Random, fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';

const bytes = (size: number, value: number): Bytes => new Uint8Array(size).fill(value);
const random: Random = (size) => Uint8Array.from({ length: size }, (_, i) => i);
const key = bytes(32, 1);
const letter = bytes(32, 2);
const ticket: Ticket = {
  tag: bytes(16, 3),
  codeMac: bytes(32, 4),
  expires: Date.parse('2030-01-01'),
  mail: bytes(16, 5),
};
const sealed = sealTicket(key, letter, ticket, random);

const exactly = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
const tickets: fc.Arbitrary<Ticket> = fc.record({
  tag: exactly(16),
  codeMac: exactly(32),
  expires: fc.nat(Number.MAX_SAFE_INTEGER),
  mail: exactly(16),
});

describe('Maya’s ticket', () => {
  test('opens to what was sealed in it', () => {
    const property = fc.property(tickets, exactly(32), exactly(32), exactly(12), (content, keys, id, nonce) => {
      expect(
        openTicket(
          keys,
          id,
          sealTicket(keys, id, content, () => nonce),
        ),
      ).toEqual(content);
    });
    fc.assert(property);
  });

  test('is refused with any byte altered', () => {
    const whole = fromBase64url(sealed);
    for (let at = 0; at < whole.length; at++) {
      for (const bit of [1, 0x80]) {
        const altered = whole.map((byte, i) => (i === at ? byte ^ bit : byte));
        expect(openTicket(key, letter, toBase64url(altered))).toBeUndefined();
      }
    }
    expect(openTicket(key, letter, toBase64url(whole))).toEqual(ticket);
  });

  test('is refused at another letter, and under another key', () => {
    expect(openTicket(key, bytes(32, 9), sealed)).toBeUndefined();
    expect(openTicket(bytes(32, 9), letter, sealed)).toBeUndefined();
    expect(openTicket(key, letter, sealed)).toEqual(ticket);
  });

  test('is one text: neither shorter, longer, padded nor written otherwise', () => {
    const others = [sealed.slice(1), sealed.slice(0, -1), `${sealed}A`, `${sealed}=`, ` ${sealed}`, `${sealed}\n`, ''];
    // The last character holds four bits of the seal and two that mean nothing; they must be zero.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = sealed.slice(0, -1) + alphabet[alphabet.indexOf(sealed.at(-1)!) + 1]!;
    for (const text of [...others, spare]) expect(openTicket(key, letter, text)).toBeUndefined();
  });

  test('is no text that anybody makes up', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]{134}$/));
    const property = fc.property(texts, (text) => {
      expect(openTicket(key, letter, text)).toBeUndefined();
    });
    fc.assert(property);
  });

  test('tells its content to nobody, and is as long for everybody', () => {
    const whole = Buffer.from(fromBase64url(sealed)).toString('hex');
    for (const part of [ticket.tag, ticket.codeMac, ticket.mail]) {
      expect(whole).not.toContain(Buffer.from(part.slice(0, 4)).toString('hex'));
    }
    const property = fc.property(tickets, (content) => {
      expect(sealTicket(key, letter, content, random)).toHaveLength(134);
    });
    fc.assert(property);
  });

  test('is another text each time it is sealed', () => {
    expect(sealTicket(key, letter, ticket, (size) => bytes(size, 7))).not.toBe(sealed);
  });
});
