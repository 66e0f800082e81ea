import { blind, finalize, newPrefix } from './blind-rsa.ts';
import { type Bytes, type Random, concat, enc, fromBase64url, uint32, sha256 } from './bytes.ts';
import { readChecked, writeChecked } from './checked-text.ts';
import type { Ed25519 } from './client.ts';
import type { Descriptor } from './descriptor.ts';
import { type Pass, derive, keySeed } from './pass.ts';
import { readSpki } from './spki.ts';
import { tallyMessage } from './tally.ts';

/** The right to one pass of the vouched tally, which a colleague with a pass of the letter gives away. */
export interface Invitation {
  /** 32 bytes; what the issuer signed without seeing it. */
  nonce: Bytes;
  /** 32 bytes. */
  prefix: Bytes;
  /** The issuer's signature under the key of the vouched tally, unblinded; 384 bytes for RSA-3072. */
  signature: Bytes;
}

/** How many invitations a pass may ask for; they are counted from 1. */
export const INVITATIONS = 3;

const MARK = 'invite1_';

/** The invitation as text that survives copying, as a pass is written. */
export const writeInvitation = ({ nonce, prefix, signature }: Invitation): Promise<string> =>
  writeChecked(MARK, concat(nonce, prefix, signature));

/** Reads what `writeInvitation` wrote, line breaks and spaces forgiven; undefined where it is anything else. */
export async function readInvitation(text: string): Promise<Invitation | undefined> {
  const content = await readChecked(MARK, text);
  if (!content || content.length < 64 + 256) return undefined;
  return { nonce: content.slice(0, 32), prefix: content.slice(32, 64), signature: content.slice(64) };
}

/** What the invitation's RSA signature stands over (RFC 9474, section 4.1: prefix ‖ message). */
export const preparedInvitation = (tallyId: Bytes, nonce: Bytes, prefix: Bytes): Bytes =>
  concat(prefix, enc('undersigned/invitation/v1', tallyId, nonce));

/** What whoever holds a pass signs with its key, to ask for invitation `n`; `hash` is SHA-256 of the blinded message. */
export const inviteMessage = (letterId: Bytes, tallyId: Bytes, n: number, hash: Bytes): Bytes =>
  enc('undersigned/invite/v1', letterId, tallyId, uint32(n), hash);

/** Goes to the issuer: a pass of the letter, the proof that it is at hand, and what shall be signed blindly. */
export interface InvitationAsk {
  pk: Bytes;
  prefix: Bytes;
  sig: Bytes;
  n: number;
  blinded: Bytes;
  proof: Bytes;
}

export interface InvitationRequest {
  ask: InvitationAsk;
  /** Makes the invitation from the issuer's answer; throws a RangeError where that is not a valid signature. */
  finish: (blindSignature: Bytes) => Promise<Invitation>;
}

/** A letter in which colleagues may vouch: `bits` is the size of its keys. */
export interface VouchedLetter {
  letterId: Bytes;
  descriptor: Pick<Descriptor, 'vouched'>;
  bits: number;
}

/**
 * Asks for invitation `n` of a pass. Nothing is drawn: all of it is derived from the pass, so asking again, from any
 * window and after a lost answer, gives the same invitation and costs none.
 */
export async function requestInvitation(
  { letterId, descriptor, bits }: VouchedLetter,
  pass: Pass,
  n: number,
  ed25519: Ed25519,
): Promise<InvitationRequest> {
  const key = readSpki(fromBase64url(descriptor.vouched!.spki), bits);
  const tallyId = await sha256(tallyMessage(letterId, 'vouched'));
  const random = await drawnFrom(pass.secret, tallyId, n);
  const nonce = random(32);
  const prefix = newPrefix(random);
  const message = preparedInvitation(tallyId, nonce, prefix);
  const { blinded, inverse } = await blind(key, message, random);
  const seed = await keySeed(pass.secret, letterId);
  const proof = await ed25519.sign(seed, inviteMessage(letterId, tallyId, n, await sha256(blinded)));
  const pk = await ed25519.publicKey(seed);
  return {
    ask: { pk, prefix: pass.prefix, sig: pass.signature, n, blinded, proof },
    finish: async (blindSignature) => ({
      ...{ nonce, prefix },
      signature: await finalize(key, message, blindSignature, inverse),
    }),
  };
}

/** The most that HKDF-SHA-256 gives: enough for twenty tries to find a blinding factor, of which most letters need one. */
const MOST = 255 * 32;

async function drawnFrom(secret: Bytes, tallyId: Bytes, n: number): Promise<Random> {
  const bytes = await derive(secret, tallyId, enc('undersigned/inviting/v1', uint32(n)), MOST);
  let at = 0;
  return (size) => {
    if (at + size > MOST) throw new RangeError('no blinding factor was found');
    return bytes.slice(at, (at += size));
  };
}
