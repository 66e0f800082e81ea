import type { Logger } from 'pino';
import { type PublishedLetter, isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { toHex } from '../../protocol/bytes.ts';
import { faultOf } from '../../web/errors.ts';
import type { LetterEvent } from '../feeds/events.ts';
import { noticeOf, payloadOf } from './notice.ts';
import { createPauses } from './pauses.ts';
import type { Push, Pushed } from './push.ts';
import type { FollowersStore, WaitingNotice } from './store.ts';

/** Of each round, which comes once a second: enough for 10,000 followers in ten minutes. */
const AT_ONCE = 20;
/** Over more than an hour; then the notice is given up, and the browser goes on following. */
const TRIES = 8;
/** What was tried and then left, because its browser stopped following, is not settled by anything. */
const MOST_TRIED = 100_000;

export type Round<Result = void> = (now: number) => Promise<Result>;

export interface SendingContext {
  store: FollowersStore;
  letters: LetterStore;
  eventsOf: (letter: PublishedLetter) => Promise<LetterEvent[]>;
  push: Push;
  log: Logger;
}

/** Sends some of what waits, and says whether anything did. A service in trouble holds nobody else's notices up. */
export function openSending({ store, push, log, ...context }: SendingContext): Round<boolean> {
  const pauses = createPauses();
  const tries = new Map<string, number>();

  const settle = async (one: WaitingNotice, now: number, pushed: Pushed): Promise<void> => {
    const [name, { origin }] = [nameOf(one), new URL(one.endpoint)];
    if (pushed.what === 'trouble') {
      pauses.trouble(origin, pushed.wait, now);
      const tried = (tries.get(name) ?? 0) + 1;
      tries.set(name, tried);
      forgetOldest(tries);
      if (tried < TRIES) return;
    } else pauses.works(origin);
    tries.delete(name);
    if (pushed.what === 'gone') await store.unfollow(one.letter, one.endpoint);
    else await store.done(one);
  };

  const sendOne = async (one: WaitingNotice, payload: string | undefined, now: number): Promise<void> => {
    if (payload === undefined) return store.done(one);
    const pushed = await push.send(one, payload).catch((fault: unknown): Pushed => {
      log.error({ fault: faultOf(fault) }, 'a notice could not be made');
      return { what: 'refused' };
    });
    if (pushed.what !== 'stopped') await settle(one, now, pushed);
  };

  return async (now) => {
    const batch = await store.waiting(pauses.held(now), AT_ONCE);
    const payloads = payloadsOf(context);
    await Promise.all(batch.map(async (one) => sendOne(one, await payloads(one), now)));
    return batch.length > 0;
  };
}

/** What a notice says, made once for all whom it goes to; undefined where what it told of is no more. */
function payloadsOf({ letters, eventsOf }: Pick<SendingContext, 'letters' | 'eventsOf'>) {
  const made = new Map<string, Promise<string | undefined>>();
  const make = async ({ letter: id, event }: WaitingNotice): Promise<string | undefined> => {
    const letter = await letters.byId(id);
    if (!letter || !isPublished(letter) || letter.removalNote !== null) return undefined;
    const found = (await eventsOf(letter)).find(({ key }) => key === event);
    return found && payloadOf(noticeOf(letter, found));
  };
  return (one: WaitingNotice): Promise<string | undefined> => {
    const name = `${toHex(one.letter)} ${one.event}`;
    const payload = made.get(name) ?? make(one);
    made.set(name, payload);
    return payload;
  };
}

const nameOf = ({ letter, event, endpoint }: WaitingNotice): string => `${toHex(letter)} ${event} ${endpoint}`;

function forgetOldest(tries: Map<string, number>): void {
  const [oldest] = tries.keys();
  if (tries.size > MOST_TRIED && oldest !== undefined) tries.delete(oldest);
}
