import type { PublishedLetter } from '../../letters/letter.ts';
import { descriptorsOf } from '../../letters/version.ts';
import type { Published } from '../../signing/public-board.ts';

/** Counts up when the files themselves are written otherwise. */
const FORM = 1;

/**
 * By which whoever has a file of the log learns whether theirs is the latest. The last checkpoint has the root of all
 * entries and is signed, and earlier ones never change; what the head of `audit.json` says besides stands beside it.
 */
export const editionOf = (
  file: 'audit' | 'hashes',
  letter: PublishedLetter,
  { number, size, totals }: Published,
  checkpoint = '',
): (string | number)[] => [
  ...[file, FORM, letter.tally, ...descriptorsOf(letter)],
  ...[number, size, totals.total, checkpoint],
];
