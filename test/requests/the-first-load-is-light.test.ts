import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstLoad, weightOf } from '../../bench/support/first-load.ts';
import { root } from '../../db/root.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { portOf } from '../support/raw.ts';
import { type TestSite, openSite, readSeed } from '../support/site.ts';

/** Over the wire, heads and all: about a second on a slow telephone. */
const MOST = 60_000;

let site: TestSite;
const slugs: string[] = [];

beforeAll(async () => {
  site = await openSite();
  const seeds = readdirSync(join(root, 'db', 'seeds')).filter((file) => file.endsWith('.md'));
  for (const seed of seeds) slugs.push((await site.publish(readSeed(seed.replace(/\.md$/, '')))).slug);
  const letter = await site.publish(letterFile());
  await colleaguesSign(site, letter, 12);
  site.pass(120_000);
  await site.rounds.go(site.world.now());
  slugs.push(letter.slug);
}, 60_000);
afterAll(() => site.end());

test('of a letter by somebody who was never here is 60 kB at most: page, styles, scripts and typeface', async () => {
  expect(slugs.length).toBeGreaterThan(4);
  for (const slug of slugs) {
    const loaded = await firstLoad(await portOf(site.server), paths.letter(slug));
    expect([slug, weightOf(loaded)]).toEqual([slug, expect.toSatisfy((bytes: number) => bytes <= MOST)]);
  }
});

test('counts everything that comes: what a browser names, and what its styles name', async () => {
  const loaded = await firstLoad(await portOf(site.server), paths.letter(slugs[0]!));
  const kinds = loaded.map(({ path }) => /\.(css|js|woff2)$/.exec(path)?.[1] ?? 'page');
  expect(new Set(kinds)).toEqual(new Set(['page', 'css', 'js', 'woff2']));
  const fonts = readdirSync(join(root, 'views', 'fonts')).filter((file) => file.endsWith('.woff2'));
  const whole = fonts.reduce((sum, file) => sum + readFileSync(join(root, 'views', 'fonts', file)).length, 0);
  expect(weightOf(loaded)).toBeGreaterThan(whole);
  expect(weightOf(loaded.filter(({ path }) => path.endsWith('.woff2')))).toBeGreaterThan(whole);
});
