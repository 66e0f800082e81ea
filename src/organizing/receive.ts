import { rawPublicKey } from '../ed25519.ts';
import { RSA_BITS } from '../issuing/keys.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { type Draft, closingInstant } from '../letters/letter.ts';
import { sealedAsSigned } from '../letters/seal.ts';
import { letterStore } from '../letters/store.ts';
import { tallyId } from '../letters/tally.ts';
import { type Bytes, equalBytes, readBase64url, toBase64url, utf8 } from '../protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../protocol/descriptor.ts';
import { readSpki } from '../protocol/spki.ts';
import { bindPreparedKey, hasPreparedKey, makeLogKey, prepareLogKey } from '../signing/keys.ts';
import { said } from '../web/words.ts';
import type { CommonWorld } from '../world.ts';
import { type LetterKeys, type Saved, describe, keysIn, sha256, talliesOfDraft } from './publish.ts';
import type { PublishedFile } from './published-letter.ts';

/** Makes the key of the next letter's log on a board that stands apart; gives its public half, for the issuer. */
export async function prepareLetter({ config }: CommonWorld): Promise<string> {
  const key = await makeLogKey();
  const name = toBase64url(rawPublicKey(key));
  await prepareLogKey(config.dataFolder, name, key);
  return name;
}

/**
 * Stores on the board what the issuer published, after everything in it was checked against everything else: the
 * text and the fields against the descriptor, the key of the log against those that this board prepared.
 */
export async function receiveLetter(world: CommonWorld, published: PublishedFile, now: number): Promise<Saved> {
  const { config, random, databases } = world;
  const { descriptor, address } = published;
  const draft = sealedAsSigned(published.draft, sealIn(descriptor));
  const store = letterStore(databases.letters);
  if (config.role !== 'board') return { refused: 'deciding.receiving.not-board' };
  const present = await store.bySlug(draft.slug);
  if (present && present.status !== 'draft') {
    return { refused: said('deciding.receiving.here', { slug: draft.slug }) };
  }
  const textHash = sha256(utf8(canonicalText(draft)));
  const read = readDescriptor(draft, textHash, descriptor);
  if (typeof read === 'string') return { refused: read };
  if (draft.status === 'draft' || !isAddressOf(draft, address)) {
    return { refused: 'deciding.receiving.address' };
  }
  if (draft.closes !== null && closingInstant(draft.closes) <= now)
    return { refused: said('deciding.receiving.over', { day: draft.closes }) };
  if (!hasPreparedKey(config.dataFolder, read.log)) {
    return { refused: 'deciding.receiving.log' };
  }
  const publicId = sha256(utf8(descriptor));
  const given = { id: present?.id ?? random(16), address, textHash, publicId, versionHash: publicId, descriptor, now };
  const gathered = address !== draft.slug;
  const ids = talliesOfDraft(draft).map((tally) => tallyId(publicId, tally));
  if (await store.isTaken(draft.slug, given.id)) return { refused: 'letter-rules.taken' };
  await bindPreparedKey(config.dataFolder, read.log, ids, async () => {
    await store.publish({ ...draft, status: gathered ? 'gathering' : 'open' }, given);
    if (gathered && draft.status === 'open') await store.open(given.id, now);
  });
  return { saved: draft.status, address: draft.status === 'open' ? draft.slug : address };
}

/** The log's key as the descriptor names it, if the descriptor is of this very letter; else the saying what does not fit. */
function readDescriptor(draft: Draft, textHash: Bytes, text: string): LetterKeys | string {
  const keys = publicKeysIn(text);
  if (!keys) return 'deciding.receiving.no-keys';
  const expected = descriptorBytes(describe(draft, textHash, keys));
  if (!equalBytes(expected, utf8(text))) return 'deciding.receiving.differs';
  return keys;
}

function publicKeysIn(text: string): LetterKeys | undefined {
  const { log, ...spki } = keysIn(parsed(text) as Descriptor);
  const isKey = Object.values(spki).every((key) => isPassKey(bytesIn(key)));
  return bytesIn(log)?.length === 32 && isKey ? { ...spki, log } : undefined;
}

/** What the issuer published, it may have published before a seal was raised. */
function sealIn(text: string): number | null {
  const { seal_until: seal } = parsed(text) as Partial<Descriptor>;
  return Number.isInteger(seal) && seal! >= 2 ? seal! : null;
}

const bytesIn = (key: unknown): Bytes | undefined => (typeof key === 'string' ? readBase64url(key) : undefined);

function parsed(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    // no JSON, so no keys
    return {};
  }
}

function isPassKey(spki: Bytes | undefined): boolean {
  try {
    return spki !== undefined && readSpki(spki, RSA_BITS).size > 0;
  } catch {
    // a RangeError at whatever is no such key
    return false;
  }
}

/** The slug, or where it gathers or gathered, the slug and an unguessable part. */
const isAddressOf = ({ slug, status }: Draft, address: string): boolean =>
  (address === slug && status === 'open') ||
  (address.startsWith(`${slug}-`) && /^[0-9a-z]{25}$/.test(address.slice(slug.length + 1)));
