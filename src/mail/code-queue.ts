import { problem } from '../web/errors.ts';
import type { Mail, Transport } from './transport.ts';

const PATIENCE = 10 * 60_000;
const REMEMBER = 60 * 60_000;
const FIRST_RETRY = 5_000;
const DOMAIN_PAUSE = 50;
/** Fewer than one domain is sent in the ten minutes that each may wait, so that none of them waits in vain. */
const MOST_WAITING = 10_000;
/** Seconds after which whoever found too many before them comes again. */
const SOON = 5;

export type MailStatus = 'waiting' | 'sent' | 'not sent';

interface Waiting {
  id: string;
  domain: string;
  /** Null where the mailbox had its mails for today: the mail server is spoken to all the same. */
  mail: Mail | null;
  since: number;
  next: number;
  retry: number;
}

/**
 * Mails with codes, in memory only. A mailbox is forgotten when the SMTP server took or refused its mail, and
 * after ten minutes in any case. Whoever asked learns whether the mail server works, never whether it knows
 * the mailbox.
 */
export interface CodeQueue {
  /**
   * Throws the answer that very many ask, where too many wait already. Asked for everybody alike, before it is known
   * whether a mail may go, and before anything is counted.
   */
  refuseWhereFull(): void;
  add(id: string, domain: string, mail: Mail | null, now: number): void;
  status(id: string): MailStatus;
  /** Sends what is due; gives the instant of the next thing to do, undefined when nothing waits. */
  work(now: number): Promise<number | undefined>;
  /** How many mailboxes are in memory at this instant, and since when the oldest. */
  holds(): { mailboxes: number; oldest: number | undefined };
}

export function createCodeQueue(transport: Transport): CodeQueue {
  const waiting = new Map<string, Waiting>();
  /** Until when it is remembered of a mail that it was given up; every other that does not wait was sent. */
  const notSent = new Map<string, number>();
  const domainFree = new Map<string, number>();

  const giveUp = ({ id }: Waiting, now: number) => {
    waiting.delete(id);
    notSent.set(id, now + REMEMBER);
  };

  const attempt = async (one: Waiting, now: number) => {
    const outcome = await (one.mail ? transport.send(one.mail) : transport.check());
    if (outcome !== 'trouble') {
      waiting.delete(one.id);
      notSent.delete(one.id);
      return;
    }
    one.next = now + one.retry;
    one.retry *= 2;
  };

  const claim = (now: number): Waiting[] =>
    [...waiting.values()].filter((one) => {
      if (one.next > now || (domainFree.get(one.domain) ?? 0) > now) return false;
      domainFree.set(one.domain, now + DOMAIN_PAUSE);
      one.next = Infinity;
      return true;
    });

  return {
    refuseWhereFull() {
      if (waiting.size >= MOST_WAITING) throw problem(503, 'issuing.status.many', 'issuing.invite.busy', SOON);
    },
    add(id, domain, mail, now) {
      waiting.set(id, { id, domain, mail, since: now, next: now, retry: FIRST_RETRY });
    },
    status: (id) => (waiting.has(id) ? 'waiting' : notSent.has(id) ? 'not sent' : 'sent'),
    async work(now) {
      forgetOld(notSent, now);
      forgetOld(domainFree, now);
      for (const one of waiting.values()) if (now - one.since >= PATIENCE) giveUp(one, now);
      await Promise.all(claim(now).map((one) => attempt(one, now)));
      return nextInstant();
    },
    holds() {
      const real = [...waiting.values()].filter(({ mail }) => mail !== null);
      return { mailboxes: real.length, oldest: real[0]?.since };
    },
  };

  function nextInstant(): number | undefined {
    let first = Infinity;
    for (const { since, next, domain } of waiting.values())
      first = Math.min(first, since + PATIENCE, Math.max(next, domainFree.get(domain) ?? 0));
    return first === Infinity ? undefined : first;
  }
}

/** Works the queue whenever something is due, until it is stopped. */
export function keepWorking(queue: CodeQueue, clock: () => number): { wake: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const wake = () => {
    clearTimeout(timer);
    void queue.work(clock()).then((next) => {
      clearTimeout(timer);
      if (!stopped && next !== undefined) timer = setTimeout(wake, Math.max(10, next - clock()));
    });
  };
  return {
    wake,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function forgetOld(ends: Map<string, number>, now: number): void {
  for (const [name, end] of ends) if (end <= now) ends.delete(name);
}
