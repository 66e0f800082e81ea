import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { letterStore } from '../../src/letters/store.ts';
import type { Membership } from '../../src/organizing/accounts/signed-in.ts';
import { openDeciding } from '../../src/organizing/deciding/deciding.ts';
import { writingStore } from '../../src/organizing/drafting/store.ts';
import { paths } from '../../src/paths.ts';
import { type Bytes, fromHex, toHex } from '../../src/protocol/bytes.ts';
import { beginLetter, filledForm, openForm, send } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const BEA = 'bea@undersigned.example';
const CLEO = 'cleo@undersigned.example';
/** A second address of Ada's. */
const SECOND = 'second@undersigned.example';
const HOUR = 3_600_000;

let site: TestSite;
let ada: OrganizerBrowser;
let bea: OrganizerBrowser;
let cleo: OrganizerBrowser;
let second: OrganizerBrowser;
let ids: Record<string, Bytes>;
let letters = 0;
let id: string;

const signAllIn = async () =>
  ([ada, bea, cleo, second] = [
    ...[await signInAs(site, ADA), await signInAs(site, BEA)],
    ...[await signInAs(site, CLEO), await signInAs(site, SECOND)],
  ] as [OrganizerBrowser, OrganizerBrowser, OrganizerBrowser, OrganizerBrowser]);

beforeAll(async () => {
  site = await openSite();
  ids = {};
  for (const email of [ADA, BEA, CLEO, SECOND]) ids[email] = (await addOrganizer(site, email)).id;
  await signAllIn();
});
afterAll(() => site.end());

/** A letter that Ada and Bea keep. */
beforeEach(async () => {
  id = await beginLetter(ada, `Answer us ${++letters}`);
  await send(ada, id, filledForm(await openForm(ada, id))).expect(303);
  await operatorMakesKeeper(BEA);
});

const operatorMakesKeeper = (email: string) =>
  site.accounts.members.makeKeeper(fromHex(id), ids[email]!, site.world.now(), 'the operator');
const roleOf = (email: string) => site.accounts.members.roleOf(fromHex(id), ids[email]!);
const roles = () => Promise.all([ADA, BEA].map(roleOf));

const post = (browser: OrganizerBrowser, path: string, form: Record<string, string> = {}) =>
  browser.post(path).type('form').send(form);
const aboutMember = (browser: OrganizerBrowser, email: string, form: Record<string, string>) =>
  post(browser, paths.member(id, toHex(ids[email]!)), form);
const remove = { do: 'remove' };
const demote = { do: 'role', role: 'writer' };
const promote = { do: 'role', role: 'keeper' };

const page = async (browser: OrganizerBrowser): Promise<string> =>
  (await browser.get(paths.decisions(id)).expect(200)).text;
const asked = async (browser = bea): Promise<string[]> =>
  Array.from((await page(browser)).matchAll(/action="([^"]+\/decisions\/[0-9a-f]{32})"/g), (match) => match[1]!);
const answer = async (browser: OrganizerBrowser, what: 'confirm' | 'refuse', path?: string) =>
  post(browser, path ?? (await asked())[0]!, { do: what });

const publish = async (browser: OrganizerBrowser) =>
  post(browser, paths.decisions(id), {
    ...{ deed: 'publish', status: 'open' },
    revision: /name="revision" value="(\d+)"/.exec(await page(browser))?.[1] ?? '',
  });
const isPublic = async () => (await site.http.get(paths.letter(`answer-us-${letters}`))).status === 200;

async function invite(browser: OrganizerBrowser, role: 'writer' | 'keeper'): Promise<string> {
  const made = await post(browser, paths.invitations(id), { role }).expect(200);
  return /http:\/\/localhost:3000(\/organize\/invitations\/[\w-]{43})/.exec(made.text)![1]!;
}

const lines = async (count: number) =>
  (await site.accounts.trail.of(fromHex(id), Infinity, count)).map(({ by, what, detail }) => [by?.name, what, detail]);

