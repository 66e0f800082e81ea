import { createHash } from 'node:crypto';
import { newCode, readCode, showCode } from '../../../issuing/code.ts';
import type { Bytes, Random } from '../../../protocol/bytes.ts';
import { utf8 } from '../../../protocol/bytes.ts';

const HOW_MANY = 10;

/** Ten new recovery codes, of which only the hashes are kept. */
export function newRecoveryCodes(random: Random): { shown: string[]; hashes: Bytes[] } {
  const codes = Array.from({ length: HOW_MANY }, () => newCode(random) + newCode(random));
  return { shown: codes.map(showLong), hashes: codes.map(hashOf) };
}

/** The hash of what was typed; undefined where it cannot be a recovery code. */
export function readRecoveryCode(typed: string): Bytes | undefined {
  const plain = typed.replace(/[\s-]/g, '');
  const [first, second] = [readCode(plain.slice(0, 10)), readCode(plain.slice(10))];
  return first && second ? hashOf(first + second) : undefined;
}

/** Four groups of five: 100 bits, so that a plain hash of it can be kept. */
const showLong = (code: string): string => `${showCode(code.slice(0, 10))}-${showCode(code.slice(10))}`;

const hashOf = (code: string): Bytes => new Uint8Array(createHash('sha256').update(utf8(code)).digest());
