import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { beginLetter, namesOf, openForm, send } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, readEscaped, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let ada: OrganizerBrowser;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const read = async (path: string, language: string): Promise<string> =>
  readEscaped((await ada.get(path).set('Accept-Language', language).expect(200)).text);

test('the form, its faults and what the page will say by itself come in the reader’s language', async () => {
  const id = await beginLetter(ada);
  const german = await read(paths.organizeLetter(id), 'de');
  for (const words of ['Forderung 1', 'Forderung hinzufügen', 'darf nicht leer sein', 'Gespeichert um %time%'])
    expect(german).toContain(words);
  // what became of a demand is asked for only where that was said already, as by a letter file
  expect(german).not.toContain('<option');
  const form = await openForm(ada, id);
  await send(ada, id, { ...form, [namesOf(form, 'demands', 'status')[0]!]: 'met' }).expect(303);
  expect(await read(paths.organizeLetter(id), 'de')).toContain('<option value="met" selected>erfüllt</option>');
  const arabic = await read(paths.organizeLetter(id), 'ar');
  for (const words of ['dir="rtl"', 'المطلب 1', 'يجب ألّا يبقى فارغًا']) expect(arabic).toContain(words);
});

test('a letter file’s faults are told in the reader’s language, and what was typed in it is only shown', async () => {
  const source = '---\ntitle: 1\nto: <b>?\n---\n';
  const answer = await ada
    .post(paths.importLetter())
    .set('Accept-Language', 'fr')
    .type('form')
    .send({ source })
    .expect(422);
  const page = readEscaped(answer.text);
  expect(page).toContain('ligne 2, title : doit être du texte (mettez-le entre guillemets)');
  expect(page).toContain('ligne 3, to : doit être une liste de {name: …}');
  expect(answer.text).not.toContain('<b>?');
});

test('the guard says that most of its rules know English only', async () => {
  const id = await beginLetter(ada, 'Wir bitten um Antwort');
  const form = await openForm(ada, id);
  const body = 'Martin Keller sagt my und worst.\n\nDas kostete 1.200.000 Euro.';
  await send(ada, id, { ...form, language: 'de', body }).expect(303);
  const page = await read(paths.organizeLetter(id), 'de');
  expect(page).toContain('Die meisten Regeln kennen nur Englisch');
  expect(page).toContain('Eine Tatsache oder Zahl ohne Fußnote oder Link');
  expect(page).not.toContain('Superlative');
  await send(ada, id, { ...(await openForm(ada, id)), language: 'en' }).expect(303);
  const english = await read(paths.organizeLetter(id), 'de');
  expect(english).not.toContain('Die meisten Regeln kennen nur Englisch');
  expect(english).toContain('Superlative');
  expect(await read(paths.guardHelp(), 'es')).toContain('Las listas de palabras están en inglés.');
});
