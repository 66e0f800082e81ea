import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { paths } from '../../src/paths.ts';
import { openSnapshots } from '../../src/reading/snapshots/press.ts';
import { findOnDisk } from '../support/disk.ts';
import { everyPath } from '../support/every-path.ts';
import { type Got, get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { type WebServer, openNginx } from '../support/nginx.ts';
import { changeByForm, collectPass, signByForm } from '../support/people.ts';
import { nginx } from '../support/say-what-is-skipped.ts';

const SLUG = 'answer-us';
const NAMES = 51;
const SETTINGS = { SNAPSHOTS: '1', BASE_URL: 'https://letters.example' };

let site: ListeningSite;
let letter: PublishedLetter;
let passOfMaya: string;

const copy = (file: string) => join(site.folder, 'snapshots', file);
const settled = () => site.snapshots!.settled();
const round = () => site.rounds.go(site.world.now());
const onSite = (path: string, headers = {}) => get(site.server, path, headers);

async function signs(name: string): Promise<string> {
  const pass = await collectPass(site, letter, `${name.toLowerCase()}@halden.example`);
  expect((await signByForm(site, letter, pass, { shown: 'named', name: `${name} Lind` })).status).toBe(201);
  return pass;
}

async function released(): Promise<void> {
  site.pass(120_000);
  await round();
  await settled();
}

beforeAll(async () => {
  site = await openListeningSite({ env: SETTINGS });
  // as the documentation says
  chmodSync(site.folder, 0o711);
  letter = await site.publish(letterFile({ supporters: '{pledges: []}' }));
  passOfMaya = await signs('Maya');
  for (let i = 1; i < NAMES; i++) await signs(`Colleague${i}`);
  await released();
}, 120_000);
afterAll(() => site.end());

/** Every address at which the site answers something that anybody may keep. */
async function publicPaths(): Promise<string[]> {
  const first = await onSite(paths.signatures(SLUG));
  const follower = `${paths.signatures(SLUG)}?after=${/\?after&#x3D;(\d+)"/.exec(first.body.toString())![1]!}`;
  const asked = everyPath.map(([, path]) => path(SLUG, '1')).filter((path) => path !== paths.live(SLUG));
  const tally = [paths.audit, paths.auditJson, paths.signatures, paths.apiSignatures].map((path) =>
    path(`${SLUG}.supporters`),
  );
  const german = [paths.home(), paths.letter(SLUG), paths.signatures(SLUG)].map((path) => `/de${path}`);
  const more = [
    ...german,
    paths.checkpoints(SLUG, `${NAMES}.txt`),
    paths.pdf(SLUG, 'letter'),
    follower,
    ...tally,
    assetOf(first),
  ];
  const found = [];
  for (const path of new Set([...asked, ...more])) {
    const { status, headers } = await onSite(path);
    if (status === 200 && String(headers['cache-control']).startsWith('public')) found.push(path);
  }
  return found;
}

const assetOf = ({ body }: Got) => /\/assets\/site-\w+\.css/.exec(body.toString())![0];

/** What a reader gets, without what belongs to the connection or comes from the way in which a server makes it. */
function whatMatters({ status, headers, body }: Got): unknown {
  const own = ['connection', 'keep-alive', 'date', 'server', 'content-length', 'transfer-encoding'];
  const made = ['etag', 'vary', 'accept-ranges'];
  const kept = Object.entries(headers).filter(([name]) => ![...own, ...made].includes(name));
  return { status, headers: Object.fromEntries(kept), body: body.toString('latin1') };
}

describe.runIf(nginx).each(['the program first', 'copies first'])('a real nginx, %s', (way) => {
  let server: WebServer;
  let asTheSite: Map<string, unknown>;

  beforeAll(async () => {
    asTheSite = new Map();
    for (const path of await publicPaths()) asTheSite.set(path, whatMatters(await onSite(path)));
    // the port of a program that does not run
    server = await openNginx(way, site.folder, 9);
  });
  afterAll(() => server.end());

  test('while the program is down a reader gets the same, with the same headers', async () => {
    expect(asTheSite.size).toBeGreaterThan(30);
    for (const [path, expected] of asTheSite) expect(whatMatters(await server.ask(path)), path).toEqual(expected);
  });

  test('packed for who takes it, and once only', async () => {
    const plain = await server.ask(paths.letter(SLUG));
    const packed = await server.ask(paths.letter(SLUG), { 'Accept-Encoding': 'gzip' });
    expect([packed.headers['content-encoding'], packed.headers['vary']]).toEqual(['gzip', 'Accept-Encoding']);
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    expect(brotliDecompressSync(readFileSync(copy(`letters/${SLUG}.html.br`)))).toEqual(plain.body);
    for (const { headers } of [plain, packed]) {
      const again = await server.ask(paths.letter(SLUG), {
        'If-None-Match': String(headers['etag']),
        'Accept-Encoding': String(headers['content-encoding'] ?? 'identity'),
      });
      expect([again.status, again.body.length, again.headers['content-security-policy']]).toEqual([
        ...[304, 0],
        plain.headers['content-security-policy'],
      ]);
    }
    expect(plain.headers['last-modified']).toBeUndefined();
  });

  test.each([
    paths.sign(SLUG),
    paths.live(SLUG),
    paths.signIn(),
    `${paths.signatures(SLUG)}?q=maya`,
    `${paths.signatures(SLUG)}/?q=maya`,
    '/letters/',
    '/letters/nowhere',
  ])('%s is no copy: a page says so', async (path) => {
    const { status, headers, body } = await server.ask(path);
    expect([status, headers['cache-control']]).toEqual([503, 'no-store']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body.toString()).toContain('Only copies at the moment');
  });

  test.each([paths.apiLetter('nowhere'), `${paths.apiSignatures(SLUG)}?q=maya`, '/api/v2', '/api/v1/letters/a/b'])(
    '%s is no copy: a problem document says so',
    async (path) => {
      const { status, headers, body } = await server.ask(path);
      expect([status, headers['content-type']]).toEqual([503, 'application/problem+json; charset=utf-8']);
      expect([headers['cache-control'], headers['access-control-allow-origin']]).toEqual(['no-store', '*']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.parse(body.toString())).toMatchObject({ status: 503, title: 'Only copies at the moment' });
    },
  );

  test.each([
    ...['/de', `${paths.letter(SLUG)}/`, `/de${paths.letter(SLUG)}/`, `${paths.letter(SLUG)}/embed/`],
    ...[`${paths.apiLetters()}/`, `${paths.signaturesCsv(SLUG)}/`, `${paths.auditJson(SLUG)}/`],
  ])('%s is the same as on the site', async (path) => {
    const onTheSite = await onSite(path);
    expect(onTheSite.status).toBe(200);
    expect(whatMatters(await server.ask(path))).toEqual(whatMatters(onTheSite));
  });

  test('a copy has nothing to wait for', async () => {
    expect((await server.ask(paths.letter(SLUG))).headers['retry-after']).toBeUndefined();
  });

  test.each([
    `${paths.signatures(SLUG)}?after=1/../../../../etc/passwd`,
    `${paths.letter(SLUG)}/../../../keys/secret.key`,
    '/../undersigned.db',
  ])('%s leads out of the folder for nobody', async (path) => {
    const { status, body } = await server.ask(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.toString('latin1')).not.toMatch(/root:|PRIVATE|SQLite/);
  });

  test('nothing can be sent to a copy', async () => {
    const { status, body } = await server.ask(paths.signatures(SLUG), {}, 'POST');
    expect([status, body.toString()]).toEqual([503, expect.stringContaining('Only copies at the moment')]);
  });

  test('a query that says nothing to a page does not hide it', async () => {
    expect((await server.ask(`${paths.letter(SLUG)}?from=a-friend`)).status).toBe(200);
  });

  test('while the program runs, what it alone can do reaches it', async () => {
    const both = await openNginx(way, site.folder, site.port);
    onTestFinished(() => both.end());
    expect((await both.ask(paths.sign(SLUG))).status).toBe(200);
    expect((await both.ask(`${paths.signatures(SLUG)}?q=maya`)).body.toString()).toContain('Maya Lind');
    expect((await both.ask('/letters/nowhere')).status).toBe(404);
    expect((await both.ask(paths.signatures(SLUG), { 'Content-Type': 'application/json' }, 'POST')).status).toBe(422);
  });

  describe('when a letter was removed', () => {
    const slug = way.replaceAll(' ', '-');
    let before: number;

    beforeAll(async () => {
      const other = await site.publish(letterFile({ slug, title: 'Another', supporters: '{pledges: []}' }));
      await released();
      before = (await server.ask(paths.apiLetter(slug))).status;
      await letterStore(site.world.databases.letters).end(other.id, 'It named a colleague.', site.world.now());
      await released();
    });

    test('its tombstone is all that stands anywhere of it', async () => {
      expect(before, 'it was there').toBe(200);
      const wanted = whatMatters(await onSite(paths.letter(slug)));
      for (const path of [paths.letter(slug), paths.letter(`${slug}.supporters`), paths.audit(slug)]) {
        expect(whatMatters(await server.ask(path)), path).toEqual(wanted);
      }
      expect(JSON.stringify(wanted)).toContain('It named a colleague.');
      const inJson = await server.ask(paths.apiSignatures(slug));
      expect(whatMatters(inJson)).toEqual(whatMatters(await onSite(paths.apiSignatures(slug))));
      expect(inJson.status).toBe(410);
      const left = readdirSync(copy(''), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && join(entry.parentPath, entry.name).includes(slug))
        .filter(({ parentPath }) => /snapshots\/(letters|api)/.test(parentPath))
        .map(({ name }) => name.replace(/\.(gz|br)$/, ''));
      expect([...new Set(left)].toSorted()).toEqual([
        ...[`${slug}.gone.html`, `${slug}.gone.problem`],
        ...[`${slug}.supporters.gone.html`, `${slug}.supporters.gone.problem`],
      ]);
    });
  });
});

/** The copies by their names, with what would change if they were written again. */
const written = () =>
  readdirSync(copy(''), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, statSync(file).ino] as const);

