import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { translationStore } from '../../src/letters/translations/store.ts';
import { readTranslationFile, writeTranslationFile } from '../../src/letters/translations/translation-file.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import { receiveTranslation } from '../../src/organizing/translating/receive.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import * as schemas from '../../src/reading/api/schemas.ts';
import { copiesOf } from '../../src/reading/snapshots/copies.ts';
import { amendText } from '../support/amending.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, readEscaped, signInAs } from '../support/organizers.ts';
import { hiddenField } from '../support/people.ts';
import { type TestSite, draftIn, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';
const DE = paths.translation('answer-us', 'de');

const german = {
  title: 'Antworten Sie uns',
  body: 'Wir bitten um eine Antwort.[^1]\n\n[demands]\n\nBitte antworten Sie.\n\n[^1]: Eine Note.',
  'demand-1': 'Antworten Sie öffentlich.',
  'demand-2': 'Antworten Sie auf alles.',
  from: 'Beschäftigte von Halden',
};

let site: TestSite;
let letter: PublishedLetter;
let ada: OrganizerBrowser;
let id: string;

beforeEach(async () => {
  site = await openSite();
  await begin(letterFile({}, 'We ask for an answer.[^1]\n\n[demands]\n\nPlease reply.\n\n[^1]: A note.'));
});
afterEach(() => site.end());

/** A letter, and Ada, who keeps it. */
async function begin(source: string): Promise<void> {
  letter = await site.publish(source);
  id = toHex(letter.id);
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
}

/** Ines, who may write. */
async function inesWrites(): Promise<OrganizerBrowser> {
  const ines = await addOrganizer(site, INES, letter.id);
  await site.accounts.members.change(letter.id, ines.id, 'writer', ines.id, site.world.now());
  return signInAs(site, INES);
}

const begun = (language: string, browser = ada) => browser.post(paths.translations(id)).type('form').send({ language });
const form = async (language: string, browser = ada) =>
  (await browser.get(paths.writeTranslation(id, language)).expect(200)).text;
const baseIn = (html: string) => hiddenField(html, 'base');
async function send(language: string, fields: Record<string, string>, how = 'publish', browser = ada) {
  const base = baseIn(await form(language, browser));
  return browser
    .post(paths.writeTranslation(id, language))
    .type('form')
    .send({ base, ...fields, do: how });
}
const publish = async () => expect((await send('de', german)).status).toBe(303);
const page = async (path: string) => (await site.http.get(path).expect(200)).text;
const list = async (browser = ada) => (await browser.get(paths.translations(id)).expect(200)).text;
const trail = async () =>
  ((await ada.get(paths.trailJson(id))).body as { acts: { what: string; detail: object }[] }).acts;
const stored = () => translationStore(site.world.databases.letters).of(letter.id);
const bring = (source: string) => {
  const read = readTranslationFile(source);
  return 'faults' in read ? Promise.resolve(read) : receiveTranslation(site.world, read, site.world.now());
};

describe('Ada adds German', () => {
  test('and it is read beside the text that is signed, with one number and one way to sign', async () => {
    const before = await site.shelf.byAddress('answer-us');
    expect(await page(paths.letter('answer-us'))).not.toContain('Read in');
    expect((await begun(' DE ').redirects(0)).headers['location']).toBe(paths.writeTranslation(id, 'de'));
    await publish();
    const html = await page(DE);
    expect(html).toContain('<h1 lang="de" dir="ltr">Antworten Sie uns</h1>');
    expect(html).toContain('<article class="sheet" lang="de" dir="ltr"');
    expect(html).toContain('<article class="sheet" lang="en" dir="ltr"');
    for (const words of [
      'Antworten Sie auf alles.',
      'Reply to all of it.',
      'Beschäftigte von Halden',
      'Halden employees',
    ])
      expect(html).toContain(words);
    expect(html).toContain('People sign the original, and the letter’s hash is of it. Its language: English.');
    expect(html).toContain(toHex(letter.textHash));
    expect(html.match(/data-total>/g)).toHaveLength(1);
    expect(html.match(/href="[^"]*\/sign"/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['demand-2', 'original-demand-2']));
    const after = await site.shelf.byAddress('answer-us');
    expect([after!.textHash, after!.descriptor]).toEqual([before!.textHash, before!.descriptor]);
  });

  test('and the letter leads there; to whoever reads German, at its head', async () => {
    await publish();
    const english = await page(paths.letter('answer-us'));
    expect(english).toContain('<span lang="en">English</span> (original)');
    expect(english).toContain(`<a href="${DE}" hreflang="de"><span lang="de">Deutsch</span></a>`);
    expect(english).not.toContain('id="offer"');
    const head = (await page(`/de${paths.letter('answer-us')}`)).split('<h1')[0]!;
    expect(head).toContain(`Diesen Brief gibt es auf Deutsch: <a href="/de${DE}"><bdi>Antworten Sie uns</bdi></a>`);
  });

  test('and search engines find each text once, in its language', async () => {
    await publish();
    const { baseUrl } = site.world.config;
    for (const path of [DE, `/fr${DE}`, `/de${DE}`])
      expect(await page(path)).toContain(`<link rel="canonical" href="${baseUrl}/de${DE}">`);
    for (const path of [DE, paths.letter('answer-us')]) {
      expect(await page(path)).toContain(`hreflang="de" href="${baseUrl}/de${DE}">`);
      expect(await page(path)).toContain(`hreflang="fr" href="${baseUrl}/fr${paths.letter('answer-us')}">`);
      expect(await page(path)).toContain(`hreflang="x-default" href="${baseUrl}${paths.letter('answer-us')}">`);
    }
    expect(await page(paths.sitemap())).toContain(`<loc>${baseUrl}/de${DE}</loc>`);
  });

  test('and programs and copies know of it', async () => {
    expect((await site.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({ translations: [] });
    await publish();
    const { body } = await site.http.get(paths.apiLetter('answer-us'));
    expect(schemas.letter.strict().parse(body).translations).toEqual([
      { language: 'de', title: german.title, version: 1, url: site.world.config.baseUrl + DE },
    ]);
    const extent = { followers: new Map(), sizes: new Map() };
    const copies = copiesOf((await site.shelf.byAddress('answer-us'))!, extent);
    expect(copies).toContainEqual({ path: `/de${DE}`, file: `de${DE}.html` });
  });

  test('into a language that the interface does not speak, too', async () => {
    expect((await begun('pt-br').redirects(0)).headers['location']).toBe(paths.writeTranslation(id, 'pt-BR'));
    await send('pt-BR', german);
    const path = paths.translation('answer-us', 'pt-BR');
    const html = await page(path);
    expect(html).toContain(`<link rel="canonical" href="${site.world.config.baseUrl}${path}">`);
    expect(html).toContain(`hreflang="pt-BR" href="${site.world.config.baseUrl}${path}">`);
    expect(html).toContain('Português (Brasil)');
  });

  test('and takes it away; then there is none, and the trail has both', async () => {
    await publish();
    await ada.post(paths.removeTranslation(id, 'de')).expect(303);
    await site.http.get(DE).expect(404);
    expect(await page(paths.letter('answer-us'))).not.toContain('Read in');
    expect((await trail()).slice(0, 2).map(({ what, detail }) => [what, detail])).toEqual([
      ['took a translation away', { language: 'de' }],
      ['published a translation', { language: 'de', version: 1 }],
    ]);
  });
});

describe('Ines, who writes', () => {
  test('has it published by Ada; until then nobody reads it', async () => {
    const ines = await inesWrites();
    expect(await form('de', ines)).not.toContain('value="publish"');
    expect((await send('de', german, 'publish', ines)).status).toBe(303);
    await site.http.get(DE).expect(404);
    expect(await list()).toContain('It is not published: that takes a keeper.');
    expect(await form('de')).toContain('value="publish"');
    await publish();
    expect((await send('de', { ...german, title: 'Anders' }, 'save', ines)).status).toBe(303);
    expect(await page(DE)).toContain(german.title);
    expect(await page(DE)).not.toContain('Anders');
    expect(await list()).toContain('Its changes are not published.');
    await ines.post(paths.removeTranslation(id, 'de')).expect(403);
  });

  test('overwrites nothing that she has not seen, and loses nothing', async () => {
    const base = baseIn(await form('de'));
    await publish();
    const late = { ...german, title: 'Anders', base, do: 'publish' };
    const { text } = await ada.post(paths.writeTranslation(id, 'de')).type('form').send(late).expect(409);
    expect(text).toContain('value="Anders"');
    expect(text).toContain('What is saved');
    expect(text).toContain(german.title);
    expect(await page(DE)).not.toContain('Anders');
    await ada
      .post(paths.writeTranslation(id, 'de'))
      .type('form')
      .send({ ...late, base: baseIn(text) })
      .expect(303);
    expect(await page(DE)).toContain('Anders');
  });

  test('nobody else comes in', async () => {
    await addOrganizer(site, 'theo@undersigned.example');
    const theo = await signInAs(site, 'theo@undersigned.example');
    await theo.get(paths.translations(id)).expect(404);
    await theo.post(paths.writeTranslation(id, 'de')).type('form').send(german).expect(404);
    expect(await stored()).toEqual([]);
  });
});

describe('what does not fit is refused, and stays in the form', () => {
  const { 'demand-2': _, ...oneDemand } = german;

  test.each<[string, Record<string, string>, string]>([
    ['a demand that is missing', oneDemand, 'must not be empty'],
    ['one demand too many', { ...german, 'demand-3': 'Mehr.' }, 'must be as many as in the letter: 2, not 3'],
    ['no line [demands]', { ...german, body: 'Wir bitten.' }, 'must have the line [demands]'],
    ['the line [demands] twice', { ...german, body: '[demands]\n\n[demands]' }, 'more than once'],
    ['no body', { ...german, body: ' ' }, 'must be written'],
    ['no title', { ...german, title: '' }, 'required'],
    ['a title that is too long', { ...german, title: 'x'.repeat(301) }, '300'],
    ['a body that is too long', { ...german, body: `[demands]\n\n${'x'.repeat(200_001)}` }, '200'],
    ['a demand that is too long', { ...german, 'demand-1': 'x'.repeat(2_001) }, '2'],
    ['characters that control', { ...german, title: 'a\u0007b' }, 'control'],
  ])('%s', async (_name, fields, words) => {
    const { status, text } = await send('de', fields);
    expect(status).toBe(422);
    const faults = text.split('class="faults"')[1]!.split('</div>')[0]!;
    expect(faults).toContain(words);
    expect(readEscaped(text)).toContain(fields['demand-1']!);
    expect(await stored()).toEqual([]);
    await site.http.get(DE).expect(404);
  });

  test.each([
    ['qq', 'must be the tag of a language'],
    ['Deutsch!', 'must be the tag of a language'],
    ['', 'must be the tag of a language'],
    ['en', 'is the language of the letter itself'],
    ['EN', 'is the language of the letter itself'],
  ])('the language “%s”', async (typed, words) => {
    const { status, text } = await begun(typed);
    expect(status).toBe(422);
    expect(text).toContain(words);
    expect(text).toContain(`name="language" value="${typed}"`);
    if (/^[a-z]{2}$/.test(typed)) await ada.get(paths.writeTranslation(id, typed)).expect(404);
  });

  test('the same language twice', async () => {
    await publish();
    expect((await begun('de')).text).toContain('There is a translation into this language already');
  });
});

describe('an amended letter', () => {
  test('marks what is of an earlier version, until it is renewed', async () => {
    await publish();
    const demands = [...letter.demands, { text: 'Reply soon.', status: 'open' as const }];
    letter = await amendText(site, letter, { demands });
    expect(await page(DE)).toContain('This translation is of version 1.');
    expect(await page(paths.letter('answer-us'))).toContain('<span lang="de">Deutsch</span> (of version 1)');
    expect(await list()).toContain('It is of version 1, and the letter is at version 2: update it.');
    const html = await form('de');
    expect(html).toContain(german['demand-1']);
    expect((await send('de', german)).status).toBe(422);
    expect((await send('de', { ...german, 'demand-3': 'Antworten Sie bald.' })).status).toBe(303);
    expect(await page(DE)).not.toContain('of version 1');
    expect(await page(DE)).toContain('Antworten Sie bald.');
    expect((await stored()).map(({ version }) => version)).toEqual([1, 2]);
  });
});

describe('as a file', () => {
  const file = writeTranslationFile({
    ...{ of: 'answer-us', language: 'de', version: null },
    translated: {
      ...{ title: german.title, salutation: null, body: german.body, closing: null, from: german.from },
      demands: [german['demand-1'], german['demand-2']],
    },
  });

  test('it goes out and comes in again, the same', async () => {
    await publish();
    const there = await stored();
    const out = await ada.get(paths.translationFile(id, 'de')).expect(200);
    expect(out.headers['content-disposition']).toContain('answer-us.de.md');
    await ada.post(paths.removeTranslation(id, 'de')).expect(303);
    expect(await bring(out.text)).toEqual({ address: 'answer-us', language: 'de' });
    expect((await stored())[0]!.content).toEqual(there[0]!.content);
    await site.rounds.go(site.world.now());
    expect(await page(DE)).toContain(german.title);
    expect((await trail())[0]).toMatchObject({ what: 'published a translation', name: 'The operator' });
  });

  test.each<[string, string, string | null, string]>([
    ['of no letter here', file.replace('answer-us', 'nowhere'), 'translation_of', 'translations.refused.no-letter'],
    [
      'of another version',
      file.replace('language: de', 'language: de\nversion: 2'),
      'version',
      'translations.refused.version',
    ],
    ['in the letter’s language', file.replace('language: de', 'language: en'), 'language', 'translations.fault.same'],
    ['in no language', file.replace('language: de', 'language: qq'), 'language', 'translations.fault.unknown'],
    ['with one demand', file.replace('  - Antworten Sie auf alles.\n', ''), 'demands', 'translations.fault.demands'],
    [
      'with a field of a letter',
      file.replace('language: de', 'language: de\npledges: [x]'),
      null,
      'letter-rules.file.no-field',
    ],
  ])('%s it is refused', async (_name, source, field, message) => {
    const { faults } = (await bring(source)) as { faults: { field: string | null; message: string }[] };
    expect(faults).toHaveLength(1);
    expect(faults[0]!.field).toBe(field);
    expect(faults[0]!.message).toContain(message);
    expect(await stored()).toEqual([]);
  });

  test('of a draft it waits until the letter is published, and a keeper publishes it', async () => {
    const draft = (status: string) => saveLetter(site.world, draftIn(letterFile({ slug: 'later', status })), 1);
    expect(await draft('draft')).toMatchObject({ saved: 'draft' });
    const later = file.replace('answer-us', 'later');
    expect(await bring(later)).toEqual({ address: null, language: 'de' });
    letter = (await letterStore(site.world.databases.letters).bySlug('later')) as PublishedLetter;
    id = toHex(letter.id);
    const { organizers, members } = site.accounts;
    await members.makeKeeper(letter.id, (await organizers.byEmail(ADA))!.id, site.world.now(), 'the operator');
    expect(await form('de')).not.toContain('value="publish"');
    expect((await send('de', { ...german, title: 'Neu' })).status).toBe(303);
    expect(await draft('open')).toMatchObject({ saved: 'open' });
    const path = paths.translation('later', 'de');
    await site.http.get(path).expect(404);
    const html = await form('de');
    expect(html).toContain('value="Neu"');
    expect((await send('de', { ...german, title: 'Neu' })).status).toBe(303);
    expect(await page(path)).toContain('Neu');
  });
});

describe('a letter that is read from right to left', () => {
  const arabic = letterFile(
    { title: 'أجيبونا', slug: 'arabic', language: 'ar', demands: '["أجيبوا علنًا."]' },
    'نطلب جوابًا.\n\n[demands]',
  );
  const english = { title: 'Answer us', body: 'We ask.\n\n[demands]', 'demand-1': 'Reply in public.' };

  test('stands beside its English translation, each in its direction', async () => {
    letter = await site.publish(arabic);
    id = toHex(letter.id);
    const { organizers, members } = site.accounts;
    await members.makeKeeper(letter.id, (await organizers.byEmail(ADA))!.id, site.world.now(), 'the operator');
    expect((await send('en', english)).status).toBe(303);
    const path = paths.translation('arabic', 'en');
    for (const html of [await page(path), await page(`/ar${path}`)]) {
      expect(html).toContain('<article class="sheet" lang="en" dir="ltr"');
      expect(html).toContain('<article class="sheet" lang="ar" dir="rtl"');
    }
    expect(await page(`/ar${path}`)).toContain('<html lang="ar" dir="rtl">');
    expect((await page(paths.letter('arabic'))).split('<h1')[0]).toContain('You can read this letter in English');
    expect(await page(`/ar${paths.letter('arabic')}`)).not.toContain('id="offer"');
  });
});

test('while a letter gathers, its translation is at its private address only, and no search engine is asked in', async () => {
  letter = await site.publish(letterFile({ slug: 'soon', status: 'gathering' }, german.body));
  id = toHex(letter.id);
  const keeper = (await site.accounts.organizers.byEmail(ADA))!;
  await site.accounts.members.makeKeeper(letter.id, keeper.id, site.world.now(), 'the operator');
  await publish();
  await site.http.get(paths.translation('soon', 'de')).expect(404);
  const html = await page(paths.translation(letter.address, 'de'));
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(html).not.toContain('data-total');
  expect(await page(paths.sitemap())).not.toContain('soon');
});
