import { createHash } from 'node:crypto';
import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';
import type { SignedPost } from '../protocol/client.ts';
import { leafHash } from '../protocol/merkle.ts';
import { leafMessage } from '../protocol/messages.ts';
import type { World } from '../world.ts';
import { type LetterState, letterState } from './letter-state.ts';
import { makeRelease } from './make-release.ts';
import { type Receipt, writeReceipt } from './receipt.ts';
import { earliest, fateOf } from './release.ts';
import { type Fields, bodyOf } from './signature.ts';
import { type PendingStore, pendingStore } from './pending/store.ts';
import { type BoardStore, boardStore } from './store.ts';
import { type Totals, noTotals } from './totals.ts';
import { type PostFault, faultOfPost } from './verify-post.ts';

export type Posting =
  { receipt: Receipt; repeated: boolean } | PostFault | 'signed otherwise' | 'closed' | 'another version';

/** What is published of a letter now. */
export interface Published {
  totals: Totals;
  /** Instant of the last release; of the opening, before the first. */
  asOf: number;
  number: number;
}

/** The letter's public side: takes posts, releases them by the rule, tells what is published. No issuer secret. */
export interface Board {
  post(letter: PublishedLetter, post: SignedPost, fields: Fields, now: number): Promise<Posting>;
  published(letter: PublishedLetter): Promise<Published>;
  /** What a signatory is told: how many are published, and the earliest instant of the next release. */
  outlook(letter: PublishedLetter): Promise<{ published: number; earliest: number }>;
  /** Releases, or deletes, what the rule says, of these letters; gives those that changed. */
  releaseDue(letters: PublishedLetter[], now: number): Promise<PublishedLetter[]>;
  /** Rewrites the file of what waits where something was written since. */
  tidy(): Promise<void>;
  store: BoardStore;
}

const hash = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());

export async function openBoard({ databases, config }: World): Promise<Board> {
  const store = boardStore(databases.board);
  const pending = pendingStore(databases.pending, databases.board);
  const state = await letterState(config.dataFolder, store, pending);
  // whatever ended the program last time may have kept it from tidying
  let dirty = true;
  // one release at a time: two would publish the same signatures
  let running: Promise<unknown> = Promise.resolve();

  return {
    store,
    async post(letter, post, fields, now) {
      if (!takesSignatures(letter, now)) return 'closed';
      if (!equalBytes(post.versionHash, letter.versionHash)) return 'another version';
      const body = bodyOf(fields);
      const fault = faultOfPost(state.passKey(letter), post, body);
      if (fault) return fault;
      const accepting = await pending.accept({ ...post, letter: letter.publicId, body });
      dirty = true;
      if (accepting === 'signed otherwise') return accepting;
      if (accepting === 'accepted') state.accepted(letter);
      const receipt = writeReceipt(await state.logKey(letter), letter, leafHash(hash, leafMessage(post)));
      return { receipt, repeated: accepting === 'repeated' };
    },
    async published(letter) {
      const last = await state.lastRelease(letter);
      return {
        totals: last?.totals ?? noTotals(letter.employers.length, letter.pledges.length),
        asOf: last?.at ?? letter.openedAt,
        number: last?.number ?? 0,
      };
    },
    async outlook(letter) {
      const waiting = await state.waiting(letter);
      return { published: waiting.published, earliest: earliest(letter, waiting) };
    },
    releaseDue(letters, now) {
      const work = running.then(() => releaseEach({ state, store, pending }, letters, now));
      running = work.catch(() => undefined);
      return work;
    },
    async tidy() {
      if (!dirty) return;
      dirty = false;
      await pending.vacuum();
    },
  };
}

interface Stores {
  state: LetterState;
  store: BoardStore;
  pending: PendingStore;
}

async function releaseEach(stores: Stores, letters: PublishedLetter[], now: number): Promise<PublishedLetter[]> {
  const changed = [];
  for (const letter of letters) {
    const fate = fateOf(letter, await stores.state.waiting(letter), now);
    if (fate === 'wait') continue;
    if (fate === 'release') await release(stores, letter, now);
    else await forget(stores, letter);
    changed.push(letter);
  }
  return changed;
}

/** Deletes all that waits, on the disk too. */
async function forget({ state, pending }: Stores, letter: PublishedLetter): Promise<void> {
  const posts = await pending.of(letter.publicId);
  await pending.remove(posts);
  await pending.vacuum();
  state.removed(letter, posts.length);
}

/**
 * Publishes, then empties what waited: the two stand in files of their own, so a crash between leaves posts
 * that are published already. They are left out the next time and removed with the rest.
 */
async function release({ state, store, pending }: Stores, letter: PublishedLetter, now: number): Promise<void> {
  const posts = await pending.of(letter.publicId);
  const published = await store.holds(letter.publicId, posts);
  const fresh = posts.filter((_post, i) => !published[i]);
  const made = makeRelease(letter, await state.lastRelease(letter), fresh, {
    now,
    hash,
    logKey: await state.logKey(letter),
  });
  await store.release(made);
  await pending.remove(posts);
  await pending.vacuum();
  state.released(letter, made.release);
  state.removed(letter, posts.length);
}
