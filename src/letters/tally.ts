import { createHash } from 'node:crypto';
import type { Bytes } from '../protocol/bytes.ts';
import type { Descriptor } from '../protocol/descriptor.ts';
import { type OtherTally, type Tally, otherTallies, spkiOfTally, tallyMessage } from '../protocol/tally.ts';
import type { PublishedLetter } from './letter.ts';

/**
 * The letter as another tally sees it: with an id, a key, a log and pledges of its own, at an address below its own.
 * Everything that takes, releases and audits signatures works on it as on the letter. Undefined where there is none.
 */
export function tallyOf(letter: PublishedLetter, tally: OtherTally): PublishedLetter | undefined {
  if (!spkiOfTally(descriptorOf(letter), tally)) return undefined;
  const outside = tally === 'supporters' && { employers: OUTSIDE, pledges: letter.supporters?.pledges ?? [] };
  // no page shows comments of these tallies, nor where these people work, so they are not asked
  const own = { tally, main: letter, rollCall: false, comments: false, sites: [], roles: [], privateAddress: null };
  return {
    ...{ ...letter, ...outside, ...own },
    publicId: tallyId(letter.publicId, tally),
    address: `${letter.address}.${tally}`,
  };
}

/** What stands for the letter's id in everything that this tally signs. */
export const tallyId = (letterId: Bytes, tally: Tally): Bytes =>
  tally === 'employees'
    ? letterId
    : new Uint8Array(createHash('sha256').update(tallyMessage(letterId, tally)).digest());

export const isMain = (letter: PublishedLetter): boolean => letter.tally === 'employees';

/** Whether whoever has a pass of it may invite colleagues, who are counted apart. */
export const takesInvited = (letter: PublishedLetter): boolean => isMain(letter) && letter.vouching;

/** The letter itself, whichever of its tallies this is. */
export const mainOf = (letter: PublishedLetter): PublishedLetter => letter.main ?? letter;

/** Nobody's staff: one number, of which nobody knows how many there could be. */
const OUTSIDE = [{ name: 'Supporters', domains: [], headcount: null, headcountSource: null }];

/** By name, whose people sign in this tally; of supporters, nobody's. */
export const employerNames = ({ tally, employers }: PublishedLetter): string[] =>
  tally === 'supporters' ? [] : employers.map(({ name }) => name);

/** The letter and the tallies beside it. */
export const talliesOf = (letter: PublishedLetter): PublishedLetter[] => [
  letter,
  ...otherTallies.flatMap((tally) => tallyOf(letter, tally) ?? []),
];

/** The letter's part of an address, and the tally that the address names. */
export function readAddress(address: string): { address: string; tally: OtherTally | undefined } {
  const [letter = '', name, ...more] = address.split('.');
  const tally = more.length === 0 ? otherTallies.find((other) => other === name) : undefined;
  return tally ? { address: letter, tally } : { address, tally };
}

/** The key under which passes of this tally are signed, as SubjectPublicKeyInfo in base64url. */
export function passSpki(letter: PublishedLetter): string {
  const spki = spkiOfTally(descriptorOf(letter), letter.tally);
  if (spki === undefined) throw new Error('a tally without a key');
  return spki;
}

const descriptorOf = (letter: PublishedLetter): Descriptor => JSON.parse(letter.descriptor) as Descriptor;
