import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { beginLetter, filledForm, namesOf, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';

let site: TestSite;
let ada: OrganizerBrowser;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const decisions = async (browser: OrganizerBrowser, id: string) =>
  (await browser.get(paths.decisions(id)).expect(200)).text;
const decide = (browser: OrganizerBrowser, id: string, form: Record<string, string>) =>
  browser.post(paths.decisions(id)).type('form').send(form);
const revisionOn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const amend = (browser: OrganizerBrowser, id: string) => browser.post(paths.amendLetter(id)).type('form').send({});
const found = (slug: string) => site.shelf.byAddress(slug);

/** Ada's letter, open for signatures. */
async function openLetter(title: string): Promise<string> {
  const id = await beginLetter(ada, title);
  await send(ada, id, filledForm(await openForm(ada, id))).expect(303);
  const revision = revisionOn(await decisions(ada, id));
  await decide(ada, id, { deed: 'publish', status: 'open', revision }).expect(303);
  return id;
}

describe('alone', () => {
  let id: string;
  beforeAll(async () => {
    id = await openLetter('Answer us');
  });

  test('Ada is offered an amendment where she would edit what is published', async () => {
    const page = await ada.get(paths.organizeLetter(id)).expect(409);
    expect(page.text).toContain('Already published');
    expect(page.text).toContain(`action="${paths.amendLetter(id)}"`);
    await send(ada, id, { base: '1', body: 'Overwritten.' }).expect(409);
    expect(await decisions(ada, id)).toContain('Write an amendment');
  });

  test('she writes it from the text as it stands; nothing is public before it is published', async () => {
    const answer = await amend(ada, id).expect(303);
    expect(answer.headers['location']).toBe(paths.organizeLetter(id));
    const page = await ada.get(paths.organizeLetter(id)).expect(200);
    expect(page.text).toContain('This becomes version 2');
    expect(page.text).toContain('there is nothing to amend');
    const form = await openForm(ada, id);
    expect(form['body']).toBe('We build this.\n\nWe wait for your answer.');
    await send(ada, id, { ...form, body: 'We build this, and will not.' }).expect(303);
    await amend(ada, id).expect(303);
    expect((await openForm(ada, id))['body']).toBe('We build this, and will not.');
    expect((await site.http.get(paths.letter('answer-us'))).text).not.toContain('will not');
    expect(await found('answer-us')).toMatchObject({ version: 1 });
  });

  test('what cannot change is told beside its field, and is not published', async () => {
    const form = await openForm(ada, id);
    const employer = namesOf(form, 'employers', 'name')[0]!;
    await send(ada, id, { ...form, [employer]: 'Another', closes: '2031-01-01', slug: 'elsewhere' }).expect(303);
    const page = (await ada.get(paths.organizeLetter(id)).expect(200)).text;
    expect(page.match(/cannot change by an amendment/g)!.length).toBeGreaterThanOrEqual(3);
    const stand = await decisions(ada, id);
    expect(stand).toContain('It cannot be published yet:');
    const answer = await decide(ada, id, { deed: 'amend', revision: '99' });
    expect(answer.status).toBe(409);
    const { revision } = (await openForm(ada, id)) as { revision?: string };
    expect(revision).toBeUndefined();
    await send(ada, id, { ...form, base: (await openForm(ada, id))['base']! }).expect(303);
    expect(await decisions(ada, id)).not.toContain('It cannot be published yet:');
    expect(await found('answer-us')).toMatchObject({ version: 1, closes: null });
  });

  test('the server refuses it too, whatever the page showed', async () => {
    const form = await openForm(ada, id);
    await send(ada, id, { ...form, closes: '2031-01-01' }).expect(303);
    const base = (await openForm(ada, id))['base']!;
    const answer = await decide(ada, id, { deed: 'amend', revision: base });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('cannot change by an amendment')]);
    await send(ada, id, { ...form, base }).expect(303);
  });

  test('she publishes it, and then another', async () => {
    await decide(ada, id, { deed: 'amend', revision: revisionOn(await decisions(ada, id)) }).expect(303);
    expect(await found('answer-us')).toMatchObject({ version: 2, body: 'We build this, and will not.' });
    expect((await site.http.get(paths.letter('answer-us'))).text).toContain('this is version 2');
    await ada.get(paths.organizeLetter(id)).expect(409);
    await amend(ada, id).expect(303);
    await send(ada, id, { ...(await openForm(ada, id)), title: 'Answer us now' }).expect(303);
    await decide(ada, id, { deed: 'amend', revision: revisionOn(await decisions(ada, id)) }).expect(303);
    expect(await found('answer-us')).toMatchObject({ version: 3, title: 'Answer us now' });
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string; detail: { deed?: string } }[] };
    expect(trail.acts.filter(({ detail }) => detail.deed === 'amend')).toHaveLength(2);
  });

  test('what is closed is not amended', async () => {
    await decide(ada, id, { deed: 'close', sure: 'yes' }).expect(303);
    expect((await ada.get(paths.organizeLetter(id)).expect(409)).text).not.toContain('Write an amendment');
    await amend(ada, id).expect(409);
  });
});

test('a letter that came by the tool is amended from its text', async () => {
  const letter = await site.publish(letterFile({ slug: 'by-the-tool' }));
  const { id: organizer } = (await site.accounts.organizers.byEmail(ADA))!;
  await site.accounts.members.makeKeeper(letter.id, organizer, site.world.now(), 'the operator');
  const id = Buffer.from(letter.id).toString('hex');
  await amend(ada, id).expect(303);
  const form = await openForm(ada, id);
  expect(form['title']).toBe('Answer us');
  await send(ada, id, { ...form, title: 'Answer all of us' }).expect(303);
  await decide(ada, id, { deed: 'amend', revision: revisionOn(await decisions(ada, id)) }).expect(303);
  expect(await found('by-the-tool')).toMatchObject({ version: 2, title: 'Answer all of us' });
});

test('where Ines is keeper too, both decide', async () => {
  const id = await openLetter('Two decide');
  const { id: ines } = await addOrganizer(site, INES);
  await site.accounts.members.makeKeeper(fromHex(id), ines, site.world.now(), 'the operator');
  const browser = await signInAs(site, INES);
  await amend(ada, id).expect(303);
  await send(ada, id, { ...(await openForm(ada, id)), body: 'We ask both of you.' }).expect(303);
  await decide(ada, id, { deed: 'amend', revision: revisionOn(await decisions(ada, id)) }).expect(303);
  expect(await found('two-decide')).toMatchObject({ version: 1 });
  const page = await decisions(browser, id);
  expect(page).toContain('<strong>ada</strong> asked to publish the amended text');
  const answer = /action="([^"]+\/decisions\/[0-9a-f]{32})"/.exec(page)![1]!;
  await browser.post(answer).type('form').send({ do: 'confirm' }).expect(303);
  expect(await found('two-decide')).toMatchObject({ version: 2 });
});

test('somebody who is no organizer of it amends nothing', async () => {
  const id = await openLetter('Not theirs');
  await addOrganizer(site, 'theo@undersigned.example');
  const theo = await signInAs(site, 'theo@undersigned.example');
  await amend(theo, id).expect(404);
  await theo.get(paths.organizeLetter(id)).expect(404);
});
