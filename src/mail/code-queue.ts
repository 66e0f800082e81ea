import type { Mail, Transport } from './transport.ts';

const PATIENCE = 10 * 60_000;
const REMEMBER = 60 * 60_000;
const FIRST_RETRY = 5_000;
const DOMAIN_PAUSE = 50;

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
  add(id: string, domain: string, mail: Mail | null, now: number): void;
  status(id: string): MailStatus;
  /** Sends what is due; gives the instant of the next thing to do, undefined when nothing waits. */
  work(now: number): Promise<number | undefined>;
  /** How many mailboxes are in memory at this instant, and since when the oldest. */
  holds(): { mailboxes: number; oldest: number | undefined };
}

export function createCodeQueue(transport: Transport): CodeQueue {
  let waiting: Waiting[] = [];
  const outcomes = new Map<string, { status: MailStatus; until: number }>();
  const domainFree = new Map<string, number>();

  const settle = (one: Waiting, status: MailStatus, now: number) => {
    waiting = waiting.filter((other) => other !== one);
    outcomes.set(one.id, { status, until: now + REMEMBER });
  };

  const attempt = async (one: Waiting, now: number) => {
    const outcome = await (one.mail ? transport.send(one.mail) : transport.check());
    if (outcome !== 'trouble') return settle(one, 'sent', now);
    one.next = now + one.retry;
    one.retry *= 2;
  };

  const claim = (now: number): Waiting[] =>
    waiting.filter((one) => {
      if (one.next > now || (domainFree.get(one.domain) ?? 0) > now) return false;
      domainFree.set(one.domain, now + DOMAIN_PAUSE);
      one.next = Infinity;
      return true;
    });

  return {
    add(id, domain, mail, now) {
      waiting.push({ id, domain, mail, since: now, next: now, retry: FIRST_RETRY });
    },
    status: (id) => (waiting.some((one) => one.id === id) ? 'waiting' : (outcomes.get(id)?.status ?? 'sent')),
    async work(now) {
      forgetOld(outcomes, domainFree, now);
      for (const one of waiting.filter(({ since }) => now - since >= PATIENCE)) settle(one, 'not sent', now);
      await Promise.all(claim(now).map((one) => attempt(one, now)));
      return nextInstant();
    },
    holds() {
      const real = waiting.filter(({ mail }) => mail !== null);
      return { mailboxes: real.length, oldest: real[0]?.since };
    },
  };

  function nextInstant(): number | undefined {
    const instants = waiting.map((one) =>
      Math.min(one.since + PATIENCE, Math.max(one.next, domainFree.get(one.domain) ?? 0)),
    );
    return instants.reduce<number | undefined>((first, at) => Math.min(first ?? at, at), undefined);
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

function forgetOld(outcomes: Map<string, { until: number }>, domainFree: Map<string, number>, now: number): void {
  for (const [id, { until }] of outcomes) if (until <= now) outcomes.delete(id);
  for (const [domain, free] of domainFree) if (free <= now) domainFree.delete(domain);
}
