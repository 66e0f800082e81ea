import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TicketDesk, openTicketDesk } from '../../src/issuing/ticket-desk.ts';
import type { Bytes } from '../../src/protocol/bytes.ts';
import { countingRandom } from '../support/random.ts';

const HOUR = 3_600_000;
const bytes = (size: number, value: number): Bytes => new Uint8Array(size).fill(value);
const letter = bytes(32, 2);
const code = '7K3QZ9WXYZ';
const asked = { tag: bytes(16, 3), code, mail: bytes(16, 5), now: 0 };

interface Desk {
  desk: TicketDesk;
  ticket: string;
  type: (typed: string, now?: number) => ReturnType<TicketDesk['check']>;
}
function mayaAsks(seed = 'Maya'): Desk {
  const desk = openTicketDesk(countingRandom(seed));
  const ticket = desk.issue(letter, asked);
  return { desk, ticket, type: (typed, now = 1) => desk.check(letter, ticket, typed, now) };
}

describe('Maya, who has the ticket and the mail,', () => {
  test('proves her mailbox with the code, however she types it', () => {
    for (const typed of [code, '7k3qz-9wxyz', ' 7K3QZ 9WXYZ\n']) {
      expect(mayaAsks().type(typed)).toEqual({ tag: asked.tag });
    }
  });

  test('may do so again, since her answer may have been lost', () => {
    const { type } = mayaAsks();
    expect([type(code), type(code)]).toEqual([{ tag: asked.tag }, { tag: asked.tag }]);
  });

  test('has an hour, to the millisecond', () => {
    expect(mayaAsks().type(code, HOUR - 1)).toEqual({ tag: asked.tag });
    expect(mayaAsks().type(code, HOUR)).toBe('expired ticket');
  });

  test('has ten tries, of which what cannot be a code takes none', () => {
    const { type } = mayaAsks();
    for (let i = 0; i < 20; i++) expect(type('not yet')).toBe('not a code');
    for (let i = 0; i < 9; i++) expect(type('0000000000')).toBe('wrong code');
    expect(type(code)).toEqual({ tag: asked.tag });
    expect(type('0000000000')).toBe('wrong code');
    expect(type(code)).toBe('too many tries');
  });

  test('uses no try with the right code: where many ask at once she is told to come again, however often', () => {
    const { type } = mayaAsks();
    for (let i = 0; i < 30; i++) expect(type(code)).toEqual({ tag: asked.tag });
    for (let i = 0; i < 10; i++) expect(type('0000000000')).toBe('wrong code');
    expect(type(code)).toBe('too many tries');
  });

  test('keeps her ten tries when somebody else used up theirs', () => {
    const { desk, type } = mayaAsks();
    const theos = desk.issue(letter, { ...asked, code: '1111111111' });
    for (let i = 0; i < 11; i++) desk.check(letter, theos, '0000000000', 1);
    expect(desk.check(letter, theos, '1111111111', 1)).toBe('too many tries');
    expect(type(code)).toEqual({ tag: asked.tag });
  });
});

describe('Theo, who lacks one of the two,', () => {
  test('proves nothing with the code and a ticket of his own', () => {
    const { desk } = mayaAsks();
    const own = desk.issue(letter, { ...asked, tag: bytes(16, 9), code: '1111111111' });
    expect(desk.check(letter, own, code, 1)).toBe('wrong code');
    expect(desk.check(letter, own, '1111111111', 1)).toEqual({ tag: bytes(16, 9) });
  });

  test('proves nothing with another of her tickets', () => {
    const { desk } = mayaAsks();
    const later = desk.issue(letter, { ...asked, code: '2222222222' });
    expect(desk.check(letter, later, code, 1)).toBe('wrong code');
  });

  test('proves nothing at another letter, or after the server began anew', () => {
    const { desk, ticket } = mayaAsks();
    expect(desk.check(bytes(32, 9), ticket, code, 1)).toBe('unknown ticket');
    expect(mayaAsks('began anew').desk.check(letter, ticket, code, 1)).toBe('unknown ticket');
  });

  test('proves nothing by altering her ticket, nor gets more tries', () => {
    const { desk, ticket } = mayaAsks();
    const property = fc.property(fc.nat(ticket.length - 1), fc.constantFrom(...'Aa0_-=z '.split('')), (at, other) => {
      fc.pre(ticket[at] !== other);
      const altered = ticket.slice(0, at) + other + ticket.slice(at + 1);
      expect(desk.check(letter, altered, code, 1)).toBe('unknown ticket');
    });
    fc.assert(property);
  });

  test('proves nothing by guessing', () => {
    const guesses = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/).filter((guess) => guess !== code);
    const property = fc.property(guesses, (guess) => {
      expect(mayaAsks().type(guess)).toBe('wrong code');
    });
    fc.assert(property);
  });
});

test('a ticket opens to what the mail queue and the letter need, and holds no code', () => {
  const { desk, ticket } = mayaAsks();
  expect(desk.open(letter, ticket)).toMatchObject({ tag: asked.tag, mail: asked.mail, expires: HOUR });
  const held = Buffer.from(desk.open(letter, ticket)!.codeMac);
  expect(held).toHaveLength(32);
  expect(held.toString('latin1')).not.toContain(code);
});

test('the same code makes another hash for another mailbox', () => {
  const { desk, ticket } = mayaAsks();
  const other = desk.open(letter, desk.issue(letter, { ...asked, tag: bytes(16, 9) }))!;
  const again = desk.open(letter, desk.issue(letter, asked))!;
  expect(again.codeMac).toEqual(desk.open(letter, ticket)!.codeMac);
  expect(other.codeMac).not.toEqual(again.codeMac);
});

test('a ticket’s pass secret is the same again, and another ticket’s is another', () => {
  const { desk, ticket } = mayaAsks();
  expect(desk.passSecret(ticket)).toHaveLength(32);
  expect(desk.passSecret(ticket)).toEqual(desk.passSecret(ticket));
  expect(desk.passSecret(ticket)).not.toEqual(desk.passSecret(desk.issue(letter, asked)));
  expect(desk.passSecret(ticket)).not.toEqual(mayaAsks('began anew').desk.passSecret(ticket));
});
