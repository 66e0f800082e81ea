import * as z from 'zod';
import { INVITATIONS, type InvitationAsk } from '../../protocol/invitation.ts';
import { sentBytes } from '../../web/typed.ts';

/** Reads what a browser's own client sends to ask for an invitation; undefined where it is anything else. */
export type ReadAsk = (body: unknown) => InvitationAsk | undefined;

/** `keySize` is that of the letter's keys, in bytes. */
export function asksUnder(keySize: number): ReadAsk {
  const shape = z.strictObject({
    ...{ pk: sentBytes(32), prefix: sentBytes(32), sig: sentBytes(keySize) },
    n: z.int().min(1).max(INVITATIONS),
    ...{ blinded: sentBytes(keySize), proof: sentBytes(64) },
  });
  return (body) => shape.safeParse(body).data;
}
