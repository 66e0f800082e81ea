import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { beginLetter, filledForm, namesOf, openForm, send, textsOf } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';

let site: TestSite;
let ada: OrganizerBrowser;
let id: string;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
  id = await beginLetter(ada, 'Answer us');
  await send(ada, id, filledForm(await openForm(ada, id))).expect(303);
});
afterAll(() => site.end());

const importPage = async () => (await ada.get(paths.importInto(id)).expect(200)).text;
const baseOn = (html: string): string => /name="base" value="(\d+)"/.exec(html)?.[1] ?? '';
const openedOn = (html: string): string => /name="opened" value="([^"]*)"/.exec(html)?.[1] ?? '';
const bring = (fields: Record<string, string>) => ada.post(paths.importInto(id)).type('form').send(fields);
const acts = async () => ((await ada.get(paths.trailJson(id))).body as { acts: { what: string }[] }).acts;
const exported = async () => (await ada.get(paths.exportLetter(id)).expect(200)).text;

describe('Ada edits the letter file on her own machine', () => {
  test('the drafting page leads to where it is brought back', async () => {
    expect((await ada.get(paths.organizeLetter(id))).text).toContain(`href="${paths.importInto(id)}"`);
  });

  test('pasted, it becomes a new revision; what it leaves as it was is the same item', async () => {
    const [before, base] = [await openForm(ada, id), baseOn(await importPage())];
    const source = (await exported()).replace('End the contract', 'End the contract\n  - Answer in writing');
    const answer = await bring({ base, source }).expect(303);
    expect(answer.headers['location']).toBe(paths.organizeLetter(id));
    const after = await openForm(ada, id);
    expect(textsOf(after, 'demands')).toEqual(['End the contract', 'Answer in writing']);
    expect(namesOf(after, 'demands', 'text')[0]).toBe(namesOf(before, 'demands', 'text')[0]);
    expect(Number(after['base'])).toBe(Number(base) + 1);
    expect((await ada.get(paths.history(id))).text).toContain(paths.revision(id, after['base']!));
  });

  test('the trail says so, once, and nothing of a file that changes nothing', async () => {
    const count = async () => (await acts()).filter(({ what }) => what === 'brought in a letter file').length;
    expect(await count()).toBe(1);
    await bring({ base: baseOn(await importPage()), source: await exported() }).expect(303);
    expect(await count()).toBe(1);
    expect((await ada.get(paths.trail(id))).text).toContain('brought in a letter file');
  });

  test('uploaded, too', async () => {
    const file = Buffer.from((await exported()).replace('Answer in writing', 'Answer on paper'));
    const base = baseOn(await importPage());
    await ada.post(paths.importInto(id)).field('base', base).attach('file', file, 'letter.md').expect(303);
    expect(textsOf(await openForm(ada, id), 'demands')).toEqual(['End the contract', 'Answer on paper']);
  });
});

describe('what is no letter file', () => {
  test('is told with its lines, what was pasted stays, and the draft is as it was', async () => {
    const [before, base] = [await openForm(ada, id), baseOn(await importPage())];
    const source = letterFile({ slug: 'Not a slug', comments: 'perhaps' });
    const page = await bring({ base, source }).expect(422);
    expect(page.text).toMatch(/line 3, slug: /);
    expect(page.text).toMatch(/line \d+, comments: /);
    expect(page.text).toContain('slug: Not a slug');
    expect(baseOn(page.text)).toBe(base);
    expect(await openForm(ada, id)).toEqual(before);
  });

  test.each([
    ['of more than a megabyte', Buffer.alloc(1_000_001, 'x'), 'larger than 1 MB'],
    ['that is no text', Buffer.from([0x2d, 0xff, 0xfe]), 'not text in UTF-8'],
  ])('a file %s is refused', async (_what, file, words) => {
    const base = baseOn(await importPage());
    const page = await ada.post(paths.importInto(id)).field('base', base).attach('file', file, 'x').expect(422);
    expect(page.text).toContain(words);
    expect(baseOn(page.text)).toBe(base);
  });
});

