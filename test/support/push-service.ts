import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, globalAgent } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Subscription } from '../../src/reading/following/subscription.ts';

/** Of localhost, until 2120, and of nobody else: whoever trusts it trusts this file. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfaZzHyfbGFkJfPpc
DDoWL36dBG2NGf16ScjJY1nqDnahRANCAASyR0PwgkYVPS7tLjo3IeRYebD7AtBQ
9bRixMhlHVHxtvZlabGwCISb48JUzEDHGDuhlgBOgyXPe1pnlKYjyOuV
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLJHQ/CCRhU9Lu0u
Ojch5Fh5sPsC0FD1tGLEyGUdUfG29mVpsbAIhJvjwlTMQMcYO6GWAE6DJc97WmeU
piPI65WjSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBS5x3Exdw7uxaStS6C2Qrw5bPfSxDAKBggqhkjOPQQDAgNIADBF
AiEAgA3DT0CY5lxSGDTYdNxn0c/Ydt+hyixEU+MdlMzD33cCIG1tUeGO+fUkChs0
zFgvycIcakvGN99lbuNpwocrRwfG
-----END CERTIFICATE-----`;

/** A notice as it came, and what the browser reads in it. */
export interface Received {
  endpoint: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  shown: { title: string; path: string; language: string; tag: string };
}

type Answer = (res: ServerResponse) => void;

/** A push service that others run, with the browsers that it serves. */
export interface PushService {
  /** As PUSH_SERVICES names it. */
  host: string;
  received: Received[];
  /** A browser that somebody opened: its keys, of which it gives the public ones away. */
  newBrowser(): Subscription;
  /** How it answers for one browser from now on; without, it takes everything. */
  answer(browser: Subscription, answer?: Answer): void;
  close(): Promise<void>;
}

/** A real one, over TLS: it checks who sends (RFC 8292), and its browsers decrypt what came (RFC 8291). */
export async function openPushService(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const answers = new Map<string, Answer>();
  const received: Received[] = [];
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (req, res) => void take(req, res));
  // so that the program trusts it as it trusts others: Node reads NODE_EXTRA_CA_CERTS at its start only
  globalAgent.options.ca = CERTIFICATE;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;

  const take = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await req.toArray());
    const endpoint = `https://${host}${req.url}`;
    const answer = answers.get(endpoint);
    if (answer) return answer(res);
    const browser = browsers.get(endpoint);
    if (!browser || !isSigned(req, `https://${host}`)) return void res.writeHead(browser ? 403 : 404).end();
    const shown = JSON.parse(decrypt(body, browser)) as Received['shown'];
    received.push({ endpoint, headers: req.headers, body, shown });
    res.writeHead(201).end();
  };

  return {
    host,
    received,
    newBrowser() {
      const browser = { ecdh: createECDH('prime256v1'), auth: randomBytes(16) };
      const p256dh = browser.ecdh.generateKeys('base64url');
      const endpoint = `https://${host}/push/${randomBytes(24).toString('base64url')}`;
      browsers.set(endpoint, browser);
      return { endpoint, p256dh, auth: browser.auth.toString('base64url') };
    },
    answer: ({ endpoint }, answer) => void (answer ? answers.set(endpoint, answer) : answers.delete(endpoint)),
    async close() {
      delete globalAgent.options.ca;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Browser {
  ecdh: ReturnType<typeof createECDH>;
  auth: Buffer;
}

/** RFC 8291, section 3.4, and RFC 8188, section 2: one record, whose padding ends with a 2. */
export function decrypt(body: Buffer, { ecdh, auth }: Browser): string {
  const [salt, sender, record] = [
    body.subarray(0, 16),
    body.subarray(21, 21 + body[20]!),
    body.subarray(21 + body[20]!),
  ];
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
  const derive = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${what}\0`, length));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}

/** RFC 8292: a token of this site for this service, that is valid for a day at most. */
function isSigned({ headers }: IncomingMessage, audience: string): boolean {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const hours = (Number(exp) * 1_000 - Date.now()) / 3_600_000;
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  return (
    [aud === audience, hours > 0, hours <= 24, /^(mailto:.+@|https:)/.test(String(sub))].every(Boolean) &&
    verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, 'base64url'))
  );
}
