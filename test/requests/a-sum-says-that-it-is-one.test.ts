import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { cardOf, wordsOf } from '../../src/reading/sharing/card.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, colleaguesSign, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const employers = '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]';
const together = {
  en: '(2 employers together)',
  de: '(2 Arbeitgeber zusammen)',
  es: '(2 empleadores en conjunto)',
  fr: '(2 employeurs réunis)',
  ar: '(جهتا عمل معًا)',
};
const anySum = new RegExp(Object.values(together).join('|').replaceAll('(', '\\(').replaceAll(')', '\\)'));

let site: TestSite;
let two: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  two = await site.publish(letterFile({ slug: 'two', employers, vouching: 'true', supporters: '{}' }));
  const one = await site.publish(letterFile({ slug: 'one' }));
  await site.publish(letterFile({ slug: 'arabic', employers, language: 'ar' }));
  for (let i = 0; i < 10; i++) {
    const pass = await collectPass(site, two, `maya${i}@halden.example`);
    await signByForm(site, two, pass, { shown: 'anonymous', employer: '0' });
  }
  await colleaguesSign(site, one, 10, 'other');
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

const read = async (path: string): Promise<string> => {
  const { text, body } = await site.http.get(path).buffer(true).expect(200);
  return text ?? (body as Buffer).toString();
};
/** Where the number of a letter stands, alone or among others. */
const shown = ['letter', 'embed', 'badge', 'feed', 'share'] as const;

describe('the number of a letter to two employers', () => {
  test.each(shown)('says that it is of both together (%s)', async (name) => {
    expect(await read(paths[name]('two'))).toMatch(/employees have signed \(2 employers together\)/);
  });

  test.each(everyLanguage)('says so in the language %s: at home, on the page, in a frame', async (language) => {
    for (const path of [paths.home(), paths.letter('two'), paths.embed('two')])
      expect(await read(`/${language}${path}`), path).toContain(together[language]);
  });

  test('says so on the badge of a letter in another language', async () => {
    expect(await read(paths.badge('arabic'))).toContain(together.ar);
  });

  test('says so on the card, whole, and in its text', async () => {
    const card = cardOf(two, await site.board.published(two), 'http://x', wordsIn('en'));
    expect(card.words).toBe('employees have signed (2 employers together), as of 4 May 2026');
    expect(wordsOf(card)).toContain('10 employees have signed (2 employers together)');
    expect(await read(paths.letter('two'))).toMatch(/property="og:image:alt" content="[^"]*\(2 employers together\)/);
  });

  test('says so to search engines and to programs', async () => {
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await read(paths.letter('two')))![1]!;
    expect(JSON.parse(block)).toMatchObject({
      interactionStatistic: { description: '10 employees have signed (2 employers together)' },
    });
    const { body } = await site.http.get(paths.apiLetter('two')).expect(200);
    expect(body).toMatchObject({ total: 10, totalOf: ['Halden', 'Orrisk'], employers: {} });
  });

  test('says so in each form that its noun may take while somebody reads', async () => {
    const forms = /data-noun="total" data-forms="([^"]*)"/.exec(await read(`/ar${paths.letter('two')}`))![1]!;
    const each = Object.values(JSON.parse(forms.replaceAll('&quot;', '"')) as Record<string, string>);
    expect(each).toHaveLength(6);
    for (const form of each) expect(form).toContain(together.ar);
  });

  test('says so of the colleagues whom theirs vouched for, but not of supporters, who have no employer here', async () => {
    const page = await read(paths.letter('two'));
    expect(page).toMatch(/colleagues, vouched for \(2 employers together\)/);
    expect(page).toMatch(/>supporters</);
  });
});

test.each(shown)('the number of a letter to one employer says nothing of a sum (%s)', async (name) => {
  expect(await read(paths[name]('one'))).not.toMatch(anySum);
});
