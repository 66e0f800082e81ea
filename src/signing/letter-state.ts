import { type KeyObject, createPublicKey } from 'node:crypto';
import type { PublishedLetter } from '../letters/letter.ts';
import { passSpki } from '../letters/tally.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import { loadLogKey } from './keys.ts';
import type { Waiting } from './release.ts';
import type { PendingStore, WaitingPosts } from './pending/store.ts';
import type { BoardStore, Release } from './store.ts';

/** What the board keeps at hand of each letter, so that no request counts rows or parses keys. */
export interface LetterState {
  passKey(letter: PublishedLetter): KeyObject;
  logKey(letter: PublishedLetter): Promise<KeyObject>;
  lastRelease(letter: PublishedLetter): Promise<Release | undefined>;
  waiting(letter: PublishedLetter): Promise<Waiting>;
  accepted(letter: PublishedLetter): void;
  /** Whether anything waits: a new signature, a change or a withdrawal. */
  hasPosts(letter: PublishedLetter): boolean;
  /** Counts anew what waits, after more than one new signature changed. */
  recount(): Promise<void>;
  released(letter: PublishedLetter, release: Release): void;
}

export async function letterState(dataFolder: string, board: BoardStore, pending: PendingStore): Promise<LetterState> {
  const passKeys = new Map<string, KeyObject>();
  const logKeys = new Map<string, Promise<KeyObject>>();
  const releases = new Map<string, Promise<Release | undefined>>();
  const counts = new Map<string, WaitingPosts>();
  const recount = async () => {
    const now = await pending.counts();
    counts.clear();
    for (const { letter, ...count } of now) counts.set(nameOf(letter), count);
  };
  await recount();
  const countOf = (letter: PublishedLetter) => counts.get(nameOf(letter.publicId)) ?? { posts: 0, signatures: 0 };
  const lastRelease = (letter: PublishedLetter) => remember(releases, letter, () => board.lastRelease(letter.publicId));

  return {
    passKey: (letter) => remember(passKeys, letter, () => passKeyOf(letter)),
    logKey: (letter) => remember(logKeys, letter, () => loadLogKey(dataFolder, letter.publicId)),
    lastRelease,
    async waiting(letter) {
      const last = await lastRelease(letter);
      return {
        count: countOf(letter).signatures,
        released: last !== undefined,
        last: last?.at ?? letter.openedAt,
      };
    },
    accepted(letter) {
      const { posts, signatures } = countOf(letter);
      counts.set(nameOf(letter.publicId), { posts: posts + 1, signatures: signatures + 1 });
    },
    hasPosts: (letter) => countOf(letter).posts > 0,
    recount,
    released: (letter, release) => void releases.set(nameOf(letter.publicId), Promise.resolve(release)),
  };
}

const passKeyOf = (letter: PublishedLetter): KeyObject =>
  createPublicKey({ key: Buffer.from(fromBase64url(passSpki(letter))), format: 'der', type: 'spki' });

/** Keeps what belongs to a letter. */
function remember<Value>(kept: Map<string, Value>, letter: PublishedLetter, make: () => Value): Value {
  const id = nameOf(letter.publicId);
  const value = kept.get(id) ?? make();
  kept.set(id, value);
  return value;
}

/** A map's key for a letter; asked several times for each post. */
const nameOf = (id: Uint8Array): string => Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1');
