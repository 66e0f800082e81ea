import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import {
  addressOn,
  collectDraftPass,
  colleaguesSay,
  commentsOn,
  expectGone,
  keepersPage,
  openToColleagues,
  orderOn,
  placesOf,
  sayAbout,
  setDemands,
  writtenDraft,
} from '../support/colleagues.ts';
import { findOnDisk } from '../support/disk.ts';
import { beginLetter, openForm } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, signInAs } from '../support/organizers.ts';
import { codeIn, collectPass, hiddenField } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { openPair } from '../support/two-hosts.ts';

const DEMANDS = ['End the contract', 'Publish a policy', 'Ask us first'];
const MINUTES = 60_000;

let site: TestSite;
let ada: OrganizerBrowser;

beforeAll(async () => {
  // copies of the letters that are published here would be written while files are searched
  site = await openSite({ env: { SNAPSHOTS: '0' } });
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const round = () => site.rounds.go(site.world.now());
const decide = (id: string, form: Record<string, string>) =>
  ada.post(paths.decisions(id)).type('form').send(form).expect(303);
const publish = async (id: string) => {
  const page = (await ada.get(paths.decisions(id)).expect(200)).text;
  const revision = /name="revision" value="(\d+)"/.exec(page)![1]!;
  await decide(id, { deed: 'publish', status: 'open', revision });
};
const close = (id: string) => ada.post(paths.colleagues(id)).type('form').send({ do: 'close', sure: 'yes' });
const pending = (table: string): unknown[] =>
  site.world.databases.pending.$client.prepare(`SELECT * FROM ${table}`).all();

describe('a draft that is open to colleagues', () => {
  let id: string;
  let address: string;
  let pass: string;

  beforeAll(async () => {
    id = await writtenDraft(ada, 'Answer us at last', DEMANDS);
    address = await openToColleagues(ada, id);
  });
  afterAll(() => close(id));

  test('stands at an address that nobody guesses, and says what it is', async () => {
    expect(address).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    const answer = await site.http.get(paths.readDraft(address)).expect(200);
    expect(answer.text).toContain('This is a draft. It is not published, and its text may change.');
    expect(answer.text).toContain('do not forward');
    expect(answer.text).toContain('<meta name="robots" content="noindex">');
    expect(answer.headers).toMatchObject({ 'x-robots-tag': expect.stringContaining('noindex') as string });
    expect(answer.headers['set-cookie']).toBeUndefined();
    for (const demand of DEMANDS) expect(answer.text).toContain(demand);
    expect((await ada.get(paths.organizeLetter(id))).text).toContain(paths.colleagues(id));
    await expectGone(site, `${address.slice(0, -1)}${address.endsWith('0') ? '1' : '0'}`);
  });

  test('Theo, who does not work there, gets no code', async () => {
    for (const mailbox of ['theo@elsewhere.example', 'theo@halden.example.org', 'hr@halden.example', 'theo']) {
      const answer = await site.http.post(paths.askDraftCode(address)).type('form').send({ mailbox });
      expect([mailbox, answer.status]).toEqual([mailbox, 422]);
      expect(answer.text).toContain(`value="${mailbox}"`);
    }
    await site.mailIsSent();
    expect(site.mailbox.mails().filter(({ to }) => to.startsWith('theo') || to.startsWith('hr'))).toEqual([]);
  });

  test('nor does a pass of a letter, of another draft, or half a pass open its form', async () => {
    const letter = await site.publish(letterFile({}));
    const other = await writtenDraft(ada, 'Another draft', DEMANDS);
    const otherAddress = await openToColleagues(ada, other);
    const foreign = [
      await collectPass(site, letter, 'theodora@halden.example'),
      await collectDraftPass(site, otherAddress, 'theodora@halden.example'),
      'pass1_abc',
      '',
    ];
    for (const one of foreign) {
      const answer = await sayAbout(site, address, { pass: one, comment: 'Let me <in>', ...placesOf(DEMANDS) });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('not a whole pass of this draft');
      // what was typed is kept
      expect(answer.text).toContain('Let me &lt;in&gt;');
      expect(answer.text).toContain('<option value="1" selected>');
    }
    expect(pending('colleague_words')).toEqual([]);
    await close(other).expect(303);
  });

  test('Maya proves her mailbox; a wrong code and a second pass are refused', async () => {
    const mailbox = 'maya@halden.example';
    const asked = await site.http.post(paths.askDraftCode(address)).type('form').send({ mailbox }).expect(200);
    const ticket = hiddenField(asked.text, 'ticket');
    await site.mailIsSent();
    const mail = site.mailbox.mails().find(({ to }) => to === mailbox)!;
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/answer us|draft|http|Halden/i);
    const status = await site.http.post(paths.draftMailStatus(address)).type('form').send({ ticket }).expect(200);
    expect(status.text).toContain('The mail left our server');
    const collect = (code: string, given = ticket) =>
      site.http.post(paths.collectDraftPass(address)).type('form').send({ ticket: given, code });
    const wrong = await collect('AAAAA-AAAAA').expect(422);
    expect(wrong.text).toContain('This is not the code');
    expect((await collect(codeIn(site, mailbox), 'x').expect(422)).text).toContain('did not ask for a code');
    const got = await collect(codeIn(site, mailbox)).expect(200);
    pass = hiddenField(got.text, 'pass');
    // sent twice, the same again; asked for anew, refused
    expect(hiddenField((await collect(codeIn(site, mailbox)).expect(200)).text, 'pass')).toBe(pass);
    const anew = await site.http
      .post(paths.askDraftCode(address))
      .type('form')
      .send({ mailbox: 'Maya+2@halden.example' });
    await site.mailIsSent();
    const second = await collect(codeIn(site, mailbox), hiddenField(anew.text, 'ticket'));
    expect([second.status, second.text]).toEqual([409, expect.stringContaining('already collected')]);
  });

  test('she comments and ranks, and sees what is wrong with a form first', async () => {
    const nothing = await sayAbout(site, address, { pass }).expect(422);
    expect(nothing.text).toContain('Please write a comment');
    const half = { ...placesOf(DEMANDS), pass, comment: 'First words' };
    const [first] = Object.keys(half).filter((name) => name.startsWith('place-'));
    const answer = await sayAbout(site, address, { ...half, [first!]: '' }).expect(422);
    expect(answer.text).toContain('Please give each demand a place');
    expect(answer.text).toContain('First words');
    const done = await sayAbout(site, address, half).expect(201);
    expect(done.text).toContain('until at least 5 colleagues have written');
    expect((await sayAbout(site, address, half).expect(200)).text).toContain('the same words');
    expect(pending('colleague_words')).toHaveLength(1);
  });

  test('with the same pass she sends other words, which take the place of the first', async () => {
    const fields = { pass, comment: 'Maya’s better words', ...placesOf(DEMANDS.toReversed()) };
    await sayAbout(site, address, fields).expect(201);
    expect(pending('colleague_words')).toHaveLength(1);
    site.pass(MINUTES);
    await round();
    expect(findOnDisk(site.folder, ['First words'])).toEqual([]);
    expect(findOnDisk(site.folder, ['better words'])).not.toEqual([]);
  });

  test('nothing is shown of fewer than five, however long it waits', async () => {
    await colleaguesSay(site, address, 3, (i) => ({ comment: `Words ${i}`, ...placesOf(DEMANDS) }));
    site.pass(6 * 60 * MINUTES);
    await round();
    const page = await keepersPage(ada, id);
    expect(page).toContain('Nothing is shown yet');
    expect([commentsOn(page), orderOn(page)]).toEqual([[], []]);
    expect(page).not.toContain('Words');
  });

  test('with the fifth all are shown together, in an order that means nothing, and the order of all', async () => {
    const before = await keepersPage(ada, id);
    await colleaguesSay(site, address, 1, () => ({ comment: 'Words <3>', ...placesOf(DEMANDS) }), 'fifth');
    // nothing moves before the round
    expect(await keepersPage(ada, id)).toBe(before);
    await round();
    const page = await keepersPage(ada, id);
    const comments = commentsOn(page);
    expect(comments.toSorted()).toEqual(['Maya’s better words', 'Words 0', 'Words 1', 'Words 2', 'Words <3>']);
    expect(orderOn(page)).toEqual(['1 End the contract', '2 Publish a policy', '3 Ask us first']);
    expect(page).toContain('Counted by Borda');
    expect(page).toContain('5 colleagues have written');
  });

  test('a replaced comment stands until the next batch, and goes with it', async () => {
    await sayAbout(site, address, { pass, comment: 'Maya changed her mind' }).expect(201);
    site.pass(10 * MINUTES);
    await round();
    expect(commentsOn(await keepersPage(ada, id))).toContain('Maya’s better words');
    await colleaguesSay(site, address, 4, (i) => ({ comment: `Later ${i}` }), 'later');
    await round();
    const page = await keepersPage(ada, id);
    expect(commentsOn(page)).toHaveLength(9);
    expect(commentsOn(page)).toContain('Maya changed her mind');
    expect(findOnDisk(site.folder, ['better words'])).toEqual([]);
    // nobody ranked in this batch, so the order did not move though she took hers back
    expect(page).toContain('From 5 orders');
  });

  test('where the demands change meanwhile, nobody’s order is taken for another’s', async () => {
    const opened = await site.http.get(paths.draftWords(address)).expect(200);
    expect(opened.text).toContain('Ask us first');
    const fresh = await collectDraftPass(site, address, 'nadia@halden.example');
    await setDemands(ada, id, ['End the contract', 'Publish a policy', 'Ask us always']);
    const answer = await sayAbout(site, address, { pass: fresh, comment: 'Kept', ...placesOf(DEMANDS) }).expect(422);
    expect(answer.text).toContain('The demands have changed');
    expect(answer.text).toContain('Kept');
    expect(answer.text).toContain('Ask us always');
    // what did not change keeps its place
    expect(answer.text.match(/<option value="\d" selected>/g)).toEqual([
      '<option value="1" selected>',
      '<option value="2" selected>',
    ]);
    const page = await keepersPage(ada, id);
    expect(orderOn(page)).toEqual([]);
    expect(page).toContain('There is no order of these demands yet');
    expect(page).toMatch(/as they stood before[^]*Ask us first/);
  });

  test('no page of organizers tells who or when, nor does any file name a mailbox', async () => {
    const keys = pending('colleague_words').map((row) => (row as { pk: Buffer }).pk);
    expect(keys).toHaveLength(9);
    const written = keys.flatMap((pk) => [pk.toString('hex'), pk.toString('base64'), pk.toString('base64url')]);
    const pages = [
      paths.colleagues(id),
      paths.organizeLetter(id),
      paths.trailJson(id),
      paths.trailCsv(id),
      paths.organize(),
    ];
    const secrets = [...written, pass, 'maya@', 'later0', 'colleague0', address.toUpperCase()];
    for (const path of [...pages, paths.history(id), paths.members(id), paths.decisions(id)]) {
      const { text } = await ada.get(path).expect(200);
      expect([path, secrets.filter((secret) => text.includes(secret))]).toEqual([path, []]);
    }
    expect(findOnDisk(site.folder, ['maya@halden.example', 'later0@halden.example', pass])).toEqual([]);
    const columns = site.world.databases.pending.$client.pragma('table_info(colleague_words)') as { name: string }[];
    expect(columns.map(({ name }) => name)).toEqual(['draft', 'pk', 'seq', 'waiting', 'shown', 'fresh']);
    const made = site.world.databases.pending.$client
      .prepare("SELECT sql FROM sqlite_master WHERE name IN ('colleague_words', 'colleague_orders')")
      .pluck()
      .all() as string[];
    expect(made.map((sql) => sql.endsWith('WITHOUT ROWID'))).toEqual([true, true]);
    expect(site.log()).not.toContain(address);
  });

  test('a scanner that opens everything changes nothing', async () => {
    const before = JSON.stringify([pending('colleague_words'), pending('opened_drafts')]);
    for (const path of [
      paths.readDraft(address),
      paths.draftWords(address),
      paths.askDraftCode(address),
      paths.collectDraftPass(address),
      paths.draftMailStatus(address),
    ])
      expect((await site.http.get(path)).status).toBeLessThan(400);
    expect(JSON.stringify([pending('colleague_words'), pending('opened_drafts')])).toBe(before);
  });
});

test('where issuer and board run apart, it is refused in plain words', async () => {
  const pair = await openPair({ env: { SNAPSHOTS: '0' } });
  await addOrganizer(pair, ADA);
  const browser = await signInAs(pair, ADA);
  const id = await writtenDraft(browser, 'On two hosts', DEMANDS);
  const page = await keepersPage(browser, id);
  expect(page).toContain('Colleagues cannot be asked on this installation');
  expect(page).not.toContain('value="open"');
  const answer = await browser.post(paths.colleagues(id)).type('form').send({ do: 'open' });
  expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('two programs here')]);
  expect((await pair.http.get(paths.readDraft('a'.repeat(26)))).status).toBe(404);
  expect(findOnDisk(pair.folder, ['undersigned/draft/v1'])).toEqual([]);
  await pair.end();
});

