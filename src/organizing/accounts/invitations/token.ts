import { createHash } from 'node:crypto';
import { type Bytes, utf8 } from '../../../protocol/bytes.ts';

/** What is kept of an invitation's token: 32 random bytes need no more than a plain hash. */
export const hashOfToken = (token: string): Bytes => new Uint8Array(createHash('sha256').update(utf8(token)).digest());
