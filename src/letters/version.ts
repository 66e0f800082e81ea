import { type Bytes, equalBytes } from '../protocol/bytes.ts';
import type { PublishedLetter } from './letter.ts';

/** Every version's descriptor as it was hashed, version 1 first. */
export const descriptorsOf = ({ earlier, descriptor }: PublishedLetter): string[] => [
  ...earlier.map((version) => version.descriptor),
  descriptor,
];

/** The descriptor whose hash is the letter's id, which a link pins. */
export const firstDescriptor = (letter: PublishedLetter): string => letter.earlier[0]?.descriptor ?? letter.descriptor;

/** The latest descriptor, where it is not the one that a link pins. */
export const amendedDescriptor = ({ earlier, descriptor }: PublishedLetter): string | null =>
  earlier.length > 0 ? descriptor : null;

/** Which version has this hash, counted from 1; undefined where none of the letter's has. */
export function versionOf({ earlier, versionHash, version }: PublishedLetter, hash: Bytes): number | undefined {
  if (equalBytes(versionHash, hash)) return version;
  const at = earlier.findIndex((one) => equalBytes(one.versionHash, hash));
  return at < 0 ? undefined : at + 1;
}
