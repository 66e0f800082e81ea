import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { connectTo } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

const SLUG = 'answer-us';
const cors = { origin: 'https://paper.example', 'sec-fetch-site': 'cross-site' };

let site: TestSite;
let letter: PublishedLetter;
beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ release: '{min: 10, every: 0}' }));
  await release('first');
}, 60_000);
afterAll(() => site.end());

async function release(name: string): Promise<void> {
  await colleaguesSign(site, letter, 10, name);
  await site.rounds.go(site.world.now());
}

const proofs = [
  ...[paths.auditJson, paths.leafHashes, paths.checkpoint, paths.checkpoints, paths.descriptor, paths.descriptors],
].map((path) => path(SLUG));
const files = [
  ...proofs,
  ...[paths.checkpoints(SLUG, '10.txt'), paths.signaturesCsv(SLUG), paths.feed(SLUG), paths.siteFeed()],
  ...[paths.markdown(SLUG), paths.version(SLUG, '1'), paths.badge(SLUG), paths.qr(SLUG)],
];

describe('a page of another site', () => {
  test.each(files)('may read %s, and asks again for little', async (path) => {
    const first = await get(site.server, path, cors);
    expect([first.status, first.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(first.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(first.headers['access-control-expose-headers']).toBe('ETag');
    expect(first.headers['access-control-allow-credentials']).toBeUndefined();
    expect(first.headers['etag']).toMatch(/^"[\w-]{22}"$/);
    // as the `fetch` of Node.js asks
    const tag = { 'if-none-match': String(first.headers['etag']), 'cache-control': 'no-cache', pragma: 'no-cache' };
    const again = await get(site.server, path, { ...cors, ...tag });
    expect([again.status, again.body.length, again.headers['etag']]).toEqual([304, 0, first.headers['etag']]);
    expect(again.headers['access-control-allow-origin']).toBe('*');
    const head = await get(site.server, path, cors, 'HEAD');
    expect([head.status, head.body.length, head.headers['etag']]).toEqual([200, 0, first.headers['etag']]);
    const asked = await get(site.server, path, cors, 'OPTIONS');
    expect([asked.status, asked.headers['access-control-allow-headers']]).toEqual([204, 'If-None-Match']);
  });

  test('is told where there is nothing, and may not write', async () => {
    const none = await get(site.server, paths.auditJson('none'), cors);
    expect([none.status, none.headers['access-control-allow-origin']]).toEqual([404, '*']);
    expect((await get(site.server, paths.auditJson(SLUG), {}, 'DELETE')).status).toBe(405);
  });

  test('may not read what is made for people, nor hold a connection for each of its readers', async () => {
    for (const path of [paths.letter(SLUG), paths.audit(SLUG), paths.signatures(SLUG), paths.sign(SLUG)]) {
      const { headers } = await get(site.server, path, cors);
      expect(headers['access-control-allow-origin'], path).toBeUndefined();
    }
  });
});

describe('sent packed to whoever takes it', () => {
  const packed = files.filter((path) => path !== paths.leafHashes(SLUG));

  test.each(packed)('%s', async (path) => {
    const plain = await get(site.server, path);
    expect(plain.headers['vary']).toBe('Accept-Encoding');
    const forms = [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const;
    const etags = new Set([plain.headers['etag']]);
    for (const [encoding, unpack] of forms) {
      const form = await get(site.server, path, { 'accept-encoding': encoding });
      expect([form.headers['content-encoding'], form.headers['vary']]).toEqual([encoding, 'Accept-Encoding']);
      expect(unpack(form.body).equals(plain.body)).toBe(true);
      etags.add(form.headers['etag']);
    }
    // a strong one is of the bytes as they are sent
    expect(etags.size).toBe(3);
  });

  test('hashes as they are: packing makes them no smaller', async () => {
    const { headers, body } = await get(site.server, paths.leafHashes(SLUG), { 'accept-encoding': 'br, gzip' });
    expect([headers['content-encoding'], body.length % 32]).toEqual([undefined, 0]);
  });
});

test('after a release all that proves the count is given anew, and what names the text stays', async () => {
  const etags = async () => Promise.all(proofs.map(async (path) => (await get(site.server, path)).headers['etag']));
  const before = await etags();
  expect(await etags()).toEqual(before);
  await release('second');
  const after = await etags();
  expect(after.map((etag, i) => etag === before[i])).toEqual([false, false, false, false, true, true]);
});

describe('whoever goes away in the middle of a large file', () => {
  const LEAVES = 30_000;

  beforeAll(() => {
    const client = site.world.databases.board.$client;
    const { position: _position, ...leaf } = client.prepare('SELECT * FROM leaves WHERE position = 0').get() as Record<
      string,
      unknown
    >;
    const names = Object.keys(leaf);
    const insert = client.prepare(
      `INSERT INTO leaves (position, "${names.join('", "')}") VALUES (?, ${names.map(() => '?').join(', ')})`,
    );
    client.transaction(() => {
      for (let i = 20; i < LEAVES; i++) insert.run(i, ...names.map((name) => (name === 'pk' ? keyOf(i) : leaf[name])));
      client.prepare('UPDATE releases SET size = ? WHERE size = 20').run(LEAVES);
    })();
  });

  test.each(['identity', 'gzip', 'br'])('ends the work on it, and is no fault (%s)', async (encoding) => {
    const asked = vi.spyOn(site.board.log, 'leaves');
    onTestFinished(() => asked.mockRestore());
    const socket = await connectTo(site.server);
    socket.write(`GET ${paths.auditJson(SLUG)} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
    await once(socket, 'data');
    socket.pause();
    // as much as the network takes, and then no more
    await vi.waitUntil(async () => {
      const before = asked.mock.calls.length;
      await wait(200);
      return asked.mock.calls.length === before;
    }, 20_000);
    expect(asked.mock.calls.length).toBeLessThan(LEAVES / 100);
    const before = asked.mock.calls.length;
    socket.destroy();
    await wait(300);
    expect(asked.mock.calls.length - before).toBeLessThan(3);
    expect(site.log()).toBe('');
  });

  const keyOf = (i: number) => Buffer.alloc(32, String(i).padStart(8, '0'));
});
