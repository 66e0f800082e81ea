import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { amendLetter } from '../../src/organizing/amend.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import { paths } from '../../src/paths.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { said } from '../../src/web/words.ts';
import { beginLetter, filledForm, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { colleaguesSign, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, draftIn, openSite } from '../support/site.ts';

let site: TestSite;
let ada: OrganizerBrowser;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const pageOf = async (path: string, language = 'en') =>
  (await ada.get(path).set('Accept-Language', language).expect(200)).text;
const advice = (html: string): string => /<section[^>]*data-advice[^]*?<\/section>/.exec(html)![0];
const raised = (least: number): string => `stays sealed until ${least} have signed`;
const hint = (html: string): string => /id="sealUntil-hint">([^<]*)/.exec(html)![1]!;

/** Ada's letter with this in the field of its seal. */
async function sealedDraft(title: string, sealUntil: string): Promise<string> {
  const id = await beginLetter(ada, title);
  await send(ada, id, { ...filledForm(await openForm(ada, id)), sealUntil }).expect(303);
  return id;
}

async function publish(id: string): Promise<void> {
  const revision = /name="revision" value="(\d+)"/.exec(await pageOf(paths.decisions(id)))![1]!;
  await ada.post(paths.decisions(id)).type('form').send({ deed: 'publish', status: 'open', revision }).expect(303);
}

describe('beside the field', () => {
  test.each(everyLanguage)('the least number always stands, in %s', async (language) => {
    const id = await beginLetter(ada);
    const page = await pageOf(paths.organizeLetter(id), language);
    const words = wordsIn(language);
    expect(hint(page)).toBe(words.say(said('drafting.field.seal-until-hint', { least: 10 })));
    expect(hint(page)).toContain('10');
  });

  test('it is the one of this letter', async () => {
    const id = await sealedDraft('By twenties', '12');
    await send(ada, id, { ...(await openForm(ada, id)), releaseMin: '20' }).expect(303);
    expect(hint(await pageOf(paths.organizeLetter(id)))).toContain('20');
  });

  test('a lower number is told, and stays as it was typed', async () => {
    const id = await sealedDraft('Sealed low', '5');
    const page = await pageOf(paths.organizeLetter(id));
    expect(advice(page)).toContain(raised(10));
    expect(advice(page)).toContain('href="#sealUntil"');
    expect(page).toContain('Nothing is missing.');
    expect((await openForm(ada, id))['sealUntil']).toBe('5');
    expect((await pageOf(paths.exportLetter(id))).includes('seal_until: 10')).toBe(true);
    await send(ada, id, { ...(await openForm(ada, id)), sealUntil: '10' }).expect(303);
    expect(advice(await pageOf(paths.organizeLetter(id)))).not.toContain('stays sealed');
  });

  test('also where it came by a letter file', async () => {
    const source = letterFile({ slug: 'by-file', seal_until: '5' });
    const { headers } = await ada.post(paths.importLetter()).type('form').send({ source }).expect(303);
    expect(advice(await pageOf(headers['location']!))).toContain(raised(10));
    const id = await beginLetter(ada, 'Brought in');
    const base = (await openForm(ada, id))['base']!;
    await ada
      .post(paths.importInto(id))
      .type('form')
      .send({ base, source: source.replace('by-file', 'in') })
      .expect(303);
    expect(advice(await pageOf(paths.organizeLetter(id)))).toContain(raised(10));
    expect((await openForm(ada, id))['sealUntil']).toBe('5');
  });
});

test('published, every page and program is told the number at which signatures appear', async () => {
  const id = await sealedDraft('Sealed at five', '5');
  await publish(id);
  const letter = (await site.shelf.byAddress('sealed-at-five'))!;
  expect(letter.sealUntil).toBe(10);
  expect(JSON.parse(letter.descriptor)).toMatchObject({ seal_until: 10 });
  expect(await pageOf(paths.letter('sealed-at-five'))).toContain('Sealed until 10 have signed');
  const { body } = await site.http.get(paths.apiLetter('sealed-at-five')).expect(200);
  expect(JSON.stringify(body)).toContain('"until":10');
  const pass = await collectPass(site, letter, 'maya@halden.example');
  const done = await signByForm(site, letter, pass);
  expect(done.text).toContain('This letter is sealed: signatures appear together when 10 people have signed.');
  await colleaguesSign(site, letter, 8);
  await site.rounds.go(site.world.now());
  expect((await site.board.published(letter)).number).toBe(0);
  await colleaguesSign(site, letter, 1, 'last');
  await site.rounds.go(site.world.now());
  expect((await site.board.published(letter)).number).toBe(1);
}, 60_000);

describe('a letter that was published with a lower seal', () => {
  const old = async (slug: string, status: 'open' | 'gathering'): Promise<PublishedLetter> => {
    const draft = { ...draftIn(letterFile({ slug, seal_until: '5' })), sealUntil: 5, status };
    const saved = await saveLetter(site.world, draft, site.world.now());
    expect(saved).toMatchObject({ saved: status });
    return (await site.shelf.byAddress((saved as { address: string }).address))!;
  };

  test('is opened by its file, and keeps its id', async () => {
    const gathering = await old('old-first', 'gathering');
    const file = draftIn(letterFile({ slug: 'old-first', seal_until: '5' }));
    expect(await saveLetter(site.world, file, site.world.now())).toMatchObject({ saved: 'open' });
    const open = (await site.shelf.byAddress('old-first'))!;
    expect(open).toMatchObject({ publicId: gathering.publicId, descriptor: gathering.descriptor, sealUntil: 5 });
  });

  test('is not opened by a file with another seal', async () => {
    await old('old-other', 'gathering');
    const file = draftIn(letterFile({ slug: 'old-other', seal_until: '11' }));
    expect(await saveLetter(site.world, file, site.world.now())).toHaveProperty('refused');
  });

  test('is amended under the seal that was signed', async () => {
    const letter = await old('old-amended', 'open');
    const next = { ...draftIn(letterFile({ slug: 'old-amended', seal_until: '5', title: 'Answer us now' })) };
    expect(next.sealUntil).toBe(10);
    expect(await amendLetter(site.world, letter, next, site.world.now())).toBeUndefined();
    const amended = (await site.shelf.byAddress('old-amended'))!;
    expect([amended.version, amended.sealUntil]).toEqual([2, 5]);
    expect(JSON.parse(amended.descriptor)).toMatchObject({ seal_until: 5, version: 2 });
    expect(amended.publicId).toEqual(letter.publicId);
  });
});