test('where nothing has changed, nothing is written; a copy that was lost comes back at the next start', async () => {
  rmSync(copy('sitemap.xml'));
  const before = new Map(written());
  await site.end('keep the folder');
  site = await openListeningSite({ folder: site.folder, env: SETTINGS, seed: 'another start' }, site.port);
  await settled();
  const after = written();
  const fresh = after.filter(([file, inode]) => before.get(file) !== inode && !/\.(gz|br)$/.test(file));
  expect(fresh.map(([file]) => file)).toEqual([copy('sitemap.xml')]);
  expect(site.log()).toBe('');
  site.pass(86_400_000);
});

test('the times of files and folders do not say when something happened', () => {
  const all = readdirSync(copy(''), { recursive: true, withFileTypes: true });
  const files = all.filter(({ parentPath }) => !parentPath.endsWith('checkpoints'));
  const times = files.filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath, entry.name)));
  expect(Math.max(...times.map(({ mtimeMs }) => mtimeMs))).toBeLessThan(Date.UTC(2010));
});

test('Maya changes her words, and the old ones leave every copy, before the next release', async () => {
  expect(findOnDisk(copy(''), ['Maya Lind']).length).toBeGreaterThan(3);
  await changeByForm(site, letter, passOfMaya, { shown: 'anonymous' });
  await settled();
  const plain = findOnDisk(copy(''), ['Maya Lind']);
  const packed = written()
    .filter(([file]) => file.endsWith('.gz'))
    .filter(([file]) => gunzipSync(readFileSync(file)).includes('Maya Lind'));
  expect([plain, packed]).toEqual([[], []]);
});

