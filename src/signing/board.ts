import { hash as digest } from 'node:crypto';
import { oneAtATime } from '../in-turn.ts';
import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';
import type { SignedPost } from '../protocol/client.ts';
import { leafHash } from '../protocol/merkle.ts';
import { leafMessage } from '../protocol/messages.ts';
import { versionOf } from '../letters/version.ts';
import type { BoardWorld } from '../world.ts';
import { type LetterState, letterState } from './letter-state.ts';
import { makeRelease } from './make-release.ts';
import { type PublicBoard, publishedOf } from './public-board.ts';
import { type Receipt, writeReceipt } from './receipt.ts';
import { type Waiting, earliest, fateOf, isClosing, isSealed } from './release.ts';
import { type ProgressStore, progressStore } from './sealed/store.ts';
import { settle } from './settle.ts';
import { type Fields, bodyOf } from './signature.ts';
import { type HoldRule, type Part, partsThatWait } from './hiding/hidden.ts';
import { firstStore } from './first/store.ts';
import { type LogStore, logStore } from './log/store.ts';
import { type PendingPost, type PendingStore, pendingStore } from './pending/store.ts';
import { type BoardStore, boardStore } from './store.ts';
import { type PostFault, versionSigned } from './verify-post.ts';

export type Posting =
  { receipt: Receipt; repeated: boolean } | PostFault | 'signed otherwise' | 'closed' | 'another version';

/** A key's signature as it stands; `fields` are null once it was withdrawn. */
export interface Standing {
  seq: number;
  fields: Fields | null;
  published: boolean;
  /** Whether it is the latest text that was signed. */
  current: boolean;
}

/** The letter's public side: takes posts, releases them by the rule, tells what is published. No issuer secret. */
export interface Board extends PublicBoard {
  /** `fields` are null in a withdrawal. The words of what the same key posted before are erased at once. */
  post(letter: PublishedLetter, post: SignedPost, fields: Fields | null, now: number): Promise<Posting>;
  /** What of these words is shown only when an organizer has read it. */
  partsThatWait(letter: PublishedLetter, fields: Fields): Promise<Part[]>;
  /** Where a key's signature stands: its last step, its words, and whether the public sees it. */
  standing(letter: PublishedLetter, pk: Bytes): Promise<Standing | undefined>;
  /** Publishes what this key has waiting without waiting for others: a withdrawal that its signatory insists on. */
  releaseAtOnce(letter: PublishedLetter, pk: Bytes, now: number): Promise<void>;
  /** What a signatory is told: whether any were published before, and the earliest instant of the next release. */
  outlook(letter: PublishedLetter): Promise<{ released: boolean; earliest: number }>;
  /** Releases, or deletes, what the rule says, of these letters; gives those that changed. */
  releaseDue(letters: PublishedLetter[], now: number): Promise<PublishedLetter[]>;
  /** Rewrites the file of what waits where something was written since. */
  tidy(): Promise<void>;
}

const hash = (bytes: Bytes): Bytes => new Uint8Array(digest('sha256', bytes, 'buffer'));

/** What of a letter's new entries waits for its organizers. */
export type RuleOf = (letter: PublishedLetter) => Promise<HoldRule>;

export async function openBoard({ databases, config }: BoardWorld, ruleOf: RuleOf): Promise<Board> {
  const store = boardStore(databases.board);
  const pending = pendingStore(databases.pending, databases.board);
  const log = logStore(databases.board);
  await settle(store, log, pending);
  const state = await letterState(config.dataFolder, store, pending);
  let dirty = false;
  const progress = progressStore(databases.board);
  const stores = { ruleOf, state, store, log, pending, progress, unsettled: false };
  // two releases at a time would publish the same signatures
  const turns = oneAtATime();
  const inTurn = <Result>(step: () => Promise<Result>) => turns(() => inBothFiles(stores, step));

  return {
    store,
    log,
    first: firstStore(databases.board),
    async post(letter, posted, fields, now) {
      // whoever lost the answer to what came in time gets it again
      if (isLate(letter, posted, now) && !(await pending.holds({ ...posted, letter: letter.publicId })))
        return 'closed';
      const body = fields ? bodyOf(fields) : '';
      const signed = versionSigned(state.passKey(letter), letter, posted, body);
      if (typeof signed === 'string') return signed;
      const post = { ...posted, versionHash: signed };
      const accepting = await pending.accept({ ...post, letter: letter.publicId, body });
      dirty = true;
      if (accepting === 'signed otherwise') return accepting;
      if (accepting === 'accepted' && post.seq > 0) await inTurn(() => forgetWords(stores, letter, post.pk, fields));
      else if (accepting === 'accepted') state.accepted(letter);
      // sent again because erasing failed: what was begun is ended before the receipt says so
      else if (stores.unsettled) await inTurn(async () => undefined);
      const receipt = writeReceipt(await state.logKey(letter), letter, leafHash(hash, leafMessage(post)));
      return { receipt, repeated: accepting === 'repeated' };
    },
    partsThatWait: async (letter, fields) => partsThatWait(await ruleOf(letter), fields),
    standing: (letter, pk) => standingOf(stores, letter, pk),
    releaseAtOnce: (letter, pk, now) => inTurn(() => releaseKey(stores, letter, pk, now)),
    published: (letter) => publishedOf(letter, (of) => state.lastRelease(of), progress),
    async outlook(letter) {
      const waiting = await state.waiting(letter);
      return { released: waiting.released, earliest: earliest(letter, waiting) };
    },
    releaseDue: (letters, now) => inTurn(() => releaseEach(stores, letters, now)),
    async tidy() {
      await store.tidy();
      if (!dirty) return;
      await pending.vacuum();
      dirty = false;
    },
  };
}

