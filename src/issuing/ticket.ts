import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Bytes, type Random, concat, fromBase64url, toBase64url } from '../protocol/bytes.ts';

/**
 * What the window that asked for a code holds instead of the server: sealed with AES-256-GCM, so that it tells
 * nothing to whoever else sees it, and bound to the letter (PROTOCOL.md, step 1).
 */
export interface Ticket {
  /** 16 bytes; the keyed hash of the mailbox. */
  tag: Bytes;
  /** 32 bytes; the keyed hash of the code. */
  codeMac: Bytes;
  /** Milliseconds. */
  expires: number;
  /** 16 bytes; under this name the mail queue tells how the mail fares. */
  mail: Bytes;
}

const NONCE = 12;
const SEAL = 16;
const CONTENT = 16 + 32 + 8 + 16;
const LENGTH = Math.ceil(((NONCE + CONTENT + SEAL) * 4) / 3);

export function sealTicket(key: Bytes, letterId: Uint8Array, ticket: Ticket, random: Random): string {
  const nonce = random(NONCE);
  const expires = new Uint8Array(8);
  new DataView(expires.buffer).setBigUint64(0, BigInt(ticket.expires));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(letterId);
  const content = cipher.update(concat(ticket.tag, ticket.codeMac, expires, ticket.mail));
  return toBase64url(concat(nonce, content, cipher.final(), cipher.getAuthTag()));
}

/** Undefined where the ticket is not one of this key and letter. Whether it expired is the caller's to ask. */
export function openTicket(key: Bytes, letterId: Uint8Array, text: string): Ticket | undefined {
  if (text.length !== LENGTH) return undefined;
  try {
    const bytes = fromBase64url(text);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.slice(0, NONCE)).setAAD(letterId);
    decipher.setAuthTag(bytes.slice(-SEAL));
    const content = concat(decipher.update(bytes.slice(NONCE, -SEAL)), decipher.final());
    return {
      tag: content.slice(0, 16),
      codeMac: content.slice(16, 48),
      expires: Number(new DataView(content.buffer).getBigUint64(48)),
      mail: content.slice(56),
    };
  } catch {
    // a forged or foreign ticket fails to decode or to authenticate: both are the same answer
    return undefined;
  }
}
