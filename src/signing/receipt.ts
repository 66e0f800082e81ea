import type { KeyObject } from 'node:crypto';
import { signWith } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Bytes, toBase64url, toHex } from '../protocol/bytes.ts';
import { receiptMessage } from '../protocol/messages.ts';

/** What a signatory keeps: the log's signed word that this leaf will be published, and by which rule. */
export interface Receipt {
  letter_id: string;
  leaf: string;
  release: { min: number; every: number };
  signature: string;
}

/** Signs a receipt; the same leaf gets the same receipt again. It holds no time. */
export function writeReceipt(logKey: KeyObject, letter: PublishedLetter, leaf: Bytes): Receipt {
  const { min, every } = letter.release;
  const message = receiptMessage(letter.publicId, leaf, { min, every });
  return {
    letter_id: toHex(letter.publicId),
    leaf: toHex(leaf),
    release: { min, every },
    signature: toBase64url(signWith(logKey, message)),
  };
}