describe('who may open and close', () => {
  test('a writer reads, and does neither; a stranger finds nothing', async () => {
    const id = await writtenDraft(ada, 'Rules of the house', DEMANDS);
    const ines = await addOrganizer(site, 'ines@undersigned.example');
    await site.accounts.members.makeKeeper(fromHex(id), ines.id, site.world.now(), 'the operator');
    await site.accounts.members.change(fromHex(id), ines.id, 'writer', ines.id, site.world.now());
    const writer = await signInAs(site, 'ines@undersigned.example');
    const send = (browser: OrganizerBrowser, form: object) =>
      browser.post(paths.colleagues(id)).type('form').send(form);
    expect((await send(writer, { do: 'open' })).status).toBe(403);
    const address = await openToColleagues(ada, id);
    expect(addressOn(await keepersPage(writer, id))).toBe(address);
    expect((await send(writer, { do: 'close', sure: 'yes' })).status).toBe(403);
    expect((await newBrowser(site).get(paths.colleagues(id))).status).toBe(303);
    await addOrganizer(site, 'pat@undersigned.example');
    expect((await (await signInAs(site, 'pat@undersigned.example')).get(paths.colleagues(id))).status).toBe(404);
    const again = await send(ada, { do: 'open' });
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('open to colleagues already')]);
    const hasty = await send(ada, { do: 'close' });
    expect([hasty.status, hasty.text]).toEqual([409, expect.stringContaining('everything is deleted')]);
    await close(id).expect(303);
    await expectGone(site, address);
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string }[] };
    expect(trail.acts.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['opened to colleagues', 'closed to colleagues']) as string[],
    );
  });

  test('half a draft is not opened, and she is told why', async () => {
    const id = await beginLetter(ada, 'Half a draft');
    const answer = await ada.post(paths.colleagues(id)).type('form').send({ do: 'open' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('Something is still missing')]);
    expect(pending('opened_drafts')).toEqual([]);
  });
});

