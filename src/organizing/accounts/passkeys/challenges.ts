import { createHmac } from 'node:crypto';
import {
  type Bytes,
  type Random,
  concat,
  enc,
  equalBytes,
  readBase64url,
  toBase64url,
} from '../../../protocol/bytes.ts';

const LIFETIME = 10 * 60_000;
const LENGTH = 16 + 8 + 16;

/**
 * What a passkey has to sign: random, for one purpose, for ten minutes, once. Only those that were used are
 * remembered, so that whoever opens the page a million times costs no memory.
 */
export interface Challenges {
  issue(purpose: string, now: number): Bytes;
  /** True once. */
  take(purpose: string, challenge: string, now: number): boolean;
}

export function openChallenges(random: Random): Challenges {
  const key = random(32);
  const used = new Map<string, number>();
  const seal = (purpose: string, content: Bytes): Bytes =>
    new Uint8Array(
      createHmac('sha256', key)
        .update(enc('challenge', purpose, content))
        .digest(),
    ).slice(0, 16);

  return {
    issue(purpose, now) {
      const expires = new Uint8Array(8);
      new DataView(expires.buffer).setBigUint64(0, BigInt(now + LIFETIME));
      const content = concat(random(16), expires);
      return concat(content, seal(purpose, content));
    },
    take(purpose, challenge, now) {
      for (const [old, until] of used) if (until <= now) used.delete(old);
      const bytes = readBase64url(challenge);
      if (bytes?.length !== LENGTH || !equalBytes(bytes.slice(24), seal(purpose, bytes.slice(0, 24)))) return false;
      const expires = Number(new DataView(bytes.buffer).getBigUint64(16));
      const name = toBase64url(bytes);
      if (expires <= now || used.has(name)) return false;
      used.set(name, expires);
      return true;
    },
  };
}
