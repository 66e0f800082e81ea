import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectBlinded, collectPass, colleaguesSign, jsonPost, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

const total = async () => ((await site.http.get(paths.apiLetter('answer-us'))).body as { total: number }).total;

test('Maya proves her mailbox, signs, and is counted together with nine others', async () => {
  const pass = await collectPass(site, letter, 'maya@halden.example');
  const preview = await site.http
    .post(paths.previewSignature('answer-us'))
    .type('form')
    .send({ pass, shown: 'named', name: 'Maya Lind', role: 'Engineer', pledges: '1', comment: 'Please.' });
  expect(preview.status).toBe(200);
  expect(preview.text).toContain('Maya Lind');
  const signed = await signByForm(site, letter, pass, {
    shown: 'named',
    name: 'Maya Lind',
    role: 'Engineer',
    pledges: '1',
  });
  expect(signed.status).toBe(201);
  expect(signed.text).toContain('at least 9 others');
  await site.rounds.go(site.world.now());
  expect(await total()).toBe(0);

  await colleaguesSign(site, letter, 9);
  await site.rounds.go(site.world.now());
  expect(await total()).toBe(10);
  const page = await site.http.get(paths.letter('answer-us'));
  expect(page.text).toContain('Maya Lind');
  expect(page.text).toContain('9 employees who prefer not to be named');
});

test('a browser that blinds for itself signs by the same tables', async () => {
  const pass = await collectBlinded(site, letter, 'theodora@halden.example');
  const post = await jsonPost(letter, pass);
  const first = await site.http.post(paths.signatures('answer-us')).send(post);
  expect(first.status).toBe(201);
  const again = await site.http.post(paths.signatures('answer-us')).send(post);
  expect(again.status).toBe(200);
  expect(again.body).toEqual(first.body);
});
