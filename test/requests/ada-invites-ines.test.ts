import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import type { Organizer } from '../../src/organizing/accounts/organizer.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { findOnDisk } from '../support/disk.ts';
import { beginLetter } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import {
  ADA,
  type OrganizerBrowser,
  addOrganizer,
  fieldsOf,
  newBrowser,
  readEscaped,
  signInAs,
} from '../support/organizers.ts';
import { codeIn, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;
const INES = 'ines@undersigned.example';

let site: TestSite;
let letter: PublishedLetter;
let id: string;
let ada: Organizer;
let browser: OrganizerBrowser;

beforeEach(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  id = toHex(letter.id);
  ada = await addOrganizer(site, ADA, letter.id);
  browser = await signInAs(site, ADA);
});
afterEach(() => site.end());

/** Ada makes a link; gives the part of its address below the site's. */
async function invite(role: 'writer' | 'keeper' = 'writer', from = browser): Promise<string> {
  const page = await from.post(paths.invitations(id)).type('form').send({ role }).expect(200);
  return /http:\/\/localhost:3000(\/organize\/invitations\/[\w-]{43})/.exec(page.text)![1]!;
}

const send = (who: OrganizerBrowser, path: string, form: Record<string, string> = {}) =>
  who.post(path).type('form').send(form);

/** Somebody without an account follows the link and types the code that came. */
async function accept(link: string, email: string, name = ''): Promise<OrganizerBrowser> {
  const own = newBrowser(site);
  const fields = fieldsOf((await send(own, link, { email, name }).expect(200)).text);
  await site.mailIsSent();
  await send(own, paths.signIn(), { ...fields, code: codeIn(site, fields['email']!) }).expect(303);
  return own;
}

const roleOf = async (email: string) => {
  const organizer = await site.accounts.organizers.byEmail(email);
  return organizer && site.accounts.members.roleOf(letter.id, organizer.id);
};

describe('Ines', () => {
  test('opens the link as often as she likes, and joins by its form, with an account that this makes', async () => {
    const link = await invite();
    for (let i = 0; i < 3; i++) {
      const page = await newBrowser(site).get(link).expect(200);
      expect(page.text).toContain('ada asks you to join “Answer us” as a <strong>writer</strong>');
    }
    expect(await site.accounts.organizers.byEmail(INES)).toBeUndefined();
    const hers = await accept(link, 'Ines@undersigned.example', 'Iguana');
    expect(await roleOf(INES)).toBe('writer');
    const home = (await hers.get(paths.organize()).expect(200)).text;
    expect(home).toContain('Answer us');
    expect(home).not.toContain(paths.trail(id));
    expect((await browser.get(paths.members(id))).text).toContain('Iguana');
  });

  test('reads what the draft is called now, though it has faults', async () => {
    const draft = await beginLetter(browser, 'Ask with us');
    const made = await send(browser, paths.invitations(draft), { role: 'writer' });
    const link = /localhost:3000(\/organize\/invitations\/[\w-]{43})/.exec(made.text)![1]!;
    const trail = (await browser.get(paths.trail(draft)).expect(200)).text;
    const opened = (await newBrowser(site).get(link).expect(200)).text;
    for (const page of [made.text, opened, trail, (await browser.get(paths.members(draft))).text]) {
      expect(page).toContain('“Ask with us”');
    }
  });

  test('who mistypes the code keeps her invitation and her name', async () => {
    const link = await invite();
    const own = newBrowser(site);
    const wrongAddress = await send(own, link, { email: 'ines@', name: 'Iguana' });
    expect([wrongAddress.status, wrongAddress.text.includes('value="Iguana"')]).toEqual([422, true]);
    const fields = fieldsOf((await send(own, link, { email: INES, name: 'Iguana' })).text);
    await site.mailIsSent();
    const wrong = await send(own, paths.signIn(), { ...fields, code: 'AAAAA-AAAAA' });
    expect([wrong.status, fieldsOf(wrong.text)]).toEqual([422, fields]);
    expect(await site.accounts.organizers.byEmail(INES)).toBeUndefined();
    await send(own, paths.signIn(), { ...fields, code: codeIn(site, INES) }).expect(303);
    expect(await roleOf(INES)).toBe('writer');
  });

  test('who is signed in joins with one press, once', async () => {
    await addOrganizer(site, INES);
    const hers = await signInAs(site, INES);
    const link = await invite('keeper');
    expect((await hers.get(link)).text).toContain('Join as ines');
    await send(hers, link).expect(303);
    expect(await roleOf(INES)).toBe('keeper');
    expect((await send(hers, link)).status).toBe(410);
  });

  test('who is a keeper stays one when she accepts less', async () => {
    await send(browser, await invite('writer')).expect(303);
    expect(await roleOf(ADA)).toBe('keeper');
  });
});

