import { createHash } from 'node:crypto';
import slugify from '@sindresorhus/slugify';
import { toBase32 } from '../protocol/base32.ts';

const MAX_SLUG = 80;

/**
 * The last part of a letter's address, made from its title: in Latin letters where it can be written in them. Where a
 * letter or digit of it cannot, characters follow that are the same for the same title each time, and others for
 * another.
 */
export function slugOf(title: string): string {
  const slug = slugify(title);
  if (slug === '') return `letter-${fingerprint(title)}`;
  return isWhole(title, slug) ? upTo(MAX_SLUG, slug) : `${upTo(MAX_SLUG - PRINT - 1, slug)}-${fingerprint(title)}`;
}

/** Whether nothing more of the title would stand if what cannot be written in Latin letters stayed as it is. */
const isWhole = (title: string, slug: string): boolean =>
  slugify(title, { preserveCharacters: lettersOf(title) }) === slug;

/** As they would stand in a slug; but not what is written small behind a number, which nobody misses. */
const lettersOf = (title: string): string[] =>
  Array.from(
    new Set(
      title
        .normalize('NFC')
        .toLowerCase()
        .match(/(?![a-z\dªº])[\p{L}\p{Nd}]/gu),
    ),
  );

const upTo = (length: number, slug: string): string => slug.slice(0, length).replace(/-$/, '');

const PRINT = 8;

const fingerprint = (title: string): string =>
  toBase32(createHash('sha256').update(title.normalize('NFC')).digest(), PRINT).toLowerCase();
