import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { root } from './source.ts';

/** Small enough that a reporter's technical friend reads all of it. */
const MOST_BYTES = 4_000;

const assets = join(root, 'dist', 'assets');
const manifest = JSON.parse(readFileSync(join(assets, 'manifest.json'), 'utf8')) as Record<string, string>;
const built = (name: string): Buffer => readFileSync(join(assets, manifest[name]!));

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile({ vouching: 'true' }));
});
afterAll(() => site.end());

/** Every script that a page names, and those that carry no hash or another than their file has. */
async function scriptsOf(html: string): Promise<{ found: string[]; wrong: string[] }> {
  // a block of data is not run, and neither is a typeface
  const preloads = '<link[^>]*preload(?![^>]*as="font")[^>]*>';
  const tags = html.match(new RegExp(`<script(?! type="application/ld\\+json">)[^>]*>|${preloads}`, 'g')) ?? [];
  const wrong = [];
  for (const tag of tags) {
    const src = /\s(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    const integrity = /\sintegrity="([^"]+)"/.exec(tag)?.[1];
    const file = src ? await get(site.server, src) : undefined;
    if (!file || hashOf(file.body) !== integrity) wrong.push(tag);
  }
  return { found: tags, wrong };
}

const hashOf = (bytes: Buffer): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

const pages = [
  paths.letter('answer-us'),
  paths.sign('answer-us'),
  paths.audit('answer-us'),
  paths.change('answer-us'),
  paths.writeSignature('answer-us'),
].concat(paths.invite('answer-us'));

test.each(['sign.js', 'later.js', 'change.js', 'invite.js'])(
  'the client in %s has at most 4,000 bytes, and holds no library',
  (name) => {
    expect(gzipSync(built(name), { level: 9 }).length).toBeLessThanOrEqual(MOST_BYTES);
    expect(gzipSync(built('ed25519-fallback.js'), { level: 9 }).length, 'a library would not fit').toBeGreaterThan(
      MOST_BYTES,
    );
  },
);

test.each(pages)('every script of %s carries the hash of the file that is served', async (path) => {
  const { found, wrong } = await scriptsOf((await site.http.get(path).expect(200)).text);
  expect(wrong).toEqual([]);
  expect(found).not.toEqual([]);
});

test('the library that old browsers load carries its hash too', async () => {
  const html = (await site.http.get(paths.sign('answer-us')).expect(200)).text;
  const [, src, integrity] = /data-fallback="([^"]+)" data-fallback-integrity="([^"]+)"/.exec(html) ?? [];
  expect(src).toBe(paths.asset(manifest['ed25519-fallback.js']!));
  expect(integrity).toBe(hashOf(built('ed25519-fallback.js')));
});

test('a script without its hash, or with the hash of another file, would be found', async () => {
  const { src, other } = { src: paths.asset(manifest['sign.js']!), other: hashOf(built('qr.js')) };
  const tags = [`<script type="module" src="${src}">`, `<script type="module" src="${src}" integrity="${other}">`];
  const inline = '<script>';
  expect((await scriptsOf([...tags, inline].join('</script>'))).wrong).toEqual([...tags, inline]);
});
