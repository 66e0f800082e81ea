import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../db/root.ts';
import { plantWhatFollowed } from '../../src/dev/followed.ts';
import { answersStore } from '../../src/letters/answers/store.ts';
import { paths } from '../../src/paths.ts';
import { type TestSite, openSite, readSeed } from '../support/site.ts';

const DAY = 86_400_000;
const seeds = readdirSync(`${root}/db/seeds`).map((file) => file.replace(/\.md$/, ''));

let site: TestSite;
const planted: string[] = [];

beforeAll(async () => {
  site = await openSite();
  for (const seed of seeds) {
    const letter = await site.publish(readSeed(seed));
    await plantWhatFollowed(site.world, letter);
    planted.push(letter.address);
  }
  site.pass(7 * DAY);
});
afterAll(() => site.end());

test('no demonstration letter says what became of a demand without a day and a source', async () => {
  const store = answersStore(site.world.databases.letters);
  let marked = 0;
  for (const address of planted) {
    const letter = (await site.shelf.byAddress(address))!;
    const { marks } = await store.of(letter.id);
    for (const { text, status } of letter.demands.filter((demand) => demand.status !== 'open')) {
      marked++;
      expect(
        marks.find((mark) => mark.demand === text && mark.status === status),
        `${address}: ${text}`,
      ).toMatchObject({ source: expect.stringMatching(/^https:/) as string });
    }
  }
  expect(marked).toBe(3);
});

test('the letter that was answered shows the answer, its source, and what still waits', async () => {
  const { text } = await site.http.get(paths.letter('night-alarm')).expect(200);
  expect(text).toContain('href="https://pellory.example/news/the-night-alarm"');
  expect(text.match(/since 9 May 2026/g)).toHaveLength(3);
  expect(text).toContain('6 days without an answer');
  expect(text).toMatch(/id="response-1"/);
  expect(text).toMatch(/The Board has read it/);
});
