import { createHash } from 'node:crypto';
import slugify from '@sindresorhus/slugify';
import { toBase32 } from '../protocol/base32.ts';

const MAX_SLUG = 80;

/**
 * The last part of a letter's address, made from its title: in Latin letters where it can be written in them, and
 * otherwise of characters that are the same for the same title each time, and others for another.
 */
export function slugOf(title: string): string {
  const slug = slugify(title).slice(0, MAX_SLUG).replace(/-$/, '');
  return slug === '' ? `letter-${fingerprint(title)}` : slug;
}

const fingerprint = (title: string): string =>
  toBase32(createHash('sha256').update(title.normalize('NFC')).digest(), 8).toLowerCase();
