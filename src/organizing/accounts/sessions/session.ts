import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import session, { type SessionData, Store } from 'express-session';
import { paths } from '../../../paths.ts';
import { type Bytes, type Random, fromHex, toBase64url, toHex, utf8 } from '../../../protocol/bytes.ts';
import type { SessionsStore } from './store.ts';

declare module 'express-session' {
  interface SessionData {
    /** What Passport keeps: the organizer's id, hexadecimal. */
    passport?: { user?: string };
  }
}

export interface SessionSettings {
  baseUrl: string;
  secret: string;
  now: () => number;
  random: Random;
}

/**
 * The cookie's name and attributes. Not `__Host-…`, which browsers take only with the path `/`: the cookie would then
 * go along when an organizer signs a letter. Below /organize it never leaves; `__Secure-` keeps it to https.
 */
export function cookieOf(baseUrl: string) {
  const secure = baseUrl.startsWith('https:');
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: paths.organize() } as const;
  return { name: secure ? '__Secure-sid' : 'sid', attributes };
}

/** Sessions in organizers.db for whatever is mounted behind it; somebody who never signs in gets no cookie. */
export function keepSessions(
  store: SessionsStore,
  { baseUrl, secret, now, random }: SessionSettings,
): RequestHandler[] {
  const { name, attributes } = cookieOf(baseUrl);
  const sessions = session({
    ...{ name, secret, cookie: attributes, store: new OrganizerSessions(store, attributes, now) },
    ...{ resave: false, saveUninitialized: false, unset: 'destroy' },
    genid: () => toBase64url(random(32)),
  });
  return [...(attributes.secure ? [comesSecurely] : []), sessions];
}

/** What the cookie's id is kept as. */
export const hashOf = (id: string): Bytes => new Uint8Array(createHash('sha256').update(utf8(id)).digest());

/** BASE_URL says that people come by https; the proxy in front need not say so once more with every request. */
const comesSecurely: RequestHandler = (req, _res, next) => {
  Object.defineProperty(req, 'secure', { value: true });
  next();
};

type Done<Answer = void> = (fault?: unknown, answer?: Answer) => void;

/** express-session's view of the table: who is signed in, and nothing else; what is over is not found. */
class OrganizerSessions extends Store {
  private readonly rows: SessionsStore;
  private readonly cookie: object;
  private readonly now: () => number;

  constructor(rows: SessionsStore, cookie: object, now: () => number) {
    super();
    this.rows = rows;
    this.cookie = cookie;
    this.now = now;
  }

  override get(id: string, done: Done<SessionData | null>): void {
    const found = this.rows.find(hashOf(id), this.now());
    answer(
      found.then((row) =>
        row ? ({ cookie: { ...this.cookie }, passport: { user: toHex(row.organizer) } } as SessionData) : null,
      ),
      done,
    );
  }

  /** Before Passport names the organizer, and after signing out, there is nothing to keep. */
  override set(id: string, { passport }: SessionData, done: Done = () => undefined): void {
    const user = passport?.user;
    answer(user ? this.rows.begin(hashOf(id), fromHex(user), this.now()) : Promise.resolve(), done);
  }

  override touch(id: string, _session: SessionData, done: Done = () => undefined): void {
    answer(this.rows.seen(hashOf(id), this.now()), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    answer(this.rows.end(hashOf(id)), done);
  }
}

const answer = <Answer>(asked: Promise<Answer>, done: Done<Answer>): void =>
  void asked.then(
    (found) => done(null, found),
    (fault: unknown) => done(fault),
  );
