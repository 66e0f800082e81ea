import { answersStore } from '../../letters/answers/store.ts';
import { type PublishedLetter, isOver, isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';
import { faultOf } from '../../web/errors.ts';
import { wordsIn } from '../../web/speak.ts';
import type { BoardWorld } from '../../world.ts';
import { type PushKey, openPushKey } from './keys.ts';
import { toldOf } from './notice.ts';
import { openPush, subjectOf } from './push.ts';
import { type Round, openSending } from './sending.ts';
import { type FollowersStore, followersStore } from './store.ts';
import { type Subscription, type SubscriptionFault, readSubscription } from './subscription.ts';

const MOST_FOLLOWERS = 20_000;
const TIDY = 30_000;

/** Browsers that follow a letter by web push; it lives as long as the program. */
export interface Following {
  /** Under which browsers follow; undefined where this site sends no notices. */
  publicKey: string | undefined;
  follow(letter: PublishedLetter, given: Subscription): Promise<'follows' | 'full' | SubscriptionFault>;
  unfollow(letter: PublishedLetter, endpoint: string): Promise<void>;
  /** Something happened to a letter: the next round tells those who follow it. */
  changed: () => void;
  /** One round: looks what is new, and sends some of what waits. */
  notify: (now: number) => Promise<void>;
  stop(): void;
}

export async function openFollowing(world: BoardWorld, letters: LetterStore): Promise<Following> {
  const { config, databases, log } = world;
  const store = followersStore(databases.followers);
  const key = await pushKeyOf(world);
  const push = key && openPush(key, subjectOf(config.baseUrl, config.mailFrom));
  const answers = answersStore(databases.letters);
  const eventsOf = async (letter: PublishedLetter) =>
    toldOf(letter, await answers.of(letter.id), wordsIn(letter.language));
  const look = lookAtLetters(store, letters, eventsOf);
  const send = push && openSending({ store, letters, eventsOf, push, log });
  const tidy = tidying(store);
  let isNew = true;

  const round: Round = async (now) => {
    if (isNew) {
      isNew = false;
      await look.atAll();
      tidy.wrote();
    }
    if (await send?.(now)) tidy.wrote();
    await look.atEnding();
    tidy.ifDue(now);
  };

  return {
    publicKey: key?.publicKey,
    async follow(letter, given) {
      const read = readSubscription(given, addedTo(config.pushServices));
      if (typeof read === 'string') return read;
      const keys = (await eventsOf(letter)).map((event) => event.key);
      tidy.wrote();
      return store.follow(letter.id, keys, read, MOST_FOLLOWERS);
    },
    async unfollow(letter, endpoint) {
      await store.unfollow(letter.id, endpoint);
      tidy.wrote();
    },
    changed: () => void (isNew = true),
    notify: oneRoundAtATime(round),
    stop() {
      push?.stop();
      tidy.now();
    },
  };
}

const addedTo = (services: string[] | 'off'): string[] => (services === 'off' ? [] : services);

/** A site whose key cannot be read goes without notices, and says so in its log: a new key would reach nobody. */
export async function pushKeyOf({ config, log }: BoardWorld): Promise<PushKey | undefined> {
  if (config.pushServices === 'off') return undefined;
  try {
    return await openPushKey(config.dataFolder);
  } catch (fault) {
    log.error({ fault: faultOf(fault) }, 'keys/push.pem cannot be read: nobody is notified');
    return undefined;
  }
}

/** Hands what is new to everybody who follows; a letter that ended is forgotten when its last notice went out. */
function lookAtLetters(
  store: FollowersStore,
  letters: LetterStore,
  eventsOf: (letter: PublishedLetter) => Promise<{ key: string }[]>,
): { atAll: () => Promise<void>; atEnding: () => Promise<void> } {
  const ending = new Map<string, Bytes>();

  const lookAt = async (id: Bytes): Promise<void> => {
    const letter = await letters.byId(id);
    if (!letter || !isPublished(letter) || letter.removalNote !== null) return store.forget(id);
    const events = (await eventsOf(letter)).map(({ key }) => key);
    await store.announce(id, events);
    if (isOver(letter)) ending.set(toHex(id), id);
  };

  return {
    async atAll() {
      for (const id of await store.followed()) await lookAt(id);
    },
    async atEnding() {
      for (const [name, id] of ending) {
        if (await store.hasWaiting(id)) continue;
        await store.forget(id);
        ending.delete(name);
      }
    },
  };
}

/** The file is rewritten within half a minute after something was written to it, and when the program stops. */
function tidying(store: FollowersStore) {
  let [written, tidied] = [false, 0];
  const now = () => {
    if (written) store.vacuum();
    written = false;
  };
  return {
    now,
    wrote: () => void (written = true),
    ifDue(instant: number) {
      if (instant - tidied < TIDY) return;
      tidied = instant;
      now();
    },
  };
}

/** Whoever asks for a round while one is under way waits for that one. */
function oneRoundAtATime(round: Round): (now: number) => Promise<void> {
  let under: Promise<unknown> | undefined;
  return async (now) => {
    under ??= round(now).finally(() => (under = undefined));
    await under;
  };
}
