import type { Entry } from './list.ts';

/** One mailbox whose code is still to be mailed; `code` stands once one was made for it. */
export interface Waiting extends Entry {
  h: Uint8Array<ArrayBuffer>;
  code: string | undefined;
  /** The instant of the first attempt, and of the next. */
  since: number | undefined;
  next: number;
  retry: number;
}

const FIRST_RETRY = 5_000;
const PATIENCE = 10 * 60_000;
/** Codes that may be under way at once: where a mail server puts mails off, their number would grow with the list. */
const ROOM = 500;

export const toWait = (entry: Entry, h: Waiting['h']): Waiting => ({
  ...{ ...entry, h, code: undefined, since: undefined, next: 0, retry: FIRST_RETRY },
});

/** Who is mailed in this second: at most `pace` of each domain, those who wait for another attempt first. */
export function dueNow(waiting: Waiting[], pace: number, now: number): Waiting[] {
  const started = waiting.filter(({ code }) => code !== undefined);
  const fresh = waiting.filter(({ code }) => code === undefined).slice(0, Math.max(0, ROOM - started.length));
  const perDomain = new Map<string, number>();
  return [...started, ...fresh].filter(({ domain, next }) => {
    const taken = perDomain.get(domain) ?? 0;
    if (next > now || taken >= pace) return false;
    perDomain.set(domain, taken + 1);
    return true;
  });
}

/** After trouble with the mail server: whether it is tried again, later each time, for ten minutes in all. */
export function tryLater(one: Waiting, now: number): boolean {
  one.since ??= now;
  one.next = now + one.retry;
  one.retry *= 2;
  return one.next - one.since <= PATIENCE;
}
