import { createHmac } from 'node:crypto';
import { newCode } from '../../issuing/code.ts';
import { countInMemory } from '../../issuing/memory-count.ts';
import { type CodeRefusal, openTicketDesk } from '../../issuing/ticket-desk.ts';
import { type Bytes, type Random, equalBytes, toHex, utf8 } from '../../protocol/bytes.ts';

const MINUTE = 60_000;
const LIFETIME = 10 * MINUTE;
const MAILS_AN_HOUR = 5;
const HERE = utf8('organizers sign in');

export type DeskRefusal = CodeRefusal | 'used code';

/** What was asked: the code to mail, if a mail may go, and the ticket for the window that asked. */
export interface Asked {
  code: string;
  ticket: string;
  /** False where the address had its mails for this hour. */
  mayMail: boolean;
  /** Under this name the queue knows the mail. */
  mail: string;
}

/**
 * Mailed codes by which organizers sign in, bound to the window that asked as those of signatories are: ten minutes,
 * ten tries, once. All of it in memory.
 */
export interface SignInDesk {
  ask(email: string, now: number): Asked;
  /** Takes the ticket, so that no other request can use it; `giveBack` where something else was missing. */
  take(email: string, ticket: string, typed: string, now: number): 'taken' | DeskRefusal;
  giveBack(ticket: string): void;
}

export function openSignInDesk(random: Random): SignInDesk {
  const desk = openTicketDesk(random, LIFETIME);
  const mails = countInMemory(MAILS_AN_HOUR, 60 * MINUTE, random);
  const key = random(32);
  const tagOf = (email: string): Bytes => new Uint8Array(createHmac('sha256', key).update(email).digest()).slice(0, 16);
  const taken = new Map<string, number>();
  const forgetOld = (now: number) => {
    for (const [ticket, until] of taken) if (until <= now) taken.delete(ticket);
  };

  return {
    ask(email, now) {
      const [code, mail] = [newCode(random), random(16)];
      const ticket = desk.issue(HERE, { tag: tagOf(email), code, mail, now });
      return { code, ticket, mayMail: mails.allows(email, now), mail: toHex(mail) };
    },
    take(email, ticket, typed, now) {
      forgetOld(now);
      const proof = desk.check(HERE, ticket, typed, now);
      if (typeof proof === 'string') return proof;
      if (!equalBytes(proof.tag, tagOf(email))) return 'unknown ticket';
      if (taken.has(ticket)) return 'used code';
      taken.set(ticket, now + LIFETIME);
      return 'taken';
    },
    giveBack: (ticket) => void taken.delete(ticket),
  };
}
