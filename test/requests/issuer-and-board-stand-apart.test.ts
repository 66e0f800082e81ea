import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { everyPath } from '../support/every-path.ts';
import { findOnDisk } from '../support/disk.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, askForCode, collectBlinded, collectPass, jsonPost, signByForm } from '../support/people.ts';
import { issuerPaths } from '../support/proxy.ts';
import { portOf } from '../support/raw.ts';
import { type Pair, openPair } from '../support/two-hosts.ts';

let site: Pair;
let letter: PublishedLetter;
/** Every byte that each of the two read from any connection. */
const heard: Record<'issuer' | 'board', Buffer[]> = { issuer: [], board: [] };

const listen = (server: Server, to: Buffer[]) =>
  server.on('connection', (socket) => socket.on('data', (bytes: Buffer) => to.push(bytes)));

beforeAll(async () => {
  site = await openPair();
  listen(site.issuerSite.server, heard.issuer);
  listen(site.boardSite.server, heard.board);
  letter = await site.publish(
    letterFile({
      ...{ shown: '[named]', release: '{min: 1, every: 0}', closes: '2026-05-04', organizations: null },
      vouching: 'true',
    }),
  );
});
afterAll(() => site.end());

const round = () => site.rounds.go(site.world.now());
const total = async () => ((await site.http.get(paths.apiLetter('answer-us'))).body as { total: number }).total;

/** In which forms one of the two heard these texts. */
function heardBy(role: 'issuer' | 'board', secrets: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-heard-'));
  writeFileSync(join(folder, 'heard'), Buffer.concat(heard[role]));
  const found = findOnDisk(folder, secrets);
  rmSync(folder, { recursive: true });
  return found;
}