describe('while Ines writes', () => {
  let ines: OrganizerBrowser;
  beforeAll(async () => {
    const { id: organizer } = await addOrganizer(site, INES);
    const letter = Uint8Array.from(Buffer.from(id, 'hex'));
    await site.accounts.members.makeKeeper(letter, organizer, site.world.now(), 'the operator');
    ines = await signInAs(site, INES);
  });

  test('her words stay where the file does not touch them', async () => {
    const base = baseOn(await importPage());
    const source = (await exported()).replace('title: Answer us', 'title: Answer all of us');
    await send(ines, id, { ...(await openForm(ines, id)), closing: 'Yours,' }).expect(303);
    await bring({ base, source }).expect(303);
    expect(await openForm(ada, id)).toMatchObject({ title: 'Answer all of us', closing: 'Yours,' });
  });

  describe('so long that the state is not kept any more with which the page was opened', () => {
    const TEN_MINUTES = 600_000;
    let page: { base: string; opened: string };
    let source: string;

    beforeEach(async () => {
      site.pass(TEN_MINUTES - (site.world.now() % TEN_MINUTES));
      const form = { ...(await openForm(ines, id)), title: 'Answer us', closing: 'Yours,', from: '' };
      const made = { 'pledges.i1.text': 'We will leave.', 'pledges.i2.text': 'We will speak.' };
      await send(ines, id, { ...form, ...made }).expect(303);
      const html = await importPage();
      page = { base: baseOn(html), opened: openedOn(html) };
      source = await exported();
    });

    /** Ines writes on, within ten minutes and two hours later. */
    async function lose(fields: Record<string, string>, button = 'save'): Promise<void> {
      await send(ines, id, { ...(await openForm(ines, id)), ...fields }, button).expect(303);
      site.pass(2 * 3_600_000);
      await send(ines, id, { ...(await openForm(ines, id)), from: 'Haldeners' }).expect(303);
      await ada.get(paths.revision(id, page.base)).expect(404);
    }

    test.each([
      ['pasted', (fields: { base: string; opened: string; source: string }) => bring(fields)],
      [
        'uploaded',
        ({ base, opened, source: text }: { base: string; opened: string; source: string }) =>
          ada.post(paths.importInto(id)).field({ base, opened }).attach('file', Buffer.from(text), 'letter.md'),
      ],
    ])('only what both changed is in conflict, %s', async (_how, sent) => {
      await lose({ closing: 'Sincerely,' });
      await sent({ ...page, source: source.replace('title: Answer us', 'title: Answer all of us') }).expect(303);
      const stands = { title: 'Answer all of us', closing: 'Sincerely,', from: 'Haldeners' };
      expect(await openForm(ada, id)).toMatchObject(stands);
    });

    test('what she took out stays away, and what the file changed is the same item', async () => {
      await lose({}, 'remove.pledges.i1');
      await bring({ ...page, source: source.replace('We will speak.', 'We will all speak.') }).expect(303);
      const form = await openForm(ada, id);
      expect([textsOf(form, 'pledges'), form['pledges.i2.text']]).toEqual([
        ['We will all speak.'],
        'We will all speak.',
      ]);
    });

    test('both are shown what both changed, and what is told of the file’s faults keeps the page’s state', async () => {
      await lose({ title: 'Ines asks' });
      const faulty = await bring({ ...page, source: 'nothing' }).expect(422);
      expect({ base: baseOn(faulty.text), opened: openedOn(faulty.text) }).toEqual(page);
      const answer = await bring({ ...page, source: source.replace('title: Answer us', 'title: From the file') });
      expect(answer.status).toBe(409);
      expect(answer.text.match(/name="conflict\.\d+"/g)).toEqual(['name="conflict.0"']);
      expect((await openForm(ada, id))['title']).toBe('Ines asks');
    });
  });

  test('where both changed the same, Ada sees both before anything is lost', async () => {
    const base = baseOn(await importPage());
    const source = (await exported()).replace(/^title: .*$/m, 'title: From the file');
    await send(ines, id, { ...(await openForm(ines, id)), title: 'From Ines' }).expect(303);
    const page = await bring({ base, source }).expect(409);
    expect(page.text).toContain('From Ines');
    expect(page.text).toContain('From the file');
    expect((await openForm(ada, id))['title']).toBe('From Ines');
  });
});

test('evidence goes out with the file and comes back; a file without the field leaves it', async () => {
  const form = await openForm(ada, id);
  await send(ada, id, form, 'add.evidence').expect(303);
  const added = await openForm(ada, id);
  const item = namesOf(added, 'evidence', 'quotation')[0]!;
  const link = item.replace('quotation', 'link');
  await send(ada, id, { ...added, [item]: 'Two per ward.', [link]: 'https://halden.example/12' }).expect(303);
  const source = await exported();
  expect(source).toContain('quotation: Two per ward.');
  await bring({ base: baseOn(await importPage()), source: letterFile() }).expect(303);
  expect(textsOf(await openForm(ada, id), 'evidence', 'quotation')).toEqual(['Two per ward.']);
  const changed = source.replace('Two per ward.', 'Three per ward.');
  await bring({ base: baseOn(await importPage()), source: changed }).expect(303);
  expect(textsOf(await openForm(ada, id), 'evidence', 'quotation')).toEqual(['Three per ward.']);
  await bring({ base: baseOn(await importPage()), source: letterFile({ evidence: '[]' }) }).expect(303);
  expect(textsOf(await openForm(ada, id), 'evidence', 'quotation')).toEqual([]);
});

test('nobody else brings anything in', async () => {
  await addOrganizer(site, 'theo@undersigned.example');
  const theo = await signInAs(site, 'theo@undersigned.example');
  await theo.get(paths.importInto(id)).expect(404);
  await theo.post(paths.importInto(id)).type('form').send({ source: letterFile() }).expect(404);
});
