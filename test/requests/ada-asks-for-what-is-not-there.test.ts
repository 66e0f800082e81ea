import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { beginLetter, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';

let site: TestSite;
let ada: OrganizerBrowser;
let id: string;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
  id = await beginLetter(ada);
});
afterAll(() => site.end());

const nobodys = '0'.repeat(32);
const isOrganizers = (html: string) => html.includes(`action="${paths.signOut()}"`);
const isPublic = (html: string) => html.includes('All open letters');

describe('whoever is signed in stays among their letters', () => {
  test.each([
    ['an address that is none', () => '/organize/nowhere', 404],
    ['a letter that is not hers', () => paths.organizeLetter(nobodys), 404],
    ['an address that cannot be read', () => '/organize/letters/%FF', 400],
    ['what is not published', () => paths.moderation(id), 404],
  ])('at %s', async (_what, path, status) => {
    const page = await ada.get(path()).expect(status);
    expect([isOrganizers(page.text), isPublic(page.text)]).toEqual([true, false]);
    expect(page.text).toContain(`<a href="${paths.organize()}">Your letters</a>`);
    expect(page.text).toContain('<a href="/organize/account">ada</a>');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test('where only a keeper may go, and in another language', async () => {
    const { id: ines } = await addOrganizer(site, INES);
    const letter = fromHex(id);
    await site.accounts.members.makeKeeper(letter, ines, site.world.now(), 'the operator');
    await site.accounts.members.settle(letter, ines, 'writer');
    const browser = await signInAs(site, INES);
    const page = await browser.get(paths.trail(id));
    expect([page.status, isOrganizers(page.text)]).toEqual([403, true]);
    const german = await browser.get(paths.organizeLetter(nobodys)).set('Accept-Language', 'de').expect(404);
    expect(german.text).toContain('Ihre Briefe</a>');
    expect(german.text).not.toContain('Alle offenen Briefe');
  });

  test('with a form that says from nowhere', async () => {
    const page = await ada.post(paths.newLetter()).unset('Origin').type('form').send({ title: 'X' });
    expect([page.status, isOrganizers(page.text)]).toEqual([403, true]);
  });

  test('where something broke, with the reference that the log has', async () => {
    const before = site.log().length;
    const form = await openForm(ada, id);
    const { $client } = site.world.databases.organizers;
    $client.exec(
      `CREATE TEMP TRIGGER broken BEFORE INSERT ON main.revisions BEGIN SELECT RAISE(ABORT, 'quillfeather'); END`,
    );
    const page = await send(ada, id, { ...form, title: 'Quillfeather' });
    $client.exec('DROP TRIGGER temp.broken');
    expect([page.status, isOrganizers(page.text)]).toEqual([500, true]);
    expect(page.text).not.toMatch(/quillfeather|sqlite/i);
    const reference = /<code>([0-9a-f]{12})<\/code>/.exec(page.text)![1]!;
    expect(JSON.parse(site.log().slice(before))).toMatchObject({ reference, fault: { name: 'SqliteError' } });
    expect(site.log()).not.toMatch(/quillfeather/i);
  });

  test('a program hears a problem, as everywhere', async () => {
    const answer = await ada.get('/organize/nowhere').set('Accept', 'application/json').expect(404);
    expect(answer.type).toBe('application/problem+json');
  });

  test('too many at once: what was typed waits to be sent again', async () => {
    const ask = () => ada.post(paths.importInto(id)).type('form').send({ base: '1', source: 'Typed & kept' });
    for (let i = 0; i < 60; i++) expect((await ask()).status).toBe(422);
    const page = await ask();
    expect([page.status, isOrganizers(page.text), page.headers['retry-after']]).toEqual([429, true, '60']);
    expect(page.text).toContain('value="Typed &amp; kept"');
    expect(page.text).toContain(`action="${paths.importInto(id)}"`);
  });
});

describe('whoever is not signed in sees what everybody sees', () => {
  test('at the door', async () => {
    const page = await newBrowser(site).get(paths.invitation('none')).expect(410);
    expect([isOrganizers(page.text), isPublic(page.text)]).toEqual([false, true]);
    await newBrowser(site).get('/organize/nowhere').expect(303);
  });

  test('and whoever is signed in, outside of it', async () => {
    await site.publish(letterFile());
    const page = await ada.get('/letters/none').expect(404);
    expect([isOrganizers(page.text), isPublic(page.text)]).toEqual([false, true]);
  });
});