describe('Ada, who wants to publish without Bea,', () => {
  test('does not get rid of her in three clicks', async () => {
    await publish(ada).then(({ status }) => expect(status).toBe(303));
    const removed = await aboutMember(ada, BEA, remove);
    expect([removed.status, removed.headers['location']]).toEqual([303, paths.decisions(id)]);
    const waiting = await asked(ada);
    expect(waiting).toHaveLength(2);
    for (const path of waiting) await answer(ada, 'confirm', path).then(({ status }) => expect(status).toBe(409));
    for (const path of waiting) await answer(ada, 'refuse', path).then(({ status }) => expect(status).toBe(303));
    expect((await publish(ada)).status).toBe(303);
    expect([await isPublic(), await roles()]).toEqual([false, ['keeper', 'keeper']]);
  });

  test('nor by making her a writer', async () => {
    expect((await aboutMember(ada, BEA, demote)).status).toBe(303);
    expect((await aboutMember(ada, BEA, demote)).status).toBe(409);
    expect((await publish(ada)).status).toBe(303);
    expect([await isPublic(), await roles()]).toEqual([false, ['keeper', 'keeper']]);
  });

  test('nor by leaving in the same moment, with requests that were let in before', async () => {
    await post(cleo, await invite(ada, 'writer')).expect(303);
    const deciding = openDeciding(
      site.world,
      letterStore(site.world.databases.letters),
      writingStore(site.world.databases.organizers),
      site.accounts.members,
      () => Promise.resolve(),
    );
    const now = site.world.now();
    const keeper = { organizer: (await site.accounts.organizers.byEmail(ADA))!, letter: fromHex(id), role: 'keeper' };
    const before = keeper as Membership;
    await aboutMember(bea, CLEO, promote).expect(303);
    const [proposal] = await deciding.store.waiting(before.letter, now);
    await aboutMember(ada, ADA, demote).expect(303);
    const refused = { refused: 'accounts.keepers-only.detail' };
    expect(await deciding.ask(before, 'publish', { status: 'open', revision: '1' }, now)).toEqual(refused);
    expect(await deciding.confirm(before, proposal!, now)).toEqual(refused);
    const alone = await site.accounts.members.change(before.letter, ids[CLEO]!, 'keeper', ids[ADA]!, now);
    const back = await site.accounts.members.change(before.letter, ids[ADA]!, 'keeper', ids[ADA]!, now);
    expect([alone, back, await roleOf(CLEO), await roleOf(ADA)]).toEqual([
      ...['no keeper', 'no keeper', 'writer', 'writer'],
    ]);
    expect(await isPublic()).toBe(false);
  });

  test('nor with a second address, by a link for a keeper', async () => {
    const made = await post(ada, paths.invitations(id), { role: 'keeper' }).expect(200);
    expect(made.text).toContain('when another keeper than you has confirmed it');
    const link = await invite(ada, 'keeper');
    expect((await second.get(link)).text).toContain('when another keeper has confirmed it');
    await post(second, link).expect(303);
    expect(await roleOf(SECOND)).toBe('writer');
    await publish(ada);
    for (const path of await asked()) {
      expect((await answer(second, 'confirm', path)).status).toBe(403);
      expect((await answer(ada, 'confirm', path)).status).toBe(409);
    }
    expect([await isPublic(), await roleOf(SECOND)]).toEqual([false, 'writer']);
  });

  test('nor with the second address made keeper from a writer', async () => {
    await post(second, await invite(ada, 'writer')).expect(303);
    await aboutMember(ada, SECOND, promote).expect(303);
    expect((await answer(second, 'confirm')).status).toBe(403);
    expect((await answer(ada, 'confirm')).status).toBe(409);
    expect(await roleOf(SECOND)).toBe('writer');
  });

  test('nor with a link from the time before Bea', async () => {
    await aboutMember(bea, BEA, demote).expect(303);
    const link = await invite(ada, 'keeper');
    await aboutMember(ada, BEA, promote).expect(303);
    await post(second, link).expect(303);
    expect([await roleOf(SECOND), await roles()]).toEqual(['writer', ['keeper', 'keeper']]);
    await answer(bea, 'refuse').then(({ status }) => expect(status).toBe(303));
    expect(await roleOf(SECOND)).toBe('writer');
  });

  test('nor by leaving and coming back by a link of her own: nobody asks for her', async () => {
    const link = await invite(ada, 'keeper');
    await aboutMember(ada, ADA, remove).expect(303);
    await post(ada, link).expect(303);
    expect([await roles(), await asked()]).toEqual([['writer', 'keeper'], []]);
  });
});