test('a letter that gathers is nowhere among the copies, nor is its address', async () => {
  const gathering = await site.publish(letterFile({ slug: 'gathering', title: 'Quietly so far', status: 'gathering' }));
  await released();
  const secrets = ['Quietly so far', gathering.address];
  expect(findOnDisk(copy(''), secrets)).toEqual([]);
  expect(written().filter(([file]) => secrets.some((secret) => file.includes(secret)))).toEqual([]);
  await site.publish(letterFile({ slug: 'gathering', title: 'Quietly so far', status: 'open' }));
  await released();
  expect(readFileSync(copy('letters/gathering.html'), 'utf8')).toContain('Quietly so far');
  expect(findOnDisk(copy(''), [gathering.address]), 'nor is it told later').toEqual([]);
});

test('where the folder cannot be written, the site goes on, the log says so once, and the next change mends it', async () => {
  rmSync(copy(''), { recursive: true });
  writeFileSync(join(site.folder, 'snapshots'), 'a file where a folder should be');
  site.snapshots!.changed();
  await settled();
  expect((await onSite(paths.letter(SLUG))).status).toBe(200);
  const lines = site
    .log()
    .split('\n')
    .filter((line) => line.includes('some snapshots could not be written'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(SLUG);
  rmSync(join(site.folder, 'snapshots'));
  site.snapshots!.changed();
  await settled();
  expect(existsSync(copy(`letters/${SLUG}/signatures.csv.gz`))).toBe(true);
});

test('told to stop while it rests from a long work, it stops at once', async () => {
  const world = { ...site.world, runTool: async () => site.pass(60_000) };
  const { server } = site;
  const sources = { letters: letterStore(world.databases.letters), board: site.board, assets: [], own: async () => [] };
  const resting = openSnapshots(world, sources)!;
  const passed = site.world.now() + 60_000;
  resting.begin(server);
  await vi.waitUntil(() => site.world.now() >= passed);
  resting.changed();
  resting.stop();
  const outcome = await Promise.race([resting.settled(), wait(5_000, 'still resting')]);
  expect(outcome).toBeUndefined();
});

test('switched off, only checkpoints are written', async () => {
  const other = await openListeningSite({ env: { SNAPSHOTS: '0' } });
  await other.publish(letterFile());
  await other.rounds.go(other.world.now());
  expect(other.snapshots).toBeUndefined();
  expect(readdirSync(join(other.folder, 'snapshots', 'letters', SLUG))).toEqual(['checkpoints']);
  await other.end();
});