describe('an invitation', () => {
  test('is over after seven days, when withdrawn, and when it was used', async () => {
    const [old, withdrawn, used] = [await invite(), await invite(), await invite()];
    const open = await site.accounts.invitations.to(letter.id, site.world.now());
    expect(open).toHaveLength(3);
    await accept(used, INES);
    const page = (await browser.get(paths.members(id))).text;
    const left = Array.from(page.matchAll(/action="([^"]*\/withdraw)"/g), (match) => match[1]!);
    expect(left).toHaveLength(2);
    await send(browser, left[0]!).expect(303);
    await send(browser, left[0]!).expect(303);
    const states = async () =>
      (await Promise.all([old, withdrawn, used].map((link) => newBrowser(site).get(link)))).map(({ status }) => status);
    expect((await states()).toSorted((a, b) => a - b)).toEqual([200, 410, 410]);
    site.pass(7 * DAY);
    expect(await states()).toEqual([410, 410, 410]);
    expect((await newBrowser(site).get(paths.invitation('x'.repeat(43)))).status).toBe(410);
  });

  test('is accepted by one of two who send it at once', async () => {
    const link = await invite();
    const both = await Promise.all(
      [INES, 'ivo@undersigned.example'].map(async (email) => {
        await addOrganizer(site, email);
        return signInAs(site, email);
      }),
    );
    await Promise.all(both.map((own) => send(own, link)));
    const joined = [await roleOf(INES), await roleOf('ivo@undersigned.example')];
    expect(joined.filter(Boolean)).toEqual(['writer']);
  });

  test('is on the disk as a hash alone', async () => {
    const token = (await invite()).split('/').at(-1)!;
    site.world.databases.organizers.$client.pragma('wal_checkpoint(TRUNCATE)');
    const found = findOnDisk(site.folder, [token]);
    expect(found).not.toEqual([]);
    expect(found.filter((form) => !form.includes('sha256 of'))).toEqual([]);
  });

  test('mails nobody who was not invited', async () => {
    const link = await invite();
    await accept(link, INES);
    await send(newBrowser(site), link, { email: 'pat@undersigned.example' });
    await send(newBrowser(site), paths.signInCode(), { email: 'pat@undersigned.example' });
    await site.mailIsSent();
    expect(site.mailbox.mails().map(({ to }) => to)).not.toContain('pat@undersigned.example');
  });
});

test('a letter always keeps a keeper', async () => {
  await accept(await invite(), INES);
  const ines = (await site.accounts.organizers.byEmail(INES))!;
  const own = paths.member(id, toHex(ada.id));
  for (const form of [{ do: 'role', role: 'writer' }, { do: 'remove' }] as Record<string, string>[]) {
    const refused = await send(browser, own, form);
    expect([refused.status, refused.text.includes('always has a keeper')]).toEqual([422, true]);
  }
  await send(browser, paths.member(id, toHex(ines.id)), { do: 'role', role: 'keeper' }).expect(303);
  const both = await Promise.all([
    site.accounts.members.remove(letter.id, ada.id, ada.id, site.world.now()),
    site.accounts.members.remove(letter.id, ines.id, ines.id, site.world.now()),
  ]);
  expect(both).toEqual([undefined, 'last keeper']);
  expect([await roleOf(ADA), await roleOf(INES)]).toEqual([undefined, 'keeper']);
});

