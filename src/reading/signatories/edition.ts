import { createHash } from 'node:crypto';
import type { PublishedLetter } from '../../letters/letter.ts';

/** Counts up when the table itself is written otherwise. */
const FORM = 1;

/**
 * By which whoever has the table of signatories learns whether theirs is the latest: an ETag (RFC 9110, section
 * 8.8.3). It is made from what moves the list, and not from the list, which can hold a million entries: the number of
 * the last release, and how often the list changed without one.
 */
export function editionOf({ address, publicId, version }: PublishedLetter, release: number, changes: number): string {
  const parts = [FORM, address, Buffer.from(publicId).toString('hex'), version, release, changes];
  return `"${createHash('sha256').update(parts.join(' ')).digest('base64url').slice(0, 22)}"`;
}
