import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { entriesIn, judge, openModeration } from '../support/moderation.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { changeByForm, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let ada: OrganizerBrowser;
const passes = new Map<string, string>();

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ release: '{min: 10, every: 0}' }));
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
  for (const name of ['Maya', 'Noor', 'Lea']) await sign(name);
  await sign('nobody');
  await release();
}, 60_000);
afterAll(() => site.end());

async function sign(name: string): Promise<void> {
  const pass = await collectPass(site, letter, `${name.toLowerCase()}@halden.example`);
  await signByForm(site, letter, pass, name === 'nobody' ? { shown: 'anonymous' } : { shown: 'named', name });
  passes.set(name, pass);
}

let people = 0;
/** With as many anonymous ones as that takes. */
async function release(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const pass = await collectPass(site, letter, `colleague${people++}@halden.example`);
    await signByForm(site, letter, pass);
  }
  await site.rounds.go(site.world.now());
}

const lists = { page: paths.signatures('answer-us'), table: paths.signaturesCsv('answer-us') };
const each = Object.entries(lists);
const etags = async (headers: Record<string, string> = {}) =>
  Promise.all(each.map(async ([, path]) => String((await get(site.server, path, headers)).headers['etag'])));
/** Whether somebody who has these is told to keep them. */
const stillGood = async (known: string[]) =>
  Promise.all(
    each.map(async ([, path], i) => (await get(site.server, path, { 'if-none-match': known[i]! })).status === 304),
  );

describe('whoever has the list of signatories', () => {
  test.each(each)('is told that nothing changed, and with few bytes (%s)', async (_name, path) => {
    const first = await get(site.server, path);
    expect(first.headers['etag']).toMatch(/^"[\w-]{22}"$/);
    const again = await get(site.server, path, { 'if-none-match': String(first.headers['etag']) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    for (const name of ['etag', 'cache-control', 'vary', 'x-robots-tag', 'content-security-policy'])
      expect(again.headers[name], name).toBe(first.headers[name]);
    // as proxies that compress mark it
    const weak = { 'if-none-match': `"other", W/${String(first.headers['etag'])}` };
    expect((await get(site.server, path, weak)).status).toBe(304);
    expect((await get(site.server, path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('has another page in another language, and the same table', async () => {
    const [english, german] = [await etags(), await etags({ 'accept-language': 'de' })];
    expect([english[0] === german[0], english[1] === german[1]]).toEqual([false, true]);
    const page = await get(site.server, lists.page, { 'accept-language': 'de', 'if-none-match': english[0]! });
    expect([page.status, page.headers['vary']]).toEqual([200, 'Accept-Encoding, Accept-Language']);
  });

  test('gets it anew after a release', async () => {
    const known = await etags();
    await sign('Ines');
    expect(await stillGood(known)).toEqual([true, true]);
    await release();
    expect(await stillGood(known)).toEqual([false, false]);
  });

  test('gets it anew when Ada hides a name, and when she shows it again', async () => {
    const shown = await etags();
    const [noor] = entriesIn(await openModeration(ada, letter, 'Noor'), 'find');
    await judge(ada, letter, { entry: noor!.entry, do: 'hide', reason: 'insult' });
    const hidden = await etags();
    expect(await stillGood(shown)).toEqual([false, false]);
    const [again] = entriesIn(await openModeration(ada, letter), 'hidden');
    await judge(ada, letter, { entry: again!.entry, do: 'show' });
    expect(await stillGood(hidden)).toEqual([false, false]);
  });

  test('gets it anew at once when somebody changes the words of theirs, and again at the release', async () => {
    const before = await etags();
    await changeByForm(site, letter, passes.get('Lea')!, { employer: '0', shown: 'named', name: 'Lea Brandt' });
    const erased = await etags();
    expect(await stillGood(before)).toEqual([false, false]);
    expect(await stillGood(erased)).toEqual([true, true]);
    await release();
    expect(await stillGood(erased)).toEqual([false, false]);
  });

  test('does not learn when somebody whom it does not show changes what she signed', async () => {
    const known = await etags();
    await changeByForm(site, letter, passes.get('nobody')!, { employer: '0', shown: 'anonymous', pledges: '0' });
    expect(await stillGood(known)).toEqual([true, true]);
  });
});

test('what is known of one letter says nothing of another', async () => {
  await site.publish(letterFile({ slug: 'another' }));
  const [, table] = await etags();
  const other = await get(site.server, paths.signaturesCsv('another'), { 'if-none-match': table! });
  expect(other.status).toBe(200);
});