describe('what each may do', () => {
  const hash = '0'.repeat(64);
  const routes = (): [method: 'get' | 'post', path: string, writer: number, keeper: number][] => [
    ['get', paths.members(id), 200, 200],
    ['get', paths.trail(id), 403, 200],
    ['get', paths.trailCsv(id), 403, 200],
    ['get', paths.trailJson(id), 403, 200],
    ['post', paths.withdrawInvitation(id, hash), 403, 303],
    ['post', paths.member(id, toHex(ada.id)), 403, 422],
    ['post', paths.invitations(id), 403, 422],
  ];

  test('a stranger, another organizer, a writer and a keeper get what is theirs', async () => {
    const writer = await accept(await invite(), INES);
    await addOrganizer(site, 'theo@undersigned.example');
    const theo = await signInAs(site, 'theo@undersigned.example');
    for (const [method, path, forWriter, forKeeper] of routes()) {
      const statuses = [];
      for (const who of [newBrowser(site), theo, writer, browser]) statuses.push((await who[method](path)).status);
      expect([path, ...statuses]).toEqual([path, method === 'get' ? 303 : 401, 404, forWriter, forKeeper]);
      const unknown = path.replace(id, 'f'.repeat(32));
      expect([unknown, (await browser[method](unknown)).status]).toEqual([unknown, 404]);
      const broken = path.replace(id, 'nonsense');
      expect([broken, (await browser[method](broken)).status]).toEqual([broken, 404]);
    }
  });

  test('whoever was removed is out at once, with every window', async () => {
    const hers = await accept(await invite(), INES);
    expect((await hers.get(paths.members(id))).status).toBe(200);
    const ines = (await site.accounts.organizers.byEmail(INES))!;
    const remove = () => send(browser, paths.member(id, toHex(ines.id)), { do: 'remove' });
    await remove().expect(303);
    expect((await hers.get(paths.members(id))).status).toBe(404);
    const twice = await remove();
    expect([twice.status, twice.text.includes('does not belong to the letter any more')]).toEqual([422, true]);
  });

  test('a writer leaves by herself', async () => {
    const hers = await accept(await invite(), INES);
    const ines = (await site.accounts.organizers.byEmail(INES))!;
    await send(hers, paths.member(id, toHex(ines.id)), { do: 'remove' }).expect(303);
    expect(await roleOf(INES)).toBeUndefined();
  });
});

describe('the trail', () => {
  test('says who of the organizers did what, newest first, as a page, a table and JSON', async () => {
    const hers = await accept(await invite(), INES, '=HYPERLINK("http://evil.example")');
    const ines = (await site.accounts.organizers.byEmail(INES))!;
    await send(browser, paths.member(id, toHex(ines.id)), { do: 'role', role: 'keeper' }).expect(303);
    const page = (await hers.get(paths.trail(id)).expect(200)).text;
    const whats = Array.from(page.matchAll(/class="what">([^<]+)/g), (match) => match[1]!);
    expect(whats).toEqual([...['changed a role', 'joined', 'invited', 'made keeper by the operator']]);
    const json = (await browser.get(paths.trailJson(id)).expect(200)).body as { acts: Record<string, unknown>[] };
    expect(json.acts.map(({ address, what }) => [address, what])).toEqual([
      [ADA, 'changed a role'],
      [INES, 'joined'],
      [ADA, 'invited'],
      ['', 'made keeper by the operator'],
    ]);
    const csv = await browser.get(paths.trailCsv(id)).expect(200);
    expect(csv.headers['content-disposition']).toContain('attachment');
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(csv.text).not.toMatch(/(^|,)"?[=+@-]/m);
  });

  test('goes on where a page ends', async () => {
    for (let i = 0; i < 120; i++)
      await site.accounts.trail.record({
        ...{ at: site.world.now() + i, organizer: ada.id, letter: letter.id, what: 'invited', detail: { number: i } },
      });
    const first = (await browser.get(paths.trail(id))).text;
    expect(first).toContain('number: 119');
    expect(first).not.toContain('number: 5<');
    const older = readEscaped(/href="([^"]*\?before[^"]*)"/.exec(first)![1]!);
    expect((await browser.get(older).expect(200)).text).toContain('number: 5<');
    expect((await browser.get(`${paths.trail(id)}?before=nonsense`)).status).toBe(200);
  });

  test('knows nothing of those who sign', async () => {
    const pass = await collectPass(site, letter, 'maya@halden.example');
    await signByForm(site, letter, pass, { shown: 'named', name: 'Maya Lind' });
    const pages = [paths.trail(id), paths.trailCsv(id), paths.trailJson(id), paths.members(id), paths.organize()];
    for (const path of pages) expect((await browser.get(path)).text).not.toMatch(/maya/i);
    site.world.databases.organizers.$client.pragma('wal_checkpoint(TRUNCATE)');
    expect(findOnDisk(site.folder, ['maya@halden.example'])).toEqual([]);
  });
});

describe('an address', () => {
  test('at an employer of a letter here is warned of', async () => {
    await addOrganizer(site, 'leo@mail.halden.example');
    const his = await signInAs(site, 'leo@mail.halden.example');
    for (const path of [paths.organize(), paths.account()])
      expect((await his.get(path)).text).toContain('belongs to an employer that a letter here is addressed to');
    expect((await browser.get(paths.account())).text).not.toContain('class="warning"');
  });
});
