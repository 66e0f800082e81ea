import { createHash } from 'node:crypto';
import { makeIssuerKeys, spkiOf, storeIssuerKeys } from '../issuing/keys.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { type Draft, type Letter, closingInstant } from '../letters/letter.ts';
import { sealedAsSigned } from '../letters/seal.ts';
import { letterStore } from '../letters/store.ts';
import { tallyId } from '../letters/tally.ts';
import { rawPublicKey } from '../ed25519.ts';
import { toBase32 } from '../protocol/base32.ts';
import { type Bytes, equalBytes, toBase64url, toHex, utf8 } from '../protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../protocol/descriptor.ts';
import type { OtherTally, Tally } from '../protocol/tally.ts';
import { makeLogKey, storeLogKey } from '../signing/keys.ts';
import { said } from '../web/words.ts';
import type { CommonWorld } from '../world.ts';

/** Where the letter now is: its status and the last part of its URL; or the saying why it is not. */
export type Saved = { saved: 'draft' | 'gathering' | 'open'; address: string } | { refused: string };

/**
 * Stores a letter as its file says. A draft may be stored again and again. Published, its text is frozen under
 * keys of its own; a letter that gathers may be opened by the same file with another status. An issuer that stands
 * apart needs `boardLog`, the public key of the board's log.
 */
export async function saveLetter(world: CommonWorld, draft: Draft, now: number, boardLog?: Bytes): Promise<Saved> {
  const store = letterStore(world.databases.letters);
  const textHash = sha256(utf8(canonicalText(draft)));
  const present = await store.bySlug(draft.slug);
  if (draft.status !== 'draft' && draft.closes !== null && closingInstant(draft.closes) <= now) {
    return { refused: said('deciding.saving.over', { day: draft.closes }) };
  }
  if (present && present.status !== 'draft') {
    if (present.status !== 'gathering' || draft.status !== 'open' || !staysAsSigned(present, draft, textHash)) {
      return { refused: said('deciding.saving.published', { slug: draft.slug }) };
    }
    await store.open(present.id, now);
    return { saved: 'open', address: draft.slug };
  }
  if (draft.status === 'draft') {
    const isSaved = await store.saveDraft(draft, { id: present?.id ?? world.random(16), textHash, now });
    return isSaved ? { saved: 'draft', address: draft.slug } : { refused: 'letter-rules.taken' };
  }
  const { role } = world.config;
  if (role === 'board') return { refused: 'deciding.saving.board-alone' };
  if (role === 'issuer' && !boardLog) return { refused: 'deciding.saving.issuer-alone' };
  if (role === 'both' && boardLog) return { refused: 'deciding.saving.together' };
  // whoever belongs to the draft belongs to the letter
  return publish(world, draft, { id: present?.id ?? world.random(16), textHash, now }, boardLog);
}

async function publish(
  world: CommonWorld,
  draft: Draft,
  { id, textHash, now }: { id: Bytes; textHash: Bytes; now: number },
  boardLog?: Bytes,
): Promise<Saved> {
  const { random, config } = world;
  const [issuerKeys, logKey] = await Promise.all([keysOfTallies(world, draft), boardLog ? undefined : makeLogKey()]);
  const spki = Object.fromEntries(issuerKeys.map(({ tally, keys }) => [tally, toBase64url(spkiOf(keys.publicKey))]));
  const log = toBase64url(boardLog ?? rawPublicKey(logKey!));
  const bytes = descriptorBytes(describe(draft, textHash, { ...(spki as unknown as TallyKeys), log }));
  const publicId = sha256(bytes);
  for (const { tally, keys } of issuerKeys) {
    await storeIssuerKeys(config.dataFolder, tallyId(publicId, tally), keys);
    if (logKey) await storeLogKey(config.dataFolder, tallyId(publicId, tally), logKey);
  }
  const address = draft.status === 'gathering' ? `${draft.slug}-${secretPart(random(16))}` : draft.slug;
  const isPublished = await letterStore(world.databases.letters).publish(draft, {
    ...{ id, address, textHash, publicId, versionHash: publicId, now },
    descriptor: new TextDecoder().decode(bytes),
  });
  // making keys takes a while, in which another letter can be given the address
  return isPublished ? { saved: draft.status, address } : { refused: 'letter-rules.taken' };
}

/** Each tally has a key of its own, so that a pass of one counts in no other. */
const keysOfTallies = (world: CommonWorld, draft: Draft) =>
  Promise.all(
    talliesOfDraft(draft).map(async (tally) => ({
      tally,
      keys: await makeIssuerKeys(world, draft.rollCall && tally === 'employees'),
    })),
  );

export const talliesOfDraft = ({ vouching, supporters }: Draft): Tally[] => [
  'employees',
  ...(vouching ? ['vouched' as const] : []),
  ...(supporters ? ['supporters' as const] : []),
];

/** Whether the file says what those who signed while the letter gathered have signed. */
function staysAsSigned({ descriptor }: Letter, draft: Draft, textHash: Bytes): boolean {
  const signed = JSON.parse(descriptor ?? '{}') as Descriptor;
  const { version, amends } = signed;
  const same = sealedAsSigned(draft, signed.seal_until);
  const now = describe(same, textHash, keysIn(signed), { version, ...(amends === undefined ? {} : { amends }) });
  return equalBytes(descriptorBytes(now), descriptorBytes(signed));
}

/** The public keys that a descriptor names, base64url: one for each tally, and the log's. */
export type TallyKeys = { employees: string } & Partial<Record<OtherTally, string>>;
export type LetterKeys = TallyKeys & { log: string };

export const keysIn = ({ spki, vouched, supporters, log }: Descriptor): LetterKeys => ({
  employees: spki,
  ...(vouched ? { vouched: vouched.spki } : {}),
  ...(supporters ? { supporters: supporters.spki } : {}),
  log,
});

/** The descriptor of a version (PROTOCOL.md, step 0). */
export function describe(
  draft: Draft,
  textHash: Bytes,
  keys: LetterKeys,
  place: Pick<Descriptor, 'version' | 'amends'> = { version: 1 },
): Descriptor {
  const { title, to, from, language, pledges, shown, comments, release, closes } = draft;
  return {
    ...{
      format: 'undersigned/letter/v1',
      ...place,
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
    ...(draft.sites.length > 0 ? { sites: draft.sites } : {}),
    ...(draft.roles.length > 0 ? { roles: draft.roles } : {}),
    seal_until: draft.sealUntil,
    ...(draft.rollCall ? { roll_call: true } : {}),
    ...(draft.vouching ? { vouched: { spki: keys.vouched ?? '' } } : {}),
    ...(draft.supporters ? { supporters: { spki: keys.supporters ?? '', pledges: draft.supporters.pledges } } : {}),
    spki: keys.employees,
    log: keys.log,
  };
}

/** The part of a gathering letter's address that nobody guesses. */
const secretPart = (bytes: Bytes): string => toBase32(bytes, 25).toLowerCase();

export const sha256 = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
