import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkInstallation } from '../../src/cli/check.ts';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { followersStore } from '../../src/reading/following/store.ts';
import type { Subscription } from '../../src/reading/following/subscription.ts';
import { amendText } from '../support/amending.ts';
import { findOnDisk } from '../support/disk.ts';
import { everyPath } from '../support/every-path.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, addOrganizer, signInAs } from '../support/organizers.ts';
import { colleaguesSign } from '../support/people.ts';
import { type PushService, openPushService } from '../support/push-service.ts';
import { type Given, type TestSite, openSite } from '../support/site.ts';

const SECOND = 1_000;

let runs = 0;

let service: PushService;
let site: TestSite;
let letter: PublishedLetter;

/** A data folder with the letter in it, of which each test gets a copy: keys for letters take their time. */
let model: string;

beforeAll(async () => {
  service = await openPushService();
  await open();
  await site.publish(letterFile());
  model = site.folder;
  await site.end('keep the folder');
});
afterAll(async () => {
  await service.close();
  rmSync(model, { recursive: true });
});
beforeEach(async () => {
  service.received.length = 0;
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  cpSync(model, folder, { recursive: true });
  await open({ folder });
  letter = (await site.shelf.byAddress('answer-us'))!;
});
afterEach(() => site.end());

const open = async (given: Given = {}) => {
  site = await openSite({ env: { PUSH_SERVICES: service.host }, seed: `run ${(runs += 1)}`, ...given });
};
const send = (path: string, form: object) => site.http.post(path).type('form').send(form);
const follow = (browser: object, slug = 'answer-us') => send(paths.follow(slug), browser);
const unfollow = ({ endpoint }: Subscription) => send(paths.unfollow('answer-us'), { endpoint });
const page = async () => (await site.http.get(paths.letter('answer-us')).expect(200)).text;
const answers = () => answersStore(site.world.databases.letters);
const round = () => site.rounds.go(site.world.now());
const rows = (table: string) =>
  site.world.databases.followers.$client.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
const titles = () => service.received.map(({ shown }) => shown.title);

/** What an organizer does to a letter reaches the site as any change of its database does. */
async function post(title: string, to: Pick<PublishedLetter, 'id'> = letter): Promise<void> {
  await answers().post(to.id, { title, body: 'Words.', at: site.world.now() });
  await round();
}

async function patFollows(): Promise<Subscription> {
  const browser = service.newBrowser();
  await follow(browser).expect(204);
  return browser;
}

