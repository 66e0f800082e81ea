import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let ada: OrganizerBrowser;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ status: 'gathering', open_at: '12' }));
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const decisions = async (): Promise<string> =>
  (await ada.get(paths.decisions(Buffer.from(letter.id).toString('hex'))).expect(200)).text;
const round = async () => {
  site.pass(120_000);
  await site.rounds.go(site.world.now());
};
const released = async () => (await site.board.published(letter)).totals.total;
/** Numbers that a page shows beside its dates and addresses. */
const shows = (html: string, number: number) => new RegExp(`>[^<]*\\b${number}\\b[^<]*<`).test(html);

test('Ada is not told how many have signed, only that it is not enough', async () => {
  expect(await decisions()).toContain('The threshold is not reached yet.');
  await colleaguesSign(site, letter, 10);
  await round();
  expect(await released()).toBe(10);
  const page = await decisions();
  expect(page).toContain('The threshold is not reached yet.');
  expect(shows(page, 10)).toBe(false);
  expect(page).toContain('<button class="button secondary" name="deed" value="open">');
});

test('it does not move with each signature: two more wait with others', async () => {
  await colleaguesSign(site, letter, 2, 'later');
  await round();
  expect(await released()).toBe(10);
  expect(await decisions()).toContain('The threshold is not reached yet.');
});

test('when it is reached, opening is offered first', async () => {
  await colleaguesSign(site, letter, 8, 'more');
  await round();
  expect(await released()).toBe(20);
  const page = await decisions();
  expect(page).toContain('The threshold is reached');
  expect(shows(page, 20)).toBe(false);
  expect(page).toContain('<button class="button" name="deed" value="open">');
  expect(page.indexOf('id="open"')).toBeLessThan(page.indexOf('id="close"'));
});

test('nothing of the threshold is public, before or after', async () => {
  expect(letter.descriptor).not.toContain('open_at');
  const publicPaths = [paths.letter, paths.markdown, paths.descriptor, paths.versions, paths.sign];
  const read = async (address: string) =>
    Promise.all(publicPaths.map(async (path) => (await site.http.get(path(address)).expect(200)).text));
  for (const text of await read(letter.address)) expect(text).not.toMatch(/open_at|openAt|threshold/);
  await ada
    .post(paths.decisions(Buffer.from(letter.id).toString('hex')))
    .type('form')
    .send({ deed: 'open' })
    .expect(303);
  expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'open', openAt: 12 });
  for (const text of await read('answer-us')) expect(text).not.toMatch(/open_at|openAt|threshold/);
  expect(await decisions()).not.toContain('threshold');
});
