import { ECDH } from 'node:crypto';
import { readBase64url } from '../../protocol/bytes.ts';
import { readEndpoint } from './endpoint.ts';

/** What a browser gives to whoever shall send it notices (W3C Push API). */
export interface Subscription {
  endpoint: string;
  /** Its public key: a point of P-256, uncompressed, as base64url. */
  p256dh: string;
  /** 16 bytes, as base64url. */
  auth: string;
}

export type SubscriptionFault = 'foreign endpoint' | 'broken keys';

/** Reads what was sent; nothing can be encrypted for keys that are none, so they are refused at once. */
export function readSubscription(given: Subscription, added: string[]): Subscription | SubscriptionFault {
  const endpoint = readEndpoint(given.endpoint, added);
  if (endpoint === undefined) return 'foreign endpoint';
  const { p256dh, auth } = given;
  return isPoint(p256dh) && readBase64url(auth)?.length === 16 ? { endpoint, p256dh, auth } : 'broken keys';
}

function isPoint(text: string): boolean {
  const bytes = readBase64url(text);
  if (bytes?.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}
