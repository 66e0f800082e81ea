import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { PushKey } from './keys.ts';
import type { Subscription } from './subscription.ts';

const PATIENCE = 10_000;
/** Seconds for which a push service keeps a notice while a browser is off. */
const TTL = 3 * 86_400;

/** `gone`: the browser follows no more. `refused`: never to be sent again. `trouble`: later, perhaps after `wait` ms. */
export type Pushed = { what: 'sent' | 'gone' | 'refused' | 'stopped' } | { what: 'trouble'; wait: number | undefined };

export interface Push {
  /** Encrypts for the browser (RFC 8291) and hands it to its push service. Follows no redirect. */
  send(to: Subscription, payload: string): Promise<Pushed>;
  /** Ends what is under way. */
  stop(): void;
}

/** The only door to the library, which encrypts and signs; the request is ours, so that no answer is read into memory. */
export function openPush({ publicKey, privateKey }: PushKey, subject: string): Push {
  const stopping = new AbortController();
  return {
    async send({ endpoint, p256dh, auth }, payload) {
      // loaded for the first notice: most sites send few
      const { default: webPush } = await import('web-push');
      const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
        vapidDetails: { subject, publicKey, privateKey },
        TTL,
        contentEncoding: 'aes128gcm',
      });
      return post(endpoint, headers, body, stopping.signal);
    },
    stop: () => stopping.abort(),
  };
}

/** Whom a push service asks about this site: the site itself, or its mailbox where it has no public address. */
export function subjectOf(baseUrl: string, mailFrom: string): string {
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === 'https:' && hostname !== 'localhost') return baseUrl;
  return `mailto:${/<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom}`;
}

function post(url: string, headers: Record<string, string>, body: Buffer, stopping: AbortSignal): Promise<Pushed> {
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), stopping]);
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', headers, signal }, (answer) => {
      answer.on('error', () => undefined).resume();
      resolve(stopping.aborted ? { what: 'stopped' } : pushedBy(answer.statusCode ?? 0, answer.headers));
    });
    asked.on('error', () => resolve(stopping.aborted ? { what: 'stopped' } : { what: 'trouble', wait: undefined }));
    asked.end(body);
  });
}

function pushedBy(status: number, headers: IncomingHttpHeaders): Pushed {
  if (status >= 200 && status < 300) return { what: 'sent' };
  if (status === 404 || status === 410) return { what: 'gone' };
  if (status !== 429 && status < 500) return { what: 'refused' };
  const seconds = Number(headers['retry-after']);
  return { what: 'trouble', wait: Number.isFinite(seconds) ? seconds * 1_000 : undefined };
}