interface Stores {
  ruleOf: RuleOf;
  state: LetterState;
  store: BoardStore;
  log: LogStore;
  pending: PendingStore;
  progress: ProgressStore;
  /** Set while a step is under way that changes two files; a fault between leaves it set. */
  unsettled: boolean;
}

/** Does such a step, after one that a fault interrupted was ended. */
async function inBothFiles<Result>(stores: Stores, step: () => Promise<Result>): Promise<Result> {
  if (stores.unsettled) {
    await settle(stores.store, stores.log, stores.pending);
    await stores.state.recount();
  }
  stores.unsettled = true;
  const result = await step();
  stores.unsettled = false;
  return result;
}

/** A signature can be withdrawn for as long as the letter is shown. */
const isLate = (letter: PublishedLetter, { kind }: SignedPost, now: number): boolean =>
  kind !== 'withdraw' && !takesSignatures(letter, now);

/** Where no signature waits for others, neither do changes and withdrawals, which the rule does not count. */
const changesAreDue = ({ state }: Stores, letter: PublishedLetter, waiting: Waiting, now: number): boolean =>
  letter.release.min === 1 && letter.sealUntil === null && state.hasPosts(letter) && now >= earliest(letter, waiting);

async function releaseKey(stores: Stores, letter: PublishedLetter, pk: Bytes, now: number): Promise<void> {
  // what nobody has seen can wait without anybody seeing it
  if (!(await stores.store.signature(letter.publicId, pk))) return;
  const posts = (await stores.pending.of(letter.publicId)).filter((post) => equalBytes(post.pk, pk));
  await release(stores, letter, posts, now);
}

async function releaseEach(stores: Stores, letters: PublishedLetter[], now: number): Promise<PublishedLetter[]> {
  const changed = [];
  for (const letter of letters) {
    const waiting = await stores.state.waiting(letter);
    const fate = fateOf(letter, waiting, now);
    if (fate === 'wait' && (await stores.progress.advance(letter, waiting, now))) changed.push(letter);
    // at its closing also changes and withdrawals, which the rule does not count
    if (fate === 'wait' && !isClosing(letter, now) && !changesAreDue(stores, letter, waiting, now)) continue;
    if (fate === 'delete' || isSealed(letter, waiting)) await forget(stores, letter);
    else await release(stores, letter, await stores.pending.of(letter.publicId), now);
    changed.push(letter);
  }
  return changed;
}

async function standingOf(
  { store, log, pending }: Stores,
  letter: PublishedLetter,
  pk: Bytes,
): Promise<Standing | undefined> {
  const waits = await pending.latest(letter.publicId, pk);
  const row = await store.signature(letter.publicId, pk);
  const isCurrent = (version: number | undefined) => version === letter.version;
  if (waits) {
    const current = isCurrent(versionOf(letter, waits.versionHash));
    return { seq: waits.seq, fields: fieldsOf(waits.body), published: row !== undefined, current };
  }
  const seq = await log.lastSeq(letter.publicId, pk);
  if (row) return { seq, fields: fieldsOf(row.body), published: true, current: isCurrent(row.version) };
  // only a withdrawal leaves the log without a signature
  return seq > 0 ? { seq, fields: null, published: false, current: true } : undefined;
}

/** Deletes all that waits, on the disk too. */
async function forget({ state, pending, progress }: Stores, letter: PublishedLetter): Promise<void> {
  await progress.forget(letter.publicId);
  await pending.remove(await pending.of(letter.publicId));
  await pending.vacuum();
  await state.recount();
}

/**
 * After a change the earlier words are nowhere: not in what waits, not in what is published. Where a release came
 * between, the change does not wait any more, and what is published are its own words.
 */
async function forgetWords(
  { state, store, pending }: Stores,
  letter: PublishedLetter,
  pk: Bytes,
  next: Fields | null,
): Promise<void> {
  if (await pending.latest(letter.publicId, pk)) await store.erase(letter.publicId, pk, next);
  await pending.vacuum();
  await state.recount();
}

/**
 * Publishes, then empties what waited: the two stand in files of their own, so a crash between leaves posts
 * that are published already. They are left out the next time and removed with the rest.
 */
async function release(
  { ruleOf, state, store, log, pending, progress }: Stores,
  letter: PublishedLetter,
  posts: PendingPost[],
  now: number,
): Promise<void> {
  if (posts.length === 0) return;
  const held = await log.holds(letter.publicId, posts);
  const fresh = posts.filter((_post, i) => !held[i]);
  const before = await state.lastRelease(letter);
  const changed = fresh.filter(({ seq }) => seq > 0).map(({ pk }) => store.signature(letter.publicId, pk));
  const published = (await Promise.all(changed)).filter((row) => row !== undefined);
  const made = makeRelease(letter, fresh, { before, published, now, hash, logKey: await state.logKey(letter) });
  await store.release({ ...made, rule: await ruleOf(letter) });
  state.released(letter, made.release);
  if (letter.sealUntil !== null) await progress.forget(letter.publicId);
  await pending.remove(posts);
  await pending.vacuum();
  await state.recount();
}

const fieldsOf = (body: string): Fields | null => (body === '' ? null : (JSON.parse(body) as Fields));
