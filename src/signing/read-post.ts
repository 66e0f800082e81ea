import * as z from 'zod';
import { nodeEd25519 } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type Bytes, readBase64url } from '../protocol/bytes.ts';
import { type SignedPost, isPassOf, writePost } from '../protocol/client.ts';
import type { Descriptor } from '../protocol/descriptor.ts';
import { type Pass, readPass } from '../protocol/pass.ts';
import { type FieldFault, faultsOf } from '../web/typed.ts';
import { type Fields, bodyOf, fieldsFor } from './signature.ts';

const bytesOf = (size: number) =>
  z.string().transform((text, context): Bytes => {
    const bytes = readBase64url(text);
    if (bytes?.length === size) return bytes;
    context.addIssue(`must be ${size} bytes in base64url`);
    return z.NEVER;
  });

const postShape = (letter: PublishedLetter) =>
  z.strictObject({
    kind: z.literal('sign', 'must be "sign"'),
    seq: z.literal(0, 'must be 0 for a first post'),
    pk: bytesOf(32),
    prefix: bytesOf(32),
    sig: bytesOf(384),
    salt: bytesOf(32),
    commit: bytesOf(32),
    esig: bytesOf(64),
    fields: fieldsFor(letter),
  });

export type ReadPost = { post: SignedPost; fields: Fields } | { faults: FieldFault[] };

/** Protocol step 3, as a client posts it. */
export function readPost(letter: PublishedLetter, body: unknown): ReadPost {
  const read = postShape(letter).safeParse(body);
  if (!read.success) return { faults: faultsOf(read.error) };
  const { fields, ...post } = read.data;
  return { post: { ...post, letterId: letter.publicId, versionHash: letter.versionHash }, fields };
}

export type ReadForm = { pass: Pass; fields: Fields } | { faults: FieldFault[] };

/** Tier C: the form with a pass and the fields, checked as far as it can be before it is posted. */
export async function readForm(letter: PublishedLetter, form: Record<string, unknown>): Promise<ReadForm> {
  const fields = fieldsFor(letter).safeParse(form);
  const faults = fields.success ? [] : faultsOf(fields.error);
  const pass = await readPass(typeof form['pass'] === 'string' ? form['pass'] : '');
  if (!pass)
    return {
      faults: [
        {
          field: 'pass',
          message: 'This is not a whole pass. Please paste all of it, from pass1_ to its last character.',
        },
        ...faults,
      ],
    };
  if (!(await isOfLetter(letter, pass))) {
    return {
      faults: [
        { field: 'pass', message: 'This pass belongs to another letter. Each letter has passes of its own.' },
        ...faults,
      ],
    };
  }
  return fields.success ? { pass, fields: fields.data } : { faults };
}

/** Plays the browser's part: the post of this pass and these fields, the same bytes each time. */
export const postOf = (letter: PublishedLetter, pass: Pass, fields: Fields): Promise<SignedPost> =>
  writePost(
    pass,
    { letterId: letter.publicId, versionHash: letter.versionHash, seq: 0, kind: 'sign', body: bodyOf(fields) },
    nodeEd25519,
  );

function isOfLetter(letter: PublishedLetter, pass: Pass): Promise<boolean> {
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  return isPassOf({ letterId: letter.publicId, descriptor, bits: 3072 }, pass, nodeEd25519);
}
