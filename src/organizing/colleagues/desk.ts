import { type KeyObject, createPublicKey } from 'node:crypto';
import { nodeEd25519 } from '../../ed25519.ts';
import { forEach, oneAtATime } from '../../in-turn.ts';
import type { Issuer } from '../../issuing/issuer.ts';
import { RSA_BITS, makeIssuerKeys, spkiOf, storeIssuerKeys } from '../../issuing/keys.ts';
import type { Draft } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type Bytes, fromBase64url, utf8 } from '../../protocol/bytes.ts';
import { isPassOf, writePost } from '../../protocol/client.ts';
import { type Pass, keySeed, readPass } from '../../protocol/pass.ts';
import { faultOfPost } from '../../signing/verify-post.ts';
import type { BoardWorld } from '../../world.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import { trailStore } from '../accounts/trail/store.ts';
import type { Content } from '../drafting/content.ts';
import { openDesk } from '../drafting/desk.ts';
import { draftOf } from '../drafting/letter-of.ts';
import { sha256 } from '../publish.ts';
import {
  type OpenedDraft,
  isUnderWork,
  readDescriptor,
  secretAddress,
  waitingRule,
  writeDescriptor,
} from './opened-draft.ts';
import { type ColleaguesStore, type Taking, colleaguesStore } from './store.ts';
import { type Words, bodyOf, saysNothing } from './words.ts';

const TIDY = 30_000;

/** Why a draft cannot be opened. `no issuer`: it runs on another host, and has the only keys that passes come from. */
export type OpeningRefusal = 'no issuer' | 'not whole' | 'no domains' | 'open already';

/** What became of a post. `nothing`: an empty form, by a pass that had not written before. */
export type Posting = Exclude<Taking, 'turn'> | 'nothing';

/** Drafts that are open to colleagues: opened and closed by keepers, written about with passes, forgotten in time. */
export interface ColleaguesDesk {
  store: ColleaguesStore;
  /** Undefined where it runs on another host: no draft is opened there. */
  issuer: Issuer | undefined;
  /** The draft of a letter, with its text as it is now; undefined where it is not open, or no more. */
  of(letter: Bytes): Promise<{ draft: OpenedDraft; content: Content } | undefined>;
  at(address: string): Promise<{ draft: OpenedDraft; content: Content } | undefined>;
  open(keeper: Membership, now: number): Promise<'opened' | OpeningRefusal>;
  close(keeper: Membership, now: number): Promise<void>;
  /** Undefined where it is no pass of this draft. */
  passIn(draft: OpenedDraft, text: string): Promise<Pass | undefined>;
  post(draft: OpenedDraft, pass: Pass, words: Words): Promise<Posting>;
  /** Ends what is not under work any more, shows what waits long enough, leaves no traces in the file. */
  go(now: number): Promise<void>;
}

export function openColleaguesDesk(
  world: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  issuer: Issuer | undefined,
): ColleaguesDesk {
  const store = colleaguesStore(world.databases.pending);
  const trail = trailStore(world.databases.organizers);
  const { underWork, withText, end, lookAt } = lifeOfDrafts(world, letters, members, issuer, store);
  const inTurn = oneAtATime();
  const passKey = passKeys();
  let tidied = 0;

  return {
    ...{ store, issuer },
    of: async (letter) => withText(await store.of(letter)),
    at: async (address) => withText(await store.at(address)),
    open: ({ letter, organizer }, now) =>
      inTurn(async () => {
        const writing = await underWork(letter);
        const read = writing && draftOf(writing.content);
        const refusal = refusalOf(issuer, read && 'draft' in read ? read.draft : undefined);
        if (!writing || !read || !('draft' in read) || refusal) return refusal ?? 'not whole';
        if (await store.of(letter)) return 'open already';
        await addOpening(world, store, { letter, amends: writing.amends }, read.draft);
        await trail.record({ at: now, organizer: organizer.id, letter, what: 'opened to colleagues', detail: {} });
        return 'opened';
      }),
    close: ({ letter, organizer }, now) =>
      inTurn(async () => {
        const draft = await store.of(letter);
        if (!draft) return;
        await end(draft);
        await trail.record({ at: now, organizer: organizer.id, letter, what: 'closed to colleagues', detail: {} });
      }),
    async passIn(draft, text) {
      const pass = await readPass(text);
      const descriptor = { spki: readDescriptor(draft).spki };
      const keys = { letterId: draft.publicId, descriptor, bits: RSA_BITS };
      return pass && (await isPassOf(keys, pass, nodeEd25519)) ? pass : undefined;
    },
    post: (draft, pass, words) => post(store, passKey(draft), draft, pass, words),
    go: (now) =>
      inTurn(async () => {
        await forEach(await store.all(), (draft) => lookAt(draft, now));
        if (now - tidied < TIDY) return;
        tidied = now;
        await store.tidy();
      }),
  };
}

