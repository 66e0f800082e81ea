import { nodeEd25519 } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Bytes, toBase64url } from '../protocol/bytes.ts';
import { requestPass } from '../protocol/client.ts';
import type { Descriptor } from '../protocol/descriptor.ts';
import { writePass } from '../protocol/pass.ts';
import type { Issuer } from './issuer.ts';
import type { Proof } from './ticket-desk.ts';
import { RSA_BITS } from './keys.ts';
import { seededRandom } from './seeded-random.ts';

/** Tier A: signs what the browser blinded. Undefined where it is no blinded message of this letter's key. */
export async function signBlinded(
  issuer: Issuer,
  letter: PublishedLetter,
  proof: Proof,
  blinded: Bytes,
): Promise<{ signature: string } | 'already collected' | undefined> {
  const signature = await issuer.collect(letter, proof, blinded);
  return typeof signature === 'object' ? { signature: toBase64url(signature) } : signature;
}

/**
 * Tier C: plays the browser's part and gives the pass as text. It comes from secret bytes of the ticket, so a
 * form that is sent twice, or whose answer was lost, gets the same pass again.
 */
export async function makePass(
  issuer: Issuer,
  letter: PublishedLetter,
  proof: Proof,
  ticket: string,
): Promise<{ pass: string } | 'already collected'> {
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  const random = seededRandom(issuer.desk.passSecret(ticket));
  const request = await requestPass({ letterId: letter.publicId, descriptor, bits: RSA_BITS }, random, nodeEd25519);
  const signature = await issuer.collect(letter, proof, request.blinded);
  if (signature === undefined) throw new Error('our own blinded message was refused');
  if (signature === 'already collected') return signature;
  return { pass: await writePass(await request.finish(signature)) };
}
