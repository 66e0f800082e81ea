import { type KeyObject, constants, createHash, verify } from 'node:crypto';
import { publicKeyFrom } from '../../ed25519.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';
import { type InvitationAsk, inviteMessage, preparedInvitation, readInvitation } from '../../protocol/invitation.ts';
import { preparedMessage } from '../../protocol/messages.ts';
import { type IssuerKeys, invitedTagOf, invitingTagOf } from '../keys.ts';
import type { Proof } from '../ticket-desk.ts';

export type InvitationRefusal = 'not an invitation' | 'not an invitation to this letter';

/** Knows who may invite and who was invited; which of the one goes with which of the other, it cannot know. */
export interface InvitationDesk {
  /** Proves whoever brings an invitation to this vouched tally. */
  check(tally: PublishedLetter, typed: string): Promise<Proof | InvitationRefusal>;
  /** Proves whoever asks for one, by a pass of the letter. Undefined where it is none, or is not at hand. */
  admit(letter: PublishedLetter, tally: PublishedLetter, ask: InvitationAsk): Promise<Proof | undefined>;
  /**
   * What stands for an invitation where a ticket has its own text. The window belongs to it: whoever gave the
   * invitation away still knows it, and must not be given the pass that it became.
   */
  secretText(tally: PublishedLetter, typed: string, window: string): Promise<string>;
}

export function openInvitationDesk(keysOf: (letterId: Bytes) => Promise<IssuerKeys>): InvitationDesk {
  return {
    async check({ publicId }, typed) {
      const invitation = await readInvitation(typed);
      if (!invitation) return 'not an invitation';
      const { nonce, prefix, signature } = invitation;
      const keys = await keysOf(publicId);
      if (!isSigned(keys.publicKey, preparedInvitation(publicId, nonce, prefix), signature))
        return 'not an invitation to this letter';
      return { tag: invitedTagOf(keys, publicId, nonce) };
    },
    async admit({ publicId }, tally, { pk, prefix, sig, n, blinded, proof }) {
      const [own, tallys] = await Promise.all([keysOf(publicId), keysOf(tally.publicId)]);
      if (!isSigned(own.publicKey, preparedMessage(publicId, pk, prefix), sig)) return undefined;
      const hash = new Uint8Array(createHash('sha256').update(blinded).digest());
      const isAtHand = verify(null, inviteMessage(publicId, tally.publicId, n, hash), publicKeyFrom(pk), proof);
      return isAtHand ? { tag: invitingTagOf(tallys, tally.publicId, pk, n) } : undefined;
    },
    async secretText({ publicId }, typed, window) {
      const invitation = await readInvitation(typed);
      return `invitation ${toHex(publicId)} ${toHex(invitation?.nonce ?? new Uint8Array())} ${window}`;
    },
  };
}

const isSigned = (key: KeyObject, message: Bytes, signature: Bytes): boolean =>
  verify('sha384', message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature);
