import * as z from 'zod';
import { type Bytes, readBase64url } from '../../protocol/bytes.ts';
import { INVITATIONS, type InvitationAsk } from '../../protocol/invitation.ts';

/** Reads what a browser's own client sends to ask for an invitation; undefined where it is anything else. */
export type ReadAsk = (body: unknown) => InvitationAsk | undefined;

/** `keySize` is that of the letter's keys, in bytes. */
export function asksUnder(keySize: number): ReadAsk {
  const shape = z.strictObject({
    ...{ pk: bytesOf(32), prefix: bytesOf(32), sig: bytesOf(keySize) },
    n: z.int().min(1).max(INVITATIONS),
    ...{ blinded: bytesOf(keySize), proof: bytesOf(64) },
  });
  return (body) => shape.safeParse(body).data;
}

const bytesOf = (size: number) =>
  z.string().transform((text, context): Bytes => {
    const bytes = readBase64url(text);
    if (bytes?.length === size) return bytes;
    context.addIssue(`must be ${size} bytes in base64url`);
    return z.NEVER;
  });