/** How long a draft is open, and how that ends. */
function lifeOfDrafts(
  world: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  issuer: Issuer | undefined,
  store: ColleaguesStore,
) {
  const writings = openDesk(world, letters, members);
  return { underWork, withText, end, lookAt };

  async function underWork(letter: Bytes) {
    return writings.underWork(await letters.byId(letter), letter);
  }

  async function withText(draft: OpenedDraft | undefined) {
    const writing = draft && !draft.closing ? await underWork(draft.letter) : undefined;
    return draft && writing && isUnderWork(draft, writing) ? { draft, content: writing.content } : undefined;
  }

  // the keys first, and the row that remembers them last: what a crash interrupts is begun again
  async function end(draft: OpenedDraft): Promise<void> {
    await store.setClosing(draft.letter, true);
    await issuer?.close(withPasses(draft));
    await store.forget(draft);
  }

  async function lookAt(draft: OpenedDraft, now: number): Promise<void> {
    if (!(await withText(draft))) await end(draft);
    else if (now >= (draft.releasedAt ?? -Infinity) + draft.every * 1_000) await store.release(draft, now);
  }
}

/** The draft as the issuer sees it. */
export const withPasses = ({ publicId }: OpenedDraft) => ({ publicId, rollCall: false });

function refusalOf(issuer: Issuer | undefined, draft: Draft | undefined): OpeningRefusal | undefined {
  if (!issuer) return 'no issuer';
  if (!draft) return 'not whole';
  return draft.employers.some(({ domains }) => domains.length > 0) ? undefined : 'no domains';
}

/** With keys of its own, so that a pass of one opening counts in no other. What a crash interrupts here is ended by the next round. */
async function addOpening(
  world: BoardWorld,
  store: ColleaguesStore,
  of: Pick<OpenedDraft, 'letter' | 'amends'>,
  draft: Draft,
): Promise<void> {
  const { random, config } = world;
  const keys = await makeIssuerKeys(world);
  const descriptor = writeDescriptor(draft, random(16), spkiOf(keys.publicKey));
  const publicId = sha256(utf8(descriptor));
  const address = secretAddress(random(17));
  await store.add({ ...of, publicId, address, descriptor, ...waitingRule(draft), releasedAt: null, closing: true });
  await storeIssuerKeys(config.dataFolder, publicId, keys);
  await store.setClosing(of.letter, false);
}

/** The key that checks passes, made once for each opening. */
function passKeys(): (draft: OpenedDraft) => KeyObject {
  const kept = new Map<string, KeyObject>();
  return (draft) => {
    const { spki } = readDescriptor(draft);
    const key =
      kept.get(spki) ?? createPublicKey({ key: Buffer.from(fromBase64url(spki)), format: 'der', type: 'spki' });
    kept.set(spki, key);
    return key;
  };
}

/** Plays the browser's part, then checks the post as the board checks every other (PROTOCOL.md, step 3). */
async function post(
  store: ColleaguesStore,
  passKey: KeyObject,
  { publicId }: OpenedDraft,
  pass: Pass,
  words: Words,
): Promise<Posting> {
  const pk = await nodeEd25519.publicKey(await keySeed(pass.secret, publicId));
  const before = await store.latest(publicId, pk);
  if (!before && saysNothing(words)) return 'nothing';
  const [seq, body] = [before ? before.seq + 1 : 0, bodyOf(words)];
  const kind = seq === 0 ? 'sign' : 'edit';
  const written = await writePost(pass, { letterId: publicId, versionHash: publicId, seq, kind, body }, nodeEd25519);
  const fault = faultOfPost(passKey, written, body);
  if (fault) throw new Error(`our own post was refused: ${fault}`);
  const taking = await store.take({ draft: publicId, pk, seq, body });
  // the same pass in two windows at once: the one that came second comes after the first
  return taking === 'turn' ? post(store, passKey, { publicId } as OpenedDraft, pass, words) : taking;
}
