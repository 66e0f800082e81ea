import { type Bytes, enc } from './bytes.ts';
import type { Descriptor } from './descriptor.ts';

/**
 * Whose signatures are counted together. The employees' tally is the letter itself; the others stand beside it, each
 * with a key, a log and a number of its own, and none is ever added to another.
 */
export type Tally = 'employees' | OtherTally;
export type OtherTally = 'vouched' | 'supporters';

export const otherTallies: OtherTally[] = ['vouched', 'supporters'];

/** `H` of this stands for `letter_id` in everything that is signed for another tally than the employees'. */
export const tallyMessage = (letterId: Bytes, tally: OtherTally): Bytes => enc('undersigned/tally/v1', letterId, tally);

/** The RSA key of a tally, as SubjectPublicKeyInfo in base64url; undefined where the letter has no such tally. */
export const spkiOfTally = (descriptor: Descriptor, tally: Tally): string | undefined =>
  tally === 'employees' ? descriptor.spki : descriptor[tally]?.spki;
