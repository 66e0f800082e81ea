import { createHash } from 'node:crypto';
import { type Bytes, utf8 } from '../../protocol/bytes.ts';

/** A name that stays the same for ever, as RFC 9562 forms one of our own making (version 8). */
export function urnOf(id: Bytes, key: string): string {
  const bytes = createHash('sha256')
    .update(id)
    .update(utf8(`\0${key}`))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
}