describe('Pat follows', () => {
  test('Ada posts an update, and the browser shows its title and opens the letter', async () => {
    const browser = await patFollows();
    await addOrganizer(site, ADA, letter.id);
    const ada = await signInAs(site, ADA);
    const update = { 'update-title': 'We met “them”', 'update-body': 'It was good.', do: 'post' };
    await ada
      .post(paths.postUpdate(toHex(letter.id)))
      .type('form')
      .send(update)
      .expect(303);
    await round();
    expect(service.received.map(({ endpoint, shown }) => [endpoint, shown])).toEqual([
      [
        browser.endpoint,
        {
          title: 'We met “them”: Answer us',
          path: '/letters/answer-us',
          language: 'en',
          tag: 'answer-us update 1',
        },
      ],
    ]);
    const [{ headers, body }] = service.received as [(typeof service.received)[0]];
    expect(headers).toMatchObject({ ttl: '259200', 'content-encoding': 'aes128gcm' });
    expect(headers).not.toHaveProperty('topic');
    expect(body.includes('Answer us') || body.includes('answer-us')).toBe(false);
    for (let i = 0; i < 3; i++) await round();
    expect(service.received, 'once for each event').toHaveLength(1);
  });

  test('every kind of event is told, and nothing of signatures or of what was before', async () => {
    await post('Long ago');
    await patFollows();
    const at = site.world.now();
    const day = '2026-05-04';
    await colleaguesSign(site, letter, 10);
    site.pass(600 * SECOND);
    await round();
    expect((await site.http.get(paths.feed('answer-us'))).text, 'the feed tells of it').toContain('10 employees');
    await answers().deliver(letter.id, { day, to: 'Pat', how: 'by hand', at });
    await answers().respond(letter.id, { day, from: 'Pat', source: null, text: 'No.', demands: [], at });
    const mark = { demand: 'Reply in public.', status: 'met', day, source: null, note: 'Said so.', at } as const;
    await answers().mark(letter.id, mark);
    await answers().correct(letter.id, { text: 'It was Monday.', at });
    await amendText(site, letter, { body: 'We ask again.\n\n[demands]\n\nPlease.' });
    await round();
    expect(titles().toSorted()).toEqual([
      ...['Amended: Answer us', 'Answer from Pat: Answer us', 'Correction: Answer us'],
      ...['Delivered: Answer us', 'Demand 1, met: Answer us'],
    ]);
    expect(new Set(service.received.map(({ body }) => body.length)).size, 'their length says nothing').toBe(1);
  });

  test('twice with one browser, and is told once', async () => {
    const browser = await patFollows();
    await follow(browser).expect(204);
    await post('News');
    expect(titles()).toEqual(['News: Answer us']);
  });

  test('and stops: nothing of it stays in any file', async () => {
    const [browser, other] = [await patFollows(), await patFollows()];
    const secrets = ({ endpoint, p256dh, auth }: Subscription) => [endpoint, p256dh, auth];
    expect(findOnDisk(site.folder, secrets(browser)).length, 'it would be found').toBeGreaterThan(2);
    await unfollow(browser).expect(204);
    await unfollow(browser).expect(204);
    site.pass(31 * SECOND);
    await post('News');
    expect(service.received.map(({ endpoint }) => endpoint)).toEqual([other.endpoint]);
    expect(findOnDisk(site.folder, secrets(browser))).toEqual([]);
    expect(site.log()).not.toContain('/push/');
  });

  test('and the site keeps the letter, the address and the keys of that browser, and nothing else', async () => {
    const browser = await patFollows();
    expect(rows('followers')).toEqual([{ letter: Buffer.from(letter.id), ...browser }]);
    const tables = site.world.databases.followers.$client
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%drizzle%' ORDER BY name")
      .all() as { name: string; sql: string }[];
    expect(
      tables.map(({ name, sql }) => [name, [...sql.matchAll(/^\t`(\w+)`/gm)].map(([, column]) => column)]),
    ).toEqual([
      ['announced', ['letter', 'event']],
      ['followers', ['letter', 'endpoint', 'p256dh', 'auth']],
      ['notices', ['letter', 'endpoint', 'event']],
    ]);
    for (const { sql } of tables) expect(sql).toMatch(/WITHOUT ROWID$/);
  });
});

