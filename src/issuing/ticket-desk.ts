import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Bytes, type Random, enc } from '../protocol/bytes.ts';
import { readCode } from './code.ts';
import { countInMemory } from './memory-count.ts';
import { type Ticket, openTicket, sealTicket } from './ticket.ts';

const HOUR = 3_600_000;
const TRIES = 10;

/** A mailbox that was proven just now: known by its tag, for as long as one request lasts. */
export interface Proof {
  tag: Bytes;
}

export type CodeRefusal = 'not a code' | 'wrong code' | 'expired ticket' | 'unknown ticket' | 'too many tries';

/** Hands out tickets and checks codes against them. Its keys live in memory and die with the process. */
export interface TicketDesk {
  /** The ticket for the window that asked; the code is good for the desk's lifetime, with this ticket alone. */
  issue(letterId: Bytes, asked: { tag: Bytes; code: string; mail: Bytes; now: number }): string;
  /** The ticket's content, or undefined where it is not one of this letter. */
  open(letterId: Bytes, text: string): Ticket | undefined;
  check(letterId: Bytes, text: string, typed: string, now: number): Proof | CodeRefusal;
  /** 32 secret bytes of a ticket, from which tier C makes its pass. */
  passSecret(text: string): Bytes;
}

export function openTicketDesk(random: Random, lifetime = HOUR): TicketDesk {
  const secret = random(32);
  const subkey = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), purpose, 32));
  const [sealKey, codeKey, passKey] = [subkey('ticket'), subkey('code'), subkey('pass')];
  const tries = countInMemory(TRIES, lifetime, random);
  const mac = (key: Bytes, message: Bytes) => new Uint8Array(createHmac('sha256', key).update(message).digest());
  const codeMac = (letterId: Bytes, tag: Bytes, code: string) => mac(codeKey, enc('code/v1', letterId, tag, code));

  return {
    issue(letterId, { tag, code, mail, now }) {
      const ticket = { tag, codeMac: codeMac(letterId, tag, code), expires: now + lifetime, mail };
      return sealTicket(sealKey, letterId, ticket, random);
    },
    open: (letterId, text) => openTicket(sealKey, letterId, text),
    check(letterId, text, typed, now) {
      const ticket = openTicket(sealKey, letterId, text);
      if (!ticket) return 'unknown ticket';
      if (ticket.expires <= now) return 'expired ticket';
      const code = readCode(typed);
      if (!code) return 'not a code';
      if (!tries.allows(text, now)) return 'too many tries';
      const right = timingSafeEqual(ticket.codeMac, codeMac(letterId, ticket.tag, code));
      if (!right) return 'wrong code';
      // whoever is told to come again, because many ask at once, still has every try
      tries.takeBack(text, now);
      return { tag: ticket.tag };
    },
    passSecret: (text) => mac(passKey, enc('pass/v1', text)),
  };
}
