import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { countEvent } from '../../src/reading/numbers/count.ts';
import { talliedOf } from '../../src/reading/numbers/tallied.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const MINUTE = 60_000;

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ closes: '2026-05-31', seal_until: '40' }));
});
afterAll(() => site.end());

const round = () => site.rounds.go(site.world.now());

async function howFar(): Promise<string | undefined> {
  const { text } = await site.http.get(paths.letter('answer-us')).set('Accept-Language', 'en').expect(200);
  return /<div class="towards"[^]*?<\/div>/
    .exec(text)?.[0]
    .replace(/<[^>]*>/g, '')
    .trim();
}

/** What programs are told of it: in the letter, in the list of letters and in the live event, all the same. */
async function told(): Promise<unknown> {
  const one = (await site.http.get(paths.apiLetter('answer-us')).expect(200)).body as { sealed?: unknown };
  const all = (await site.http.get(paths.apiLetters()).expect(200)).body as { letters: { sealed?: unknown }[] };
  const event = countEvent(letter, await talliedOf(site.board, letter)).data as { sealed?: unknown };
  expect([all.letters[0]!.sealed, event.sealed]).toEqual([one.sealed, one.sealed]);
  return one.sealed;
}

test('before as many have signed as a release needs, nobody is told how many', async () => {
  await colleaguesSign(site, letter, 9, 'first');
  await round();
  expect(await howFar()).toMatch(/^How far it has come towards 40 is told in steps of at least 10/);
  expect(await told()).toEqual({ until: 40, reached: null, asOf: null });
});

test('with the tenth, the step is told', async () => {
  await colleaguesSign(site, letter, 1, 'tenth');
  await round();
  expect(await howFar()).toMatch(/^10 of 40 have signed, as of 4 May 2026 at 12:/);
  expect(await told()).toEqual({ until: 40, reached: 10, asOf: expect.stringMatching(/^2026-05-04T12:/) as string });
});

test('a single one more, or one who withdraws, moves nothing', async () => {
  const before = await howFar();
  const toldBefore = await told();
  site.pass(5 * MINUTE);
  const pass = await collectPass(site, letter, 'single@halden.example');
  await signByForm(site, letter, pass, { shown: 'anonymous' });
  await round();
  expect(await howFar()).toBe(before);
  expect(await told()).toEqual(toldBefore);
  await site.http.post(paths.withdraw('answer-us')).type('form').send({ pass }).expect(200);
  await round();
  expect(await howFar()).toBe(before);
  expect(await told()).toEqual(toldBefore);
});

test('the next ten move it', async () => {
  site.pass(5 * MINUTE);
  await colleaguesSign(site, letter, 12, 'next');
  await round();
  // a round may begin as soon as the tenth of them has signed
  expect(await howFar()).toMatch(/^2[012] of 40 have signed/);
  const { reached } = (await told()) as { reached: number };
  expect(await howFar()).toContain(`${reached} of 40 have signed`);
  expect(await site.board.published(letter)).toMatchObject({
    totals: { total: 0 },
    progress: { reached: expect.any(Number) as number },
  });
});

test('at the fortieth the entries appear, and nothing is left of it', async () => {
  site.pass(5 * MINUTE);
  await colleaguesSign(site, letter, 18, 'last');
  await round();
  expect(await howFar()).toBeUndefined();
  expect(await told()).toBeUndefined();
  expect(await site.board.published(letter)).toMatchObject({ totals: { total: 40 } });
  expect(site.world.databases.board.$client.prepare('SELECT count(*) n FROM progress').get()).toEqual({ n: 0 });
});

test('a letter that opens before a second step could be taken promises none', async () => {
  const few = await site.publish(letterFile({ slug: 'few', title: 'Few', seal_until: '19' }));
  const page = (await site.http.get(paths.letter(few.address)).expect(200)).text;
  expect(page).toContain('How many have signed is not told before they are 19');
  expect(page).not.toContain('in steps of');
});
