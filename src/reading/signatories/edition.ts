import type { PublishedLetter } from '../../letters/letter.ts';

/** Counts up when the table itself is written otherwise. */
const FORM = 2;

/**
 * By which whoever has the table of signatories learns whether theirs is the latest. It is made from what moves the
 * list, and not from the list, which can hold a million entries: the number of the last release, and how often the list
 * changed without one.
 */
export const editionOf = (
  { address, publicId, version }: PublishedLetter,
  release: number,
  changes: number,
): (string | number)[] => ['table', FORM, address, Buffer.from(publicId).toString('hex'), version, release, changes];
