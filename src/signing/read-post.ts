import * as z from 'zod';
import { nodeEd25519 } from '../ed25519.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { passSpki } from '../letters/tally.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { type SignedPost, isPassOf, writePost } from '../protocol/client.ts';
import { type Pass, readPass } from '../protocol/pass.ts';
import { type FieldFault, faultsOf, sentBytes } from '../web/typed.ts';
import { said } from '../web/words.ts';
import { type Fields, bodyOf, fieldsFor } from './signature.ts';

/** Size of the key that every letter publishes, and of its passes' signatures. */
export const PASS_BITS = 3072;

const bytesOf = (size: number) => sentBytes(size, said('signing.post.bytes', { size }));

const MOST_TURNS = 1_000;

const later = z
  .int('signing.post.whole')
  .min(1, said('signing.post.least', { least: 1 }))
  .max(MOST_TURNS, said('signing.post.most', { most: MOST_TURNS }));

const signed = {
  pk: bytesOf(32),
  prefix: bytesOf(32),
  sig: bytesOf(PASS_BITS / 8),
  salt: bytesOf(32),
  commit: bytesOf(32),
  esig: bytesOf(64),
};

const fieldsShape = oncePerLetter(fieldsFor);

const atOnce = z.boolean('signing.post.boolean').default(false);

const unknownKeys = {
  error: (issue: z.core.$ZodRawIssue) =>
    issue.code === 'unrecognized_keys' ? said('signing.post.unknown', { keys: issue.keys.join(', ') }) : undefined,
};

const unknownKind = {
  error: ({ code }: z.core.$ZodRawIssue) => (code === 'invalid_type' ? 'signing.post.object' : 'signing.post.kind'),
};

const postShape = oncePerLetter((letter) =>
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject(
        {
          ...signed,
          kind: z.literal('sign'),
          seq: z.literal(0, 'signing.post.first'),
          fields: fieldsShape(letter),
        },
        unknownKeys,
      ),
      z.strictObject({ ...signed, kind: z.literal('edit'), seq: later, fields: fieldsShape(letter) }, unknownKeys),
      z.strictObject({ ...signed, kind: z.literal('withdraw'), seq: later, at_once: atOnce }, unknownKeys),
    ],
    unknownKind,
  ),
);

export type ReadPost = { post: SignedPost; fields: Fields | null; atOnce: boolean } | { faults: FieldFault[] };

/** Protocol steps 3 and 5, as a client posts them. */
export function readPost(letter: PublishedLetter, body: unknown): ReadPost {
  const read = postShape(letter).safeParse(body);
  if (!read.success) return { faults: faultsOf(read.error) };
  const { kind, seq, pk, prefix, sig, salt, commit, esig } = read.data;
  return {
    post: {
      ...{ kind, seq, pk, prefix, sig, salt, commit, esig },
      ...{ letterId: letter.publicId, versionHash: letter.versionHash },
    },
    fields: read.data.kind === 'withdraw' ? null : read.data.fields,
    atOnce: read.data.kind === 'withdraw' && read.data.at_once,
  };
}

const standingShape = z.strictObject({ pk: bytesOf(32), proof: bytesOf(64) });

/** Who asks where a signature stands: its key, and the proof that its pass is at hand. Undefined where it is neither. */
export const readStandingAsk = (body: unknown): { pk: Bytes; proof: Bytes } | undefined =>
  standingShape.safeParse(body).data;

export type ReadForm = { pass: Pass; fields: Fields } | { faults: FieldFault[] };

/** Tier C: the form with a pass and the fields, checked as far as it can be before it is posted. */
export async function readForm(letter: PublishedLetter, form: Record<string, unknown>): Promise<ReadForm> {
  const fields = fieldsShape(letter).safeParse(form);
  const faults = [...faultsOfVersion(letter, form), ...(fields.success ? [] : faultsOf(fields.error))];
  const pass = await passIn(letter, form);
  if ('message' in pass) return { faults: [pass, ...faults] };
  return fields.success && faults.length === 0 ? { pass, fields: fields.data } : { faults };
}

/** Nobody signs a text that took the place of the one that their form stood under. */
function faultsOfVersion({ version }: PublishedLetter, form: Record<string, unknown>): FieldFault[] {
  const { version: read = '1' } = form;
  if (read === String(version)) return [];
  return [{ field: 'version', message: said('signing.fault.version', { version }) }];
}

/** The pass in a form, if it is one of this letter. */
export async function passIn(letter: PublishedLetter, form: Record<string, unknown>): Promise<Pass | FieldFault> {
  const pass = await readPass(typeof form['pass'] === 'string' ? form['pass'] : '');
  if (!pass) return { field: 'pass', message: 'letters.pass.not-whole' };
  const keys = { letterId: letter.publicId, descriptor: { spki: passSpki(letter) }, bits: PASS_BITS };
  if (await isPassOf(keys, pass, nodeEd25519)) return pass;
  return { field: 'pass', message: 'letters.pass.other-letter' };
}

/** Plays the browser's part: the post of this pass, the same bytes each time. Without fields it withdraws. */
export const postOf = (letter: PublishedLetter, pass: Pass, fields: Fields | null, seq = 0): Promise<SignedPost> => {
  const kind = fields === null ? 'withdraw' : seq === 0 ? 'sign' : 'edit';
  const body = fields === null ? '' : bodyOf(fields);
  return writePost(pass, { letterId: letter.publicId, versionHash: letter.versionHash, seq, kind, body }, nodeEd25519);
};

/** Shapes are kept as long as their letter: making one takes longer than checking the signatures of a post. */
function oncePerLetter<Shape>(make: (letter: PublishedLetter) => Shape): (letter: PublishedLetter) => Shape {
  const kept = new WeakMap<PublishedLetter, Shape>();
  return (letter) => {
    const shape = kept.get(letter) ?? make(letter);
    kept.set(letter, shape);
    return shape;
  };
}
