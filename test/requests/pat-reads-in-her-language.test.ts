import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { sheetOf } from '../../src/reading/pdf/sheet.ts';
import { cardOf } from '../../src/reading/sharing/card.ts';
import { talliedOf } from '../../src/reading/numbers/tallied.ts';
import { nounView } from '../../src/reading/numbers/nouns.ts';
import { directionOf } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let arabic: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile({ supporters: 'true' }));
  const words = { title: 'أوقفوا العقد', from: 'عاملون في هالدن', demands: '["أن تردّوا علنًا."]' };
  arabic = await site.publish(letterFile({ ...words, slug: 'arabic', language: 'ar' }, 'نكتب إليكم.\n\n[demands]'));
  await colleaguesSign(site, arabic, 10);
  site.pass(120_000);
  await site.rounds.go(site.world.now());
});
afterAll(() => site.end());

const read = async (path: string) => (await get(site.server, path)).body.toString();

test('a letter keeps its own language and direction on a page of another', async () => {
  const page = await read(`/de${paths.letter('arabic')}`);
  expect(page).toContain('<html lang="de" dir="ltr">');
  expect(page).toContain('<h1 lang="ar" dir="rtl">أوقفوا العقد</h1>');
  expect(page).toContain('<div class="sheet" lang="ar" dir="rtl">');
  expect(page).toContain('href="#demand-1">المطلب 1</a>');
  expect(page).toContain('Beschäftigte haben unterschrieben');
  expect(await read(`/ar${paths.letter('answer-us')}`)).toContain('<div class="sheet" lang="en" dir="ltr">');
});

test('why a letter was removed is read from its own side, full stop included', async () => {
  expect(await read(`/ar${paths.devGallery(encodeURIComponent('letter, removed'))}`)).toContain(
    '\u2068It named somebody who had not agreed.\u2069</p>',
  );
});

test('the title of a window says in which language it is, our words first', async () => {
  const titleOf = async (path: string) => /<title[^]*?<\/title>/.exec(await read(path))?.[0];
  const alone = '<title lang="ar" dir="rtl">أوقفوا العقد</title>';
  expect(await titleOf(`/de${paths.letter('arabic')}`)).toBe(alone);
  expect(await titleOf(`/de${paths.embed('arabic')}`)).toBe(alone);
  expect(await titleOf(`/ar${paths.letter('arabic')}`)).toBe('<title>أوقفوا العقد</title>');
  expect(await titleOf(`/ar${paths.sign('arabic')}`)).toBe('<title>توقيع: أوقفوا العقد</title>');
  // from its own side, whatever stands at its end
  expect(await titleOf(`/ar${paths.sign('answer-us')}`)).toBe('<title>توقيع: \u2068Answer us\u2069</title>');
  for (const path of [paths.audit, paths.share, paths.versions, paths.signatures])
    expect(await titleOf(`/ar${path('answer-us')}`)).toMatch(/^<title>[^<]*: \u2068Answer us\u2069<\/title>$/);
  const translated = await titleOf(`/ar${paths.devGallery('translation')}`);
  expect(translated).toBe('<title lang="en" dir="ltr">Tell us what the tracking tool is sold for</title>');
});

test('what signatories wrote is read out in the language of the letter, and runs as it is written', async () => {
  const shown = (name: string) => read(`/ar${paths.devGallery(encodeURIComponent(name))}`);
  const page = await shown('letter, every number');
  expect(page).toMatch(/<blockquote dir="auto"><p lang="en">[^<]/);
  // what stands in the place of words that are hidden is ours
  expect(page).toMatch(/<blockquote dir="auto"><p class="instead">/);
  expect(await shown('before signing')).toContain('<blockquote dir="auto"><p lang="en">We asked before.</p>');
});

const halden = { employers: [{ name: 'Halden', domains: [], headcount: null, headcountSource: null }] };

test('the noun has a form for each kind of number that her language tells apart', () => {
  const { noun, forms } = nounView(halden, 'reading.signed', 11, wordsIn('ar'));
  const known = JSON.parse(forms) as Record<string, string>;
  expect(Object.keys(known).toSorted()).toEqual(['few', 'many', 'one', 'other', 'two', 'zero']);
  expect(noun).toBe(known['many']);
  expect(new Set([known['one'], known['two'], known['few'], known['many'], known['other']]).size).toBe(5);
  expect(Object.keys(JSON.parse(nounView(halden, 'reading.signed', 1, wordsIn('en')).forms) as object)).toEqual([
    'other',
    'one',
  ]);
});

test('what has no reader whom we see speaks as the letter does: feed, badge, card, paper', async () => {
  const feed = await read(paths.feed('arabic'));
  expect(feed).toContain('<title>10 عاملين وقّعوا: أوقفوا العقد</title>');
  expect(feed).not.toMatch(/\bsigned|open letter/i);
  expect(await read(paths.badge('arabic'))).toContain('direction="rtl"');
  const page = await read(`/de${paths.letter('arabic')}`);
  expect(/og:image:alt" content="([^"]*)"/.exec(page)?.[1]).toContain('عاملين وقّعوا');
  const sheet = sheetOf(arabic, await talliedOf(site.board, arabic), 'http://localhost:3000', 'a4');
  expect([sheet.kind, sheet.ours]).toEqual(['رسالة مفتوحة', { language: 'ar', rightToLeft: true }]);
  expect(sheet.checking[0]).toContain('\u2066undersigned verify ');
});

test('a letter that runs from the right does so on its page, its card and its paper', async () => {
  const dhivehi = await site.publish(letterFile({ slug: 'dhivehi', language: 'dv' }));
  expect(await read(paths.letter('dhivehi'))).toContain('<div class="sheet" lang="dv" dir="rtl">');
  const [published, tallied] = [await site.board.published(dhivehi), await talliedOf(site.board, dhivehi)];
  for (const language of ['ar', 'ar-Latn', 'de', 'dv', 'he', 'syr', 'uz-AF', 'no-language-at-all']) {
    const letter = { ...dhivehi, language };
    const ways = {
      page: directionOf(language) === 'rtl',
      card: cardOf(letter, published, 'http://localhost:3000', wordsIn(language)).rightToLeft,
      paper: sheetOf(letter, tallied, 'http://localhost:3000', 'a4').rightToLeft,
    };
    const right = ['ar', 'dv', 'he', 'syr', 'uz-AF'].includes(language);
    expect(ways, language).toEqual({ page: right, card: right, paper: right });
  }
});

test('one browser follows a letter once, whatever language its page is in', async () => {
  const terms = async (prefix: string) =>
    /data-follow="([^"]+)"/.exec(await read(prefix + paths.letter('answer-us')))?.[1];
  const [plain, german] = [await terms(''), await terms('/de')];
  expect(plain).toContain(`&quot;path&quot;:&quot;${paths.follow('answer-us')}&quot;`);
  expect(german).toBe(plain);
});

test.each([paths.letter('answer-us'), paths.audit('answer-us'), paths.share('answer-us'), paths.versions('answer-us')])(
  'at the foot of %s she finds it in each language, and no English in German',
  async (path) => {
    const page = await read(`/de${path}`);
    expect(page).toContain(`<a href="/ar${path}" lang="ar" hreflang="ar"`);
    const [, main = ''] = /<main[^>]*>([^]*)<\/main>/.exec(page) ?? [];
    expect(main.replace(/<[^>]*>/g, ' ')).not.toMatch(
      /\b(Signatories|signed|signature|Growth|Follow|Share|Version \d|employees have|the key)\b/,
    );
  },
);
