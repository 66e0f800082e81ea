import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { everyPath } from '../support/every-path.ts';
import { fingerprintsOf } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, collectPass, colleaguesSign, signByForm } from '../support/people.ts';
import { connectTo } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let ticket: string;
let code: string;

beforeAll(async () => {
  site = await openSite();
  const letter = await site.publish(letterFile());
  const pass = await collectPass(site, letter, 'maya@halden.example');
  await signByForm(site, letter, pass, { shown: 'named', name: 'Maya Lind' });
  await colleaguesSign(site, letter, 10);
  await site.rounds.go(site.world.now());
  // one signature waits and one code is under way, so that there is something to spoil
  await signByForm(site, letter, await collectPass(site, letter, 'ines@halden.example'));
  ticket = await askForCode(site, letter, 'jonas@halden.example');
  await site.mailIsSent();
  code = codeIn(site, 'jonas@halden.example');
  await site.rounds.go(site.world.now());
  // the first reading of a database marks a place in the memory that its readers share by a file
  await site.http.get(paths.signIn());
});
afterAll(() => site.end());

/** Every address of the site, with the guesses of a scanner that fills forms into addresses. */
const everywhere = (): string[] => {
  const routes = everyPath.map(([, path]) => path('answer-us', '1'));
  const guesses = routes.flatMap((path) => [
    `${path}?${new URLSearchParams({ ticket, code, mailbox: 'jonas@halden.example' }).toString()}`,
    `${path}/`,
    `${path}?_method=POST&pass=pass1_x&shown=anonymous`,
  ]);
  return [...routes, ...guesses, '/nowhere', '/favicon.ico', '/robots.txt', '/.well-known/security.txt'];
};

const isStream = (path: string) => path.startsWith(paths.live('answer-us'));

/** Pages that hold a new challenge for a passkey, or figures of the process. */
const isNewEachTime = (path: string) => /^\/(organize|metrics)\b/.test(path);

describe('a scanner that opens every address, again and again', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'] as const)(
    'by %s, changes no byte on the disk and sends no mail',
    async (method) => {
      const [before, mails] = [fingerprintsOf(site.folder), site.mailbox.mails().length];
      await openAll(method, 5);
      await site.mailIsSent();
      expect(fingerprintsOf(site.folder)).toEqual(before);
      expect(site.mailbox.mails()).toHaveLength(mails);
    },
  );

  test('finds its traces, had it left any', () => {
    const before = fingerprintsOf(site.folder);
    appendFileSync(join(site.folder, 'scanner'), 'x');
    expect(fingerprintsOf(site.folder)).not.toEqual(before);
  });

  test('gets no cookie, and nothing that tells one visitor from another', async () => {
    for (const path of everywhere().filter((address) => !isStream(address))) {
      const [first, second] = [await site.http.get(path), await site.http.get(path)];
      expect([path, first.headers['set-cookie']]).toEqual([path, undefined]);
      const compared = isNewEachTime(path) ? first : second;
      expect(lasting(compared.headers)).toEqual(lasting(first.headers));
      expect(compared.text).toBe(first.text);
    }
  });

  test('hears by HEAD the status and the headers that GET has, and no body', async () => {
    for (const path of everywhere().filter((address) => !isStream(address))) {
      const plain = { 'accept-encoding': 'identity' };
      const [get, head] = [await site.http.get(path).set(plain), await site.http.head(path).set(plain)];
      expect([path, head.status]).toEqual([path, get.status]);
      const length = isNewEachTime(path) ? { 'content-length': head.headers['content-length'] } : {};
      expect(lasting(head.headers)).toEqual(lasting({ ...get.headers, ...length }));
      expect(head.text ?? '').toBe('');
    }
  });

  test('takes nothing from Jonas: his code still works in his own window', async () => {
    const page = await site.http.post(paths.collectPass('answer-us')).type('form').send({ ticket, code });
    expect(page.status).toBe(200);
    expect(page.text).toContain('pass1_');
  });
});

test('a scanner that submits every form with what it found cannot sign in somebody’s name', async () => {
  const waiting = () => site.world.databases.pending.$client.prepare('SELECT count(*) FROM pending').pluck().get();
  const before = waiting();
  // it reads the mail, and so the code, but it is not the window that asked
  for (const path of everywhere())
    await site.http.post(path).type('form').send({ code, shown: 'anonymous', mailbox: '' });
  expect(waiting()).toBe(before);
});

async function openAll(method: 'GET' | 'HEAD' | 'OPTIONS', times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    for (const path of everywhere()) {
      if (method === 'GET' && isStream(path)) await openStream(path);
      else await site.http[method.toLowerCase() as 'get' | 'head' | 'options'](path);
    }
  }
}

/** A stream has no end: the scanner goes after the first bytes. */
async function openStream(path: string): Promise<void> {
  const socket = await connectTo(site.server);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
}

/** Headers but for the time and for how the connection is used. */
const lasting = (headers: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['date', 'connection', 'transfer-encoding'].includes(name)),
  );