describe('what is not taken', () => {
  const endpoints = [
    ['another host', 'https://evil.example/push/1'],
    ['a host that only ends like one', 'https://evilfcm.googleapis.com/1'],
    ['a host below one', 'https://fcm.googleapis.com.evil.example/1'],
    ['this machine', 'https://127.0.0.1/1'],
    ['another port of a service', 'https://fcm.googleapis.com:8443/1'],
    ['no TLS', 'http://fcm.googleapis.com/1'],
    ['a name in front', 'https://fcm.googleapis.com@evil.example/1'],
    ['a password', 'https://a:b@fcm.googleapis.com/1'],
    ['a backslash', 'https://evil.example\\@fcm.googleapis.com/1'],
    ['no URL', 'fcm'],
    ['nothing', ''],
    ['a very long one', `https://fcm.googleapis.com/${'a'.repeat(1_024)}`],
  ];

  test.each(endpoints)('%s is no push service', async (_what, endpoint) => {
    const answer = await follow({ ...service.newBrowser(), endpoint })
      .set('Accept', 'application/json')
      .expect(422);
    expect(answer.body).toMatchObject({ title: 'Unknown push service' });
    expect(rows('followers')).toEqual([]);
  });

  test.each([
    ['https://fcm.googleapis.com/fcm/send/abc'],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc'],
    ['https://web.push.apple.com/abc'],
    ['https://wns2-db5p.notify.windows.com/w/?token=abc'],
  ])('%s is one', async (endpoint) => {
    await follow({ ...service.newBrowser(), endpoint }).expect(204);
  });

  test.each([
    ['no key', { p256dh: '' }],
    ['a point that lies nowhere', { p256dh: Buffer.alloc(65, 4).toString('base64url') }],
    ['a short secret', { auth: 'AAAA' }],
    ['two keys', { auth: ['AAAA', 'BBBB'] }],
  ])('%s', async (_what, broken) => {
    await follow({ ...service.newBrowser(), ...broken }).expect(422);
    expect(rows('followers')).toEqual([]);
  });

  test('a letter that gathers, is closed, or is not there', async () => {
    await site.publish(letterFile({ slug: 'secret', status: 'gathering' }));
    await site.publish(letterFile({ slug: 'over', title: 'Over' }));
    const over = (await site.shelf.byAddress('over'))!;
    await letterStore(site.world.databases.letters).end(over.id, null, site.world.now());
    site.pass(3 * SECOND);
    await round();
    await follow(service.newBrowser(), 'over').expect(410);
    await follow(service.newBrowser(), 'secret').expect(404);
    await follow(service.newBrowser(), 'nowhere').expect(404);
    const closed = (await site.http.get(paths.letter('over')).expect(200)).text;
    expect(closed).toContain('Follow this letter');
    expect(closed).not.toContain('data-follow');
  });

  test('a flood from one network', async () => {
    for (let i = 0; i < 30; i++) await follow({}).expect(422);
    await follow(service.newBrowser()).expect(429);
  });

  test('another site’s form', async () => {
    await follow(service.newBrowser()).set('Sec-Fetch-Site', 'cross-site').expect(403);
  });
});

describe('a push service', () => {
  const says =
    (status: number, headers: Record<string, string> = {}) =>
    (res: ServerResponse): void =>
      void res.writeHead(status, headers).end();

  test.each([[404], [410]])('that knows a browser no more (%i) has it forgotten', async (status) => {
    const [gone, other] = [await patFollows(), await patFollows()];
    service.answer(gone, says(status));
    await post('News');
    expect(rows('followers')).toMatchObject([{ endpoint: other.endpoint }]);
    expect(rows('notices')).toEqual([]);
  });

  test.each([[429], [503]])(
    'that has trouble (%i) is asked again later, each time after a longer while',
    async (status) => {
      const browser = await patFollows();
      let tried = 0;
      service.answer(browser, (res) => ((tried += 1), says(status)(res)));
      await post('News');
      await round();
      expect(tried).toBe(1);
      site.pass(29 * SECOND);
      await round();
      expect(tried).toBe(1);
      site.pass(SECOND);
      await round();
      expect(tried).toBe(2);
      site.pass(59 * SECOND);
      await round();
      expect(tried).toBe(2);
      service.answer(browser);
      site.pass(SECOND);
      await round();
      expect(titles()).toEqual(['News: Answer us']);
    },
  );

  test('that says when is asked then', async () => {
    const browser = await patFollows();
    service.answer(browser, says(503, { 'Retry-After': '600' }));
    await post('News');
    service.answer(browser);
    site.pass(599 * SECOND);
    await round();
    expect(titles()).toEqual([]);
    site.pass(SECOND);
    await round();
    expect(titles()).toEqual(['News: Answer us']);
  });

  test('that cannot be reached is given up after some tries, and the browser goes on following', async () => {
    const browser = await patFollows();
    let tried = 0;
    service.answer(browser, (res) => ((tried += 1), res.destroy()));
    await post('News');
    for (let i = 0; i < 20; i++) {
      site.pass(3_600 * SECOND);
      await round();
    }
    expect(tried).toBe(8);
    expect([rows('notices'), rows('followers').length]).toEqual([[], 1]);
  });

  test('that leads elsewhere is not followed', async () => {
    const [browser, other] = [await patFollows(), service.newBrowser()];
    let elsewhere = 0;
    service.answer(other, (res) => ((elsewhere += 1), says(201)(res)));
    service.answer(browser, says(307, { Location: other.endpoint }));
    await post('News');
    await round();
    expect([elsewhere, rows('notices')]).toEqual([0, []]);
  });

  test('holds nobody up, under however many names it is in trouble', async () => {
    const { endpoint } = await patFollows();
    const store = followersStore(site.world.databases.followers);
    await store.announce(letter.id, ['something']);
    const held = Array.from({ length: 1_500 }, (_, i) => `https://name-${i}.push.apple.com`);
    expect((await store.waiting(held, 20)).map((one) => one.endpoint)).toEqual([endpoint]);
    expect(await store.waiting([...held, new URL(endpoint).origin], 20)).toEqual([]);
  });

  test('gets twenty a round, not all at once', async () => {
    for (let i = 0; i < 25; i++) await patFollows();
    await post('News');
    expect(service.received).toHaveLength(20);
    await round();
    expect(service.received).toHaveLength(25);
  });
});

