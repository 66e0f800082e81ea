import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acts } from '../../src/organizing/accounts/trail/act.ts';
import { actIn, detailsIn } from '../../src/organizing/accounts/trail/in-words.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, askToSignIn, newBrowser, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;
const BEA = 'bea@undersigned.example';

let site: TestSite;
let ada: OrganizerBrowser;
let letter: Uint8Array<ArrayBuffer>;
let id: string;

beforeEach(async () => {
  site = await openSite();
  letter = (await site.publish(letterFile())).id;
  id = toHex(letter);
  await addOrganizer(site, ADA, letter);
  ada = await signInAs(site, ADA);
});
afterEach(() => site.end());

const choose = (language: string) => ada.post(paths.accountLanguage()).type('form').send({ language });
const read = async (browser: OrganizerBrowser, path: string, wish = 'en') =>
  (await browser.get(path).set('Accept-Language', wish)).text;
const mailsTo = (address: string) => site.mailbox.mails().filter(({ to }) => to === address);

const GERMAN = '<html lang="de" dir="ltr">';
const ENGLISH = '<html lang="en" dir="ltr">';

describe('Ada', () => {
  test('reads as her browser wishes, before she chooses', async () => {
    for (const path of [paths.organize(), paths.account(), paths.members(id), paths.trail(id)]) {
      expect(await read(ada, path, 'de')).toContain(GERMAN);
      expect(await read(ada, path)).toContain(ENGLISH);
    }
    expect(await read(newBrowser(site), paths.signIn(), 'ar')).toContain('<html lang="ar" dir="rtl">');
  });

  test('chooses German, and reads it whatever her browser wishes, here and where she signs in next', async () => {
    const chosen = await choose('de').expect(303);
    expect(await read(ada, chosen.headers['location']!)).toContain('Ihre Sprache wurde geändert.');
    const elsewhere = await signInAs(site, ADA);
    for (const browser of [ada, elsewhere]) {
      expect(await read(browser, paths.organize())).toContain('Sie sind verantwortlich');
      for (const path of [paths.organize(), paths.account(), paths.members(id), paths.trail(id), paths.colleagues(id)])
        expect(await read(browser, path, 'ar'), path).toContain(GERMAN);
    }
    expect(await read(ada, paths.account())).toContain('<option value="de" lang="de" selected>Deutsch</option>');
  });

  test('reads in German what goes wrong, too', async () => {
    await choose('de').expect(303);
    const faulty = await ada.post(paths.account()).type('form').send({ name: '' }).expect(422);
    expect(faulty.text).toContain('<title>Fehler: Ihr Konto</title>');
    expect(faulty.text).toContain('Bitte geben Sie einen Namen an.');
    expect(await read(ada, paths.members('0'.repeat(32)))).toContain('Kein solcher Brief');
    expect(await read(ada, '/organize/nowhere')).toContain('Nicht gefunden');
  });

  test('has her codes mailed in German, to whichever browser; and to a browser nothing tells that she chose', async () => {
    await choose('de').expect(303);
    await ada.post(paths.signOut()).expect(303);
    expect(await read(ada, paths.signIn())).toContain(ENGLISH);
    await askToSignIn(newBrowser(site), ADA);
    await site.mailIsSent();
    expect(mailsTo(ADA)[0]!.subject).toBe('Ihr Code');
  });

  test('does not choose for others, nor for the public pages', async () => {
    await addOrganizer(site, BEA, letter);
    const bea = await signInAs(site, BEA);
    await choose('de').expect(303);
    expect(await read(bea, paths.organize())).toContain(ENGLISH);
    expect(await read(ada, paths.letter('answer-us'))).toContain(ENGLISH);
  });

  test('can leave it to her browser again, and choose nothing that we do not speak', async () => {
    await choose('fr').expect(303);
    await choose('').expect(303);
    expect(await read(ada, paths.account())).toContain(ENGLISH);
    for (const language of ['xx', 'constructor', 'de-AT', '../en']) {
      const refused = await choose(language).expect(422);
      expect(refused.text).toContain('Please choose one of these languages.');
    }
    expect((await site.accounts.organizers.byEmail(ADA))!.language).toBeNull();
    expect((await ada.get(paths.accountLanguage())).headers['location']).toBe(paths.account());
  });

  test('is reminded in German, and Bea, who chose nothing, in the language of the letter', async () => {
    await choose('de').expect(303);
    const delivery = { 'delivery-to': 'Pat', 'delivery-how': 'by hand', 'delivery-day': '2026-03-02' };
    const today = new Date(site.world.now()).toISOString().slice(0, 10);
    await ada
      .post(paths.deliver(id))
      .type('form')
      .send({ ...delivery, 'delivery-day': today })
      .expect(303);
    // only now: with two keepers, delivering takes both
    await addOrganizer(site, BEA, letter);
    site.pass(31 * DAY);
    await site.rounds.go(site.world.now());
    await site.rounds.go(site.world.now());
    expect(mailsTo(ADA)[0]!.subject).toBe('30 Tage ohne Antwort');
    expect(mailsTo(BEA)[0]!.subject).toBe('30 days without an answer');
  });
});

describe('the trail', () => {
  test('is said in her language on the page, and kept in English', async () => {
    await choose('de').expect(303);
    const page = await read(ada, paths.trail(id));
    expect(page).toContain('von den Betreibenden verantwortlich gemacht');
    expect(page).toContain('Mitglied: ada');
    expect((await ada.get(paths.trailCsv(id))).text).toContain('made keeper by the operator,member: ada');
    expect((await ada.get(paths.trailJson(id))).text).toContain('"what":"made keeper by the operator"');
  });

  test('has words for every act in every language, and in English those that are kept', () => {
    for (const language of everyLanguage)
      for (const act of acts) expect(actIn(wordsIn(language), act)).not.toMatch(/^accounts\./);
    for (const act of acts) expect(actIn(wordsIn('en'), act)).toBe(act);
  });

  test('says what is ours in a detail, and leaves what somebody wrote', () => {
    const detail = { act: 'hid', reason: 'insult', note: 'insult', count: 3, constructor: 'x' };
    expect(detailsIn(wordsIn('de'), detail)).toEqual([
      ...['Handlung: hat verborgen', 'Grund: Beleidigung', 'Notiz: insult', 'count: 3', 'constructor: x'],
    ]);
  });
});
