import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { undersigned } from '../support/command.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

describe('a page of the site', () => {
  let site: TestSite;
  let letter: PublishedLetter;

  beforeAll(async () => {
    site = await openSite();
    letter = await site.publish(letterFile());
  });
  afterAll(() => site.end());

  /** A page comes in the language that a browser wishes; what programs read is the same for all. */
  const varyOf = (path: string) => (path.startsWith('/api/') ? 'Accept-Encoding' : 'Accept-Encoding, Accept-Language');
  const pages = [paths.home(), paths.letter('answer-us'), paths.apiLetters(), paths.apiLetter('answer-us')];

  test.each(pages)('%s is the same in brotli, gzip and plain, the first time and from then on', async (path) => {
    for (let time = 0; time < 2; time++) {
      const plain = await get(site.server, path);
      const packed = await get(site.server, path, { 'accept-encoding': 'gzip, deflate, br' });
      const gzipped = await get(site.server, path, { 'accept-encoding': 'gzip' });
      expect([plain, packed, gzipped].map(({ headers }) => headers['content-encoding'])).toEqual([
        undefined,
        'br',
        'gzip',
      ]);
      expect(brotliDecompressSync(packed.body).equals(plain.body)).toBe(true);
      expect(gunzipSync(gzipped.body).equals(plain.body)).toBe(true);
      expect(new Set([plain, packed, gzipped].map(({ headers }) => headers['etag'])).size).toBe(3);
      for (const { headers, body } of [plain, packed, gzipped]) {
        expect(headers['vary']).toBe(varyOf(path));
        expect(headers['cache-control']).toBe('public, no-cache');
        expect(headers['content-length']).toBe(String(body.length));
        expect(headers['content-security-policy']).toContain("default-src 'none'");
      }
    }
  });

  test.each([
    ['', undefined],
    ['identity', undefined],
    ['deflate', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['br;q=0.5', 'br'],
    ['GZIP', 'gzip'],
    ['vibration, brotli', undefined],
  ])('asked for as “%s” is sent as %s', async (accepted, encoding) => {
    const { headers } = await get(site.server, paths.home(), { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
  });

  test.each(pages)('%s need not be sent again while it is the same', async (path) => {
    for (const accepted of ['identity', 'gzip', 'br']) {
      const ask = (known: string) => get(site.server, path, { 'accept-encoding': accepted, 'if-none-match': known });
      const etag = (await ask('"x"')).headers['etag'] as string;
      expect(etag).toMatch(/^"[\w-]{22}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const { status, headers, body } = await ask(known);
        expect([known, status, body.length]).toEqual([known, 304, 0]);
        expect([headers['etag'], headers['vary'], headers['content-type']]).toEqual([etag, varyOf(path), undefined]);
      }
      expect((await ask('"other"')).status).toBe(200);
    }
  });

  test('by HEAD has the headers alone', async () => {
    const [whole, head] = [await get(site.server, pages[1]!), await get(site.server, pages[1]!, {}, 'HEAD')];
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' });
  });

  test('with a query is the same page', async () => {
    const plain = await get(site.server, paths.letter('answer-us'));
    for (const query of ['?utm_source=x', '?', '?after=1&q=%FF'])
      expect((await get(site.server, `${paths.letter('answer-us')}${query}`)).headers['etag']).toBe(
        plain.headers['etag'],
      );
  });

  test('moves at a release, and not before it', async () => {
    const etags = async () => Promise.all(pages.map(async (path) => (await get(site.server, path)).headers['etag']));
    const before = await etags();
    await colleaguesSign(site, letter, 9);
    await site.rounds.go(site.world.now());
    expect(await etags()).toEqual(before);
    await colleaguesSign(site, letter, 1, 'tenth');
    await site.rounds.go(site.world.now());
    const after = await etags();
    for (const [i, etag] of after.entries()) expect(etag).not.toBe(before[i]);
    expect((await get(site.server, paths.letter('answer-us'))).body.toString()).toContain(
      '<strong data-total>10</strong>',
    );
  });

  test('shows a letter that another process imported beside the running site', async () => {
    const home = async () => (await get(site.server, paths.home())).body.toString();
    expect(await home()).not.toContain('Written elsewhere');
    expect((await get(site.server, paths.letter('elsewhere'))).status).toBe(404);
    const env = { DATABASE_URL: `file:${site.world.config.databaseFile}` };
    const ran = await undersigned(
      ['letter', 'import', '-'],
      env,
      letterFile({ slug: 'elsewhere', title: 'Written elsewhere' }),
    );
    expect(ran).toMatchObject({ status: 0, err: '' });
    await site.rounds.go(site.world.now());
    expect(await home()).toContain('Written elsewhere');
    // the other process has the clock on the wall
    site.pass(Date.now() + 1_000 - site.world.now());
    const imported = (await site.shelf.byAddress('elsewhere'))!;
    await colleaguesSign(site, imported, 10, 'elsewhere');
    await site.rounds.go(site.world.now());
    expect((await get(site.server, paths.letter('elsewhere'))).body.toString()).toContain('data-total>10<');
  });

  test('a built file may be kept for a year, and an address that does not exist never', async () => {
    const style = /href="(\/assets\/[^"]+\.css)"/.exec((await get(site.server, paths.home())).body.toString())![1]!;
    const { status, headers } = await get(site.server, style, { 'accept-encoding': 'br' });
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(headers['content-encoding']).toBe('br');
    expect((await get(site.server, `${style}x`)).headers['cache-control']).toBe('no-store');
  });
});
