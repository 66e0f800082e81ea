import { createHash } from 'node:crypto';
import { makeIssuerKeys, spkiOf, storeIssuerKeys } from '../issuing/keys.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { type Draft, type Letter, closingInstant } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { rawPublicKey } from '../ed25519.ts';
import { toBase32 } from '../protocol/base32.ts';
import { type Bytes, equalBytes, fromBase64url, toBase64url, toHex, utf8 } from '../protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../protocol/descriptor.ts';
import { makeLogKey, storeLogKey } from '../signing/keys.ts';
import type { World } from '../world.ts';

/** Where the letter now is: its status and the last part of its URL. */
export type Saved = { saved: 'draft' | 'gathering' | 'open'; address: string } | { refused: string };

/**
 * Stores a letter as its file says. A draft may be stored again and again. Published, its text is frozen under
 * keys of its own; a letter that gathers may be opened by the same file with another status.
 */
export async function saveLetter(world: World, draft: Draft, now: number): Promise<Saved> {
  const store = letterStore(world.databases.letters);
  const textHash = sha256(utf8(canonicalText(draft)));
  const present = await store.bySlug(draft.slug);
  if (draft.status !== 'draft' && draft.closes !== null && closingInstant(draft.closes) <= now) {
    return { refused: `closes: ${draft.closes} is over; nobody could sign` };
  }
  if (present && present.status !== 'draft') {
    if (present.status !== 'gathering' || draft.status !== 'open' || !staysAsSigned(present, draft, textHash)) {
      return { refused: `a letter "${draft.slug}" is already published; what people sign does not change any more` };
    }
    await store.open(present.id, now);
    return { saved: 'open', address: draft.slug };
  }
  if (draft.status === 'draft') {
    await store.saveDraft(draft, { id: world.random(16), textHash, now });
    return { saved: 'draft', address: draft.slug };
  }
  return publish(world, draft, textHash, now);
}

async function publish(world: World, draft: Draft, textHash: Bytes, now: number): Promise<Saved> {
  const { random, config } = world;
  const [issuerKeys, logKey] = await Promise.all([makeIssuerKeys(random), makeLogKey()]);
  const descriptor = describe(draft, textHash, spkiOf(issuerKeys.publicKey), rawPublicKey(logKey));
  const bytes = descriptorBytes(descriptor);
  const publicId = sha256(bytes);
  await storeIssuerKeys(config.dataFolder, publicId, issuerKeys);
  await storeLogKey(config.dataFolder, publicId, logKey);
  const address = draft.status === 'gathering' ? `${draft.slug}-${secretPart(random(16))}` : draft.slug;
  await letterStore(world.databases.letters).publish(draft, {
    ...{ id: random(16), address, textHash, publicId, versionHash: publicId, now },
    descriptor: new TextDecoder().decode(bytes),
  });
  return { saved: draft.status, address };
}

/** Whether the file says what those who signed while the letter gathered have signed. */
function staysAsSigned({ descriptor }: Letter, draft: Draft, textHash: Bytes): boolean {
  const signed = JSON.parse(descriptor ?? '{}') as Descriptor;
  const now = describe(draft, textHash, fromBase64url(signed.spki), fromBase64url(signed.log));
  return equalBytes(descriptorBytes(now), descriptorBytes(signed));
}

/** The descriptor of version 1 (PROTOCOL.md, step 0). */
function describe(draft: Draft, textHash: Bytes, spki: Bytes, log: Bytes): Descriptor {
  const { title, to, from, language, pledges, shown, comments, release, closes } = draft;
  return {
    ...{
      format: 'undersigned/letter/v1',
      version: 1,
      title,
      from,
      language,
      pledges,
      shown,
      comments,
      release,
      closes,
    },
    to: to.map(({ name, role, organization }) => ({ name, role, organization })),
    text_hash: toHex(textHash),
    employers: draft.employers.map(({ name, domains }) => ({ name, domains })),
    seal_until: draft.sealUntil,
    spki: toBase64url(spki),
    log: toBase64url(log),
  };
}

/** The part of a gathering letter's address that nobody guesses. */
const secretPart = (bytes: Bytes): string => toBase32(bytes, 25).toLowerCase();

const sha256 = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