describe('what Ada asks for,', () => {
  test('Bea confirms, and is out; the trail names both', async () => {
    await operatorMakesKeeper(CLEO);
    await aboutMember(ada, BEA, remove).expect(303);
    expect(await page(cleo)).toContain(
      '<strong>ada</strong> asked to remove <strong class="break">bea (bea@undersigned.example)',
    );
    const confirmed = await answer(bea, 'confirm');
    expect([confirmed.status, confirmed.headers['location']]).toEqual([303, paths.organize()]);
    expect(await roleOf(BEA)).toBeUndefined();
    expect(await lines(2)).toEqual([
      ['bea', 'confirmed', { deed: 'expel', member: 'bea' }],
      ['ada', 'asked for', { deed: 'expel', member: 'bea' }],
    ]);
  });

  test('Cleo confirms too, where she is the third', async () => {
    await operatorMakesKeeper(CLEO);
    await aboutMember(ada, BEA, demote).expect(303);
    await answer(cleo, 'confirm').then(({ status }) => expect(status).toBe(303));
    expect(await roles()).toEqual(['keeper', 'writer']);
  });

  test('Bea declines, and stays', async () => {
    await aboutMember(ada, BEA, remove).expect(303);
    const [path] = await asked();
    await answer(bea, 'refuse').then(({ status }) => expect(status).toBe(303));
    expect((await answer(bea, 'confirm', path)).status).toBe(409);
    expect([await roles(), await lines(1)]).toEqual([
      ['keeper', 'keeper'],
      [['bea', 'declined', { deed: 'expel', member: 'bea' }]],
    ]);
  });

  test('Bea does not end alone where Cleo can decide', async () => {
    await operatorMakesKeeper(CLEO);
    await aboutMember(ada, BEA, remove).expect(303);
    const [path] = await asked(cleo);
    expect(await page(bea)).not.toContain('value="refuse"');
    expect(await page(cleo)).toContain('value="refuse"');
    const own = await answer(bea, 'refuse', path);
    expect([own.status, own.text]).toEqual([409, expect.stringContaining('about your own role: another keeper')]);
    await answer(cleo, 'refuse', path).then(({ status }) => expect(status).toBe(303));
    expect(await roles()).toEqual(['keeper', 'keeper']);
  });

  test('is asked once, also where somebody used two links', async () => {
    const links = [await invite(ada, 'keeper'), await invite(ada, 'keeper')];
    for (const link of links) await post(second, link).expect(303);
    expect(await asked()).toHaveLength(1);
  });

  test('is not promised by a link of somebody who keeps the letter no more', async () => {
    const link = await invite(ada, 'keeper');
    await aboutMember(ada, ADA, demote).expect(303);
    const shown = (await second.get(link)).text;
    expect(shown).toContain('as a <strong>writer</strong>');
    expect(shown).not.toContain('when another keeper has confirmed it');
    await post(second, link).expect(303);
    expect([await roleOf(SECOND), await asked()]).toEqual(['writer', []]);
  });

  test('expires after 72 hours', async () => {
    await aboutMember(ada, BEA, demote).expect(303);
    const [path] = await asked();
    site.pass(72 * HOUR);
    await signAllIn();
    expect(await asked()).toEqual([]);
    const late = await answer(bea, 'confirm', path);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('has expired')]);
    expect(await roles()).toEqual(['keeper', 'keeper']);
    await aboutMember(ada, BEA, demote).expect(303);
  });

  test('is confirmed for a new keeper, who joined by a link', async () => {
    await post(cleo, await invite(ada, 'keeper')).expect(303);
    expect(await page(bea)).toContain(
      'to make <strong class="break">cleo (cleo@undersigned.example)</strong> a keeper',
    );
    await answer(bea, 'confirm').then(({ status }) => expect(status).toBe(303));
    expect(await roleOf(CLEO)).toBe('keeper');
    expect(await lines(3)).toEqual([
      ['bea', 'confirmed', { deed: 'promote', member: 'cleo' }],
      ['ada', 'asked for', { deed: 'promote', member: 'cleo' }],
      ['cleo', 'joined', { role: 'writer' }],
    ]);
  });

  test('can be about two at once, and is not done for who has left', async () => {
    for (const browser of [cleo, second]) await post(browser, await invite(ada, 'writer')).expect(303);
    await aboutMember(ada, CLEO, promote).expect(303);
    await aboutMember(ada, SECOND, promote).expect(303);
    await aboutMember(second, SECOND, remove).expect(303);
    const answers = [];
    for (const path of await asked()) answers.push((await answer(bea, 'confirm', path)).status);
    expect(answers.toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect([await roleOf(CLEO), await roleOf(SECOND)]).toEqual(['keeper', undefined]);
  });

  test('is not asked for in a form about the letter', async () => {
    const direct = await post(ada, paths.decisions(id), { deed: 'expel', who: toHex(ids[BEA]!) });
    expect([direct.status, await roles()]).toEqual([422, ['keeper', 'keeper']]);
  });
});

test('of two who confirm at once that the other is out, one stays', async () => {
  await aboutMember(ada, BEA, remove).expect(303);
  const [ofAda] = await asked();
  await aboutMember(bea, ADA, remove).expect(303);
  const ofBea = (await asked()).find((path) => path !== ofAda)!;
  const both = await Promise.all([answer(bea, 'confirm', ofAda), answer(ada, 'confirm', ofBea)]);
  expect(both.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
  expect((await roles()).filter((role) => role === 'keeper')).toHaveLength(1);
});

test('whoever leaves leaves, and who stays is the only keeper, and decides alone', async () => {
  await aboutMember(ada, BEA, remove).expect(303);
  await aboutMember(bea, BEA, remove).expect(303);
  expect(await roles()).toEqual(['keeper', undefined]);
  expect((await publish(ada)).status).toBe(303);
  expect(await isPublic()).toBe(true);
});

test('a writer is removed by one keeper, as before', async () => {
  await post(cleo, await invite(ada, 'writer')).expect(303);
  await aboutMember(ada, CLEO, remove).expect(303);
  expect(await roleOf(CLEO)).toBeUndefined();
});

test('the page of members asks, where it did before', async () => {
  const members = async () => (await ada.get(paths.members(id)).expect(200)).text;
  expect(await members()).toContain('Ask to remove');
  expect(await members()).toContain(`href="${paths.decisions(id)}"`);
  await aboutMember(bea, BEA, demote).expect(303);
  expect(await members()).not.toContain('Ask to');
});