/** Files and folders of a data folder, without the journals that SQLite keeps beside a file. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !/-(wal|shm|journal)$/.test(name))
    .toSorted();

test('Maya signs: the board never hears her mailbox or the code, the issuer never her name or her pass', async () => {
  const pass = await collectBlinded(site, letter, 'maya@halden.example');
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(site.mailbox.mails()[0]!.text)![0];
  const post = await jsonPost(letter, pass, { ...anonymous, shown: 'named', name: 'Maya Lind' });
  expect((await site.http.post(paths.signatures('answer-us')).send(post)).status).toBe(201);
  await round();
  expect(await total()).toBe(1);
  expect((await site.http.get(paths.letter('answer-us'))).text).toContain('Maya Lind');

  const ofIssuer = ['maya@halden.example', code];
  const ofBoard = ['Maya Lind', String(post['pk']), String(post['sig'])];
  expect([heardBy('board', ofIssuer), heardBy('issuer', ofBoard)]).toEqual([[], []]);
  for (const secret of ofIssuer) expect(heardBy('issuer', [secret]), 'it would be found').not.toEqual([]);
  for (const secret of ofBoard) expect(heardBy('board', [secret]), 'it would be found').not.toEqual([]);
});

test('without script, too, the mailbox goes to the issuer alone', async () => {
  const pass = await collectPass(site, letter, 'nadia@halden.example');
  expect((await signByForm(site, letter, pass, { shown: 'named', name: 'Nadia' })).status).toBe(201);
  await round();
  expect(await total()).toBe(2);
  expect(heardBy('board', ['nadia@halden.example'])).toEqual([]);
});

test('neither folder holds what is the other’s', () => {
  expect(filesOf(site.folders.issuer)).toEqual(['issuer.db', 'keys', 'undersigned.db']);
  expect(filesOf(join(site.folders.issuer, 'keys'))).toEqual(['issuer']);
  expect(filesOf(site.folders.board)).toEqual([
    'board.db',
    'followers.db',
    'keys',
    'organizers.db',
    'pending.db',
    'snapshots',
    'undersigned.db',
  ]);
  expect(filesOf(join(site.folders.board, 'keys'))).toEqual(['board', 'push.pem']);
  expect(readdirSync(join(site.folders.board, 'keys', 'board', 'prepared')), 'each key serves one letter').toEqual([]);
});

/** Without waiting for the end: an event stream has none. */
async function statusOf(server: Server, path: string): Promise<number> {
  const asked = request({ port: await portOf(server), path, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  asked.destroy();
  return answer.statusCode!;
}

const ofBoth = ['asset', 'health', 'ready'];
/** They answer nothing without more than a slug. */
const needMore = ['oembed', 'metrics', 'version', 'translation'];
/** Drafts are read by colleagues only where issuer and board are one. */
const ofOneHost = ['readDraft', 'askDraftCode', 'draftMailStatus', 'collectDraftPass', 'draftWords'];
const ofDevelopment = ['devMail', 'devMailJson', 'devColleagues', 'devGallery'];
const theirs = everyPath.filter(([name]) => ![...ofBoth, ...ofDevelopment, ...needMore, ...ofOneHost].includes(name));

test.each(theirs)('%s is served by the one that the proxy asks, and by no other', async (_name, pathOf) => {
  const path = pathOf('answer-us');
  const [own, other] = issuerPaths.test(path) ? [site.issuerSite, site.boardSite] : [site.boardSite, site.issuerSite];
  const alive = async ({ server }: { server: Server }) => (await statusOf(server, path)) !== 404;
  expect([await alive(own), await alive(other)]).toEqual([true, false]);
});

test('the rule of the proxy takes the issuer’s paths and nothing that begins alike', () => {
  const taken = [
    '/letters/a/sign',
    '/letters/a/sign/',
    '/letters/a/sign/code',
    '/letters/a/sign/pass',
    '/promise/issuer',
    '/de/letters/a/sign/code',
    '/ar/promise/issuer',
  ];
  const left = [
    '/',
    '/letters/a',
    '/letters/a/signatures',
    '/letters/a/signature',
    '/letters/sign',
    '/promise',
    '/de/letters/a',
    '/deal/promise/issuer',
  ];
  expect([...taken, ...left].filter((path) => issuerPaths.test(path))).toEqual(taken);
});

test('a mailbox that a wrong proxy sends to the board is not found there, and not written down', async () => {
  const { server } = site.boardSite;
  const answer = await fetch(`http://127.0.0.1:${await portOf(server)}${paths.askCode('answer-us')}`, {
    ...{ method: 'POST', body: new URLSearchParams({ mailbox: 'lost@halden.example' }) },
  });
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('lost@');
  expect(site.log() + findOnDisk(site.folder, ['lost@halden.example']).join()).toBe('');
});

test('each says whether it is ready, and what it promises of itself alone', async () => {
  for (const { server } of [site.issuerSite, site.boardSite]) {
    expect((await get(server, paths.ready())).body.toString()).toBe('ready\n');
  }
  const board = (await site.http.get(paths.promise()).expect(200)).text;
  expect(board).toContain(`<a href="${paths.issuerPromise()}">`);
  expect(board).not.toContain('in the memory of this server');
  await askForCode(site, letter, 'omid@halden.example');
  const issuer = (await site.http.get(paths.issuerPromise()).expect(200)).text;
  expect(issuer).toMatch(/memory of this server<\/dt><dd><strong>[01]<\/strong>/);
  expect(issuer).toMatch(/keys destroyed<\/dt><dd><strong>0<\/strong>/);
});

test('at its date each closes its own half: keys and tags are destroyed, the count stays', async () => {
  const keys = join(site.folders.issuer, 'keys', 'issuer', Buffer.from(letter.publicId).toString('hex'));
  const tags = () => site.world.databases.issuer.$client.prepare('SELECT count(*) FROM spent').pluck().get();
  expect([existsSync(keys), tags()]).toEqual([true, 2]);
  const pass = await collectPass(site, letter, 'late@halden.example');
  await signByForm(site, letter, pass, { shown: 'named', name: 'Lea' });
  site.pass(Date.UTC(2026, 4, 5) + 2_000 - site.world.now());

  await site.boardSite.rounds.go(site.world.now());
  expect(await total()).toBe(3);
  expect((await site.http.get(paths.letter('answer-us'))).text).toContain('This letter closed on 5 May 2026');
  expect(existsSync(keys), 'the board cannot do it').toBe(true);

  await site.issuerSite.rounds.go(site.world.now());
  expect([existsSync(keys), tags()]).toEqual([false, 0]);
  expect((await site.http.get(paths.issuerPromise())).text).toMatch(/keys destroyed<\/dt><dd><strong>1<\/strong>/);
  expect((await site.http.get(paths.sign('answer-us'))).status).toBe(410);
});
