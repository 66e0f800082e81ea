import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { type Bytes, type Random, concat, equalBytes, fromBase64url, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { type Part, type Reason, parts, reasons } from '../../signing/hiding/hidden.ts';
import type { Judged, Seen } from '../../signing/hiding/store.ts';

/**
 * How a keeper's form names the words that it judges: sealed with AES-256-GCM, so that no page shows a key or a place
 * in the log, and bound to the letter. It holds the state and a hash of the words too: what changed meanwhile is not
 * judged by what was seen before.
 */
export type Sealed = string;

const NONCE = 12;
const SEAL = 16;
const KEY = 32;
const STATE = 2 * KEY + 1;
const CONTENT = STATE + 1 + KEY;
const LENGTH = Math.ceil(((NONCE + CONTENT + SEAL) * 4) / 3);

const states: readonly Judged['state'][] = ['shown', 'waits', ...reasons];

export function sealEntry(key: Bytes, letter: Uint8Array, judged: Judged, random: Random): Sealed {
  const nonce = random(NONCE);
  const marks = Uint8Array.of(parts.indexOf(judged.part), states.indexOf(judged.state));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(letter);
  const content = cipher.update(concat(judged.letter, judged.pk, marks, hashOf(judged.text)));
  return toBase64url(concat(nonce, content, cipher.final(), cipher.getAuthTag()));
}

/** Undefined where it is not one of this key and letter: the program was started anew, or somebody made it up. */
export function openEntry(
  key: Bytes,
  letter: Uint8Array,
  sealed: Sealed,
): { seen: Seen; isSame: (text: string) => boolean } | undefined {
  if (sealed.length !== LENGTH) return undefined;
  try {
    const bytes = fromBase64url(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.slice(0, NONCE)).setAAD(letter);
    decipher.setAuthTag(bytes.slice(-SEAL));
    const content = concat(decipher.update(bytes.slice(NONCE, -SEAL)), decipher.final());
    const seen = {
      letter: content.slice(0, KEY),
      pk: content.slice(KEY, 2 * KEY),
      part: parts[content[STATE - 1]!]!,
      state: states[content[STATE]!]!,
    };
    const hash = content.slice(STATE + 1);
    return { seen, isSame: (text) => equalBytes(hashOf(text), hash) };
  } catch {
    // a forged or foreign one fails to decode or to authenticate: both are the same answer
    return undefined;
  }
}

/** What a keeper can do with words. */
export type Verdict = Reason | 'show';

/** Reads a keeper's choice; undefined where words are to be hidden and no reason is given. */
export const verdictOf = (act: string, reason: string): Verdict | undefined =>
  act === 'show' ? 'show' : reasons.find((one) => one === reason);

/** How the trail names it: never whose words. */
export function actOf({ part, state }: Pick<Seen, 'part' | 'state'>, verdict: Verdict) {
  const detail: { part: Part; reason?: Reason } = verdict === 'show' ? { part } : { part, reason: verdict };
  if (verdict !== 'show') return { what: 'hid', detail } as const;
  return { what: state === 'waits' ? 'approved' : 'restored', detail } as const;
}

const hashOf = (text: string): Bytes => new Uint8Array(createHash('sha256').update(utf8(text)).digest());