test('what waits survives a restart, and so does who follows', async () => {
  const browser = await patFollows();
  service.answer(browser, (res) => void res.writeHead(503).end());
  await post('News');
  const keyOn = async () => /data-follow="([^"]+)"/.exec(await page())![1];
  const publicKey = await keyOn();
  await site.end('keep the folder');
  service.answer(browser);
  await open({ folder: site.folder });
  await round();
  expect(titles()).toEqual(['News: Answer us']);
  expect(await keyOn()).toBe(publicKey);
});

test('at the closing, the last notice goes out, then everything is forgotten', async () => {
  const browser = await patFollows();
  await letterStore(site.world.databases.letters).end(letter.id, null, site.world.now());
  service.answer(browser, (res) => void res.writeHead(503).end());
  site.pass(3 * SECOND);
  await round();
  await round();
  expect(rows('followers')).toHaveLength(1);
  service.answer(browser);
  site.pass(30 * SECOND);
  await round();
  expect(titles()).toEqual(['Closed: Answer us']);
  expect(['followers', 'announced', 'notices'].map(rows)).toEqual([[], [], []]);
  site.pass(31 * SECOND);
  await round();
  expect(findOnDisk(site.folder, [browser.endpoint])).toEqual([]);
});

test('whoever follows a letter that is removed is forgotten, and told nothing', async () => {
  await patFollows();
  await letterStore(site.world.databases.letters).end(letter.id, 'A court asked.', site.world.now());
  site.pass(3 * SECOND);
  await round();
  await round();
  expect([titles(), rows('followers'), rows('announced')]).toEqual([[], [], []]);
});

test('the key is made once, for nobody else to read, and "check" says when it cannot be read', async () => {
  const file = join(site.folder, 'keys', 'push.pem');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  const check = async () => (await checkInstallation(site.world)).find(({ what }) => what.includes('notices'));
  expect(await check()).toMatchObject({ fault: null });
  writeFileSync(file, 'nothing');
  expect((await check())?.fault).toContain('push.pem');
});

describe('where the operator wants no notices', () => {
  test('pages offer the feed only', async () => {
    await site.end('keep the folder');
    await open({ folder: site.folder, env: { PUSH_SERVICES: 'off' } });
    expect(await page()).toContain(paths.feed('answer-us'));
    expect(await page()).not.toContain('data-follow');
    await follow(service.newBrowser()).expect(404);
  });
});

test('the worker is served for the whole site, and may ask nothing of any network', async () => {
  const { headers, text } = await site.http.get(paths.followWorker()).expect(200);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-cache',
  });
  expect(text).toContain('showNotification');
  expect(text).not.toMatch(/fetch|XMLHttpRequest|WebSocket|sendBeacon|import|indexedDB|caches/);
});

test('the way to a signature never leads to following', async () => {
  expect(await page()).toContain(paths.follow('answer-us'));
  const onTheWay = everyPath.filter(([, path]) => /\/(sign|signature|change)(\/|$)/.test(path(':slug')));
  expect(onTheWay.length).toBeGreaterThan(8);
  for (const [, path] of onTheWay)
    expect((await site.http.get(path('answer-us'))).text).not.toMatch(/follow(?!s\b)|PushManager|feed\.atom/i);
});
