import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { directionOf, everyLanguage } from '../../src/web/languages.ts';
import { galleryOf } from '../support/gallery.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
beforeAll(async () => void (site = await openSite()));
afterAll(() => site.end());

/** What refuses answers as it does anywhere. */
const statuses: Record<string, number> = {
  'not found': 404,
  'no such letter': 404,
  'letter, removed': 410,
  'letter, closed to signatures': 410,
  'letter, not shown yet': 404,
  'too many at once': 429,
  'sent from another site': 403,
  'too large': 413,
  broken: 500,
};

test('every page and mail of the gallery can be made, in every language', async () => {
  const names = await galleryOf(site.http);
  expect(names.length).toBeGreaterThan(100);
  const found = [];
  for (const language of everyLanguage) {
    for (const name of names) {
      const { status, text } = await site.http.get(`/${language}${paths.devGallery(encodeURIComponent(name))}`);
      const [, spoken, direction] = /<html lang="(\w+)" dir="(\w+)">/.exec(text) ?? [];
      // the frame for other sites and the mails of a letter speak the language of the letter
      const ofLetter = name === 'frame for other sites';
      found.push({
        name,
        status,
        spoken: ofLetter ? language : spoken,
        direction: ofLetter ? directionOf(language) : direction,
      });
    }
  }
  const wrong = found.filter(({ name, status }) => status !== (statuses[name] ?? 200));
  expect(wrong).toEqual([]);
  const expected = everyLanguage.flatMap((language) =>
    names.map((name) => ({ name, status: statuses[name] ?? 200, spoken: language, direction: directionOf(language) })),
  );
  expect(found).toEqual(expected);
}, 60_000);

test('every state in which the public can find a letter, or the site, is there', async () => {
  const names = await galleryOf(site.http);
  const states = [
    ...['home, empty', 'letter, empty', 'letter, gathering', 'letter, sealed', 'letter, sealed, on its way'],
    ...['letter, sealed, gathering', 'letter, sealed, delivered', 'letter, its seal is opened'],
    ...['letter, it missed its seal', 'translation, it missed its seal', 'the count, nothing to check'],
    ...['letter, open', 'letter, signed by name alone', 'letter, delivered', 'letter, answered', 'letter, closed'],
    ...['letter, removed', 'no such letter', 'not found', 'too many at once', 'broken'],
    ...['too many at once, what was typed is kept', 'letter, the browser is offline', 'copy without the program'],
    ...['frame for other sites, nobody yet', 'signatories, nobody yet', 'signatories, none found'],
  ];
  expect(states.filter((state) => !names.includes(state))).toEqual([]);
});

test('a name that is in no table is not found', async () => {
  await site.http.get(paths.devGallery('nothing')).expect(404);
});

test('in production there is no gallery', async () => {
  const production = await openSite({
    env: {
      NODE_ENV: 'production',
      BASE_URL: 'https://letters.example',
      SECRET_KEY: 'x'.repeat(64),
      SMTP_URL: 'smtp://localhost',
      MAIL_FROM: 'codes@letters.example',
    },
  });
  await production.http.get(paths.devGallery()).expect(404);
  await production.http.get(paths.devGallery('home')).expect(404);
  await production.end();
});
