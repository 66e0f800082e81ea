import { readBase32, toBase32 } from '../protocol/base32.ts';
import type { Random } from '../protocol/bytes.ts';

const LENGTH = 10;

/** A fresh code: 10 characters of Crockford's base32, 50 bits. */
export const newCode = (random: Random): string => toBase32(random(7), LENGTH);

/** The code as a mail shows it: two groups of five. */
export const showCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** What a person typed, as a code; undefined where it cannot be one. */
export function readCode(typed: string): string | undefined {
  const code = readBase32(typed);
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? code : undefined;
}
