import { nodeEd25519 } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { passSpki } from '../letters/tally.ts';
import { type Bytes, toBase64url } from '../protocol/bytes.ts';
import { requestPass } from '../protocol/client.ts';
import { writePass } from '../protocol/pass.ts';
import type { Issuer, NotCollected, WithPasses } from './issuer.ts';
import type { Proof } from './ticket-desk.ts';
import { RSA_BITS } from './keys.ts';
import { seededRandom } from './seeded-random.ts';

/** Tier A: signs what the browser blinded. Undefined where it is no blinded message of this letter's key. */
export async function signBlinded(
  issuer: Issuer,
  letter: PublishedLetter,
  proof: Proof,
  blinded: Bytes,
): Promise<{ signature: string } | NotCollected | undefined> {
  const signature = await issuer.collect(letter, proof, blinded);
  return typeof signature === 'object' ? { signature: toBase64url(signature) } : signature;
}

/**
 * Tier C: plays the browser's part and gives the pass as text. It comes from secret bytes of the ticket, so a
 * form that is sent twice, or whose answer was lost, gets the same pass again.
 */
export const makePass = (issuer: Issuer, letter: PublishedLetter, proof: Proof, ticket: string) =>
  makePassUnder(issuer, letter, passSpki(letter), proof, ticket);

/** The same for whatever has passes, under this key (SubjectPublicKeyInfo in base64url). */
export async function makePassUnder(
  issuer: Issuer,
  of: WithPasses,
  spki: string,
  proof: Proof,
  ticket: string,
): Promise<{ pass: string } | NotCollected> {
  const random = seededRandom(issuer.desk.passSecret(ticket));
  const keys = { letterId: of.publicId, descriptor: { spki }, bits: RSA_BITS };
  const request = await issuer.inTurn(() => requestPass(keys, random, nodeEd25519));
  const signature = await issuer.collect(of, proof, request.blinded);
  if (signature === undefined) throw new Error('our own blinded message was refused');
  if (typeof signature === 'string') return signature;
  return { pass: await issuer.inTurn(async () => writePass(await request.finish(signature))) };
}