// keys of 3072 bits take their time on a busy machine
describe('everything goes', { timeout: 60_000 }, () => {
  const SECRETS = ['Unheard-of words', 'Waiting words', 'Demand nobody reads'];
  const demands = [...DEMANDS.slice(0, 2), SECRETS[2]!];
  let id: string;
  let address: string;
  let keys: string;
  let passes: string[];

  const openAndWrite = async (title: string) => {
    id = await writtenDraft(ada, title, demands);
    address = await openToColleagues(ada, id);
    const [row] = pending('opened_drafts') as { public_id: Buffer }[];
    keys = join(site.folder, 'keys', 'issuer', row!.public_id.toString('hex'));
    passes = await colleaguesSay(
      site,
      address,
      5,
      (i) => ({ comment: `${SECRETS[0]} ${i}`, ...placesOf(demands) }),
      title.toLowerCase().replaceAll(' ', '.'),
    );
    await round();
    await sayAbout(site, address, { pass: passes[0]!, comment: SECRETS[1]! }).expect(201);
    expect(commentsOn(await keepersPage(ada, id))).toHaveLength(5);
    expect(readdirSync(keys).toSorted()).toEqual(['rsa.pem', 'tag.key']);
    // what is searched for below is there
    expect(findOnDisk(site.folder, SECRETS.slice(0, 2))).not.toEqual([]);
    expect(tags()).toBeGreaterThan(0);
  };
  const tags = () => {
    const publicId = Buffer.from(keys.split('/').at(-1)!, 'hex');
    return site.world.databases.issuer.$client
      .prepare('SELECT count(*) FROM spent WHERE letter = ?')
      .pluck()
      .get(publicId);
  };
  const expectNothingLeft = async () => {
    await expectGone(site, address);
    expect([pending('opened_drafts'), pending('colleague_words'), pending('colleague_orders')]).toEqual([[], [], []]);
    expect(existsSync(keys)).toBe(false);
    expect(tags()).toBe(0);
    expect(findOnDisk(site.folder, [...SECRETS.slice(0, 2), address])).toEqual([]);
  };

  test('when the letter is published, at once', async () => {
    await openAndWrite('Goes when published');
    await publish(id);
    await expectNothingLeft();
    expect((await sayAbout(site, address, { pass: passes[1]!, comment: 'Too late' })).status).toBe(404);
  });

  test('when a keeper closes it; opened again, it has other keys and another address', async () => {
    await openAndWrite('Goes when closed');
    await close(id).expect(303);
    await expectNothingLeft();
    const anew = await openToColleagues(ada, id);
    expect(anew).not.toBe(address);
    // a pass of before is none of now
    await sayAbout(site, anew, { pass: passes[1]!, comment: 'Again' }).expect(422);
    await close(id).expect(303);
  });

  test('when the operator publishes it by the tool, with the next round', async () => {
    await openAndWrite('Goes by the tool');
    await site.publish(letterFile({ slug: 'goes-by-the-tool' }));
    await expectGone(site, address);
    await round();
    await expectNothingLeft();
  });

  test('when the draft vanishes, with the next round', async () => {
    await openAndWrite('Goes when gone');
    const { $client } = site.world.databases.organizers;
    $client.prepare('DELETE FROM revisions WHERE letter = ?').run(Buffer.from(id, 'hex'));
    $client.prepare('DELETE FROM writings WHERE letter = ?').run(Buffer.from(id, 'hex'));
    await round();
    await expectNothingLeft();
  });

  test('when the program died in the middle of closing', async () => {
    await openAndWrite('Goes after a crash');
    site.world.databases.pending.$client.prepare('UPDATE opened_drafts SET closing = 1').run();
    await expectGone(site, address);
    await round();
    await expectNothingLeft();
    expect(await openForm(ada, id)).toBeDefined();
  });

  test('a post that was on its way while it closed is not kept', async () => {
    await openAndWrite('Goes while somebody writes');
    const late = passes.map((pass, i) =>
      sayAbout(site, address, { pass, comment: `Unheard-of words, late ${i}` }).then(({ status }) => status),
    );
    const [, ...statuses] = await Promise.all([close(id).expect(303), ...late]);
    for (const status of statuses) expect([201, 404, 410]).toContain(status);
    await expectNothingLeft();
  });
});
