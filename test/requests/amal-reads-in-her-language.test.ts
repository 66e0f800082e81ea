import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { preferred, withoutChoice } from '../../src/web/languages.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
});
afterAll(() => site.end());

const read = async (path: string, wish?: string) => {
  const { body, headers, status } = await get(site.server, path, wish === undefined ? {} : { 'accept-language': wish });
  return { text: body.toString(), headers, status };
};

describe('her browser wishes', () => {
  test.each([
    ['ar', 'ar'],
    ['ar-EG,ar;q=0.9,en;q=0.5', 'ar'],
    ['de-AT', 'de'],
    ['nl, fr;q=0.4, en;q=0.2', 'fr'],
    ['es;q=0, en', 'en'],
    ['nl', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;;,,q=1,\u0000', 'en'],
    ['de'.repeat(4_000), 'en'],
  ])('%s and reads %s', (wish, language) => {
    expect(preferred(wish)).toBe(language);
  });

  test('a page in Arabic, from right to left, the first time and from then on', async () => {
    for (let time = 0; time < 2; time++) {
      const { text, headers } = await read(paths.promise(), 'ar');
      expect(text).toContain('<html lang="ar" dir="rtl">');
      expect(text).toContain('ما نَعِد به');
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  test('and a finished page is kept for each wish, and tells caches so', async () => {
    for (let time = 0; time < 2; time++) {
      const [german, english] = [
        await read(paths.letter('answer-us'), 'de'),
        await read(paths.letter('answer-us'), 'en'),
      ];
      expect(german.text).toContain('<html lang="de" dir="ltr">');
      expect(english.text).toContain('<html lang="en" dir="ltr">');
      expect(german.headers['vary']).toBe('Accept-Encoding, Accept-Language');
      expect(german.headers['etag']).not.toBe(english.headers['etag']);
    }
  });
});

test('the list of those who signed tells caches that it comes in her language', async () => {
  for (const [path, vary] of [
    [paths.signatures('answer-us'), 'Accept-Encoding, Accept-Language'],
    [`/de${paths.signatures('answer-us')}`, 'Accept-Encoding'],
  ] as const) {
    expect((await read(path, 'de')).headers['vary']).toBe(vary);
  }
});

test('robots stay away from where people sign, in every language', async () => {
  const { text } = await read(paths.robots());
  const rules = Array.from(text.matchAll(/^Disallow: (.+)$/gm), ([, rule]) => rule!);
  const kept = (path: string) =>
    rules.some((rule) => new RegExp(`^${rule.replaceAll('*', '.*').replaceAll('?', '\\?')}`).test(path));
  for (const prefix of ['', '/de', '/ar']) {
    expect(kept(prefix + paths.sign('answer-us'))).toBe(true);
    expect(kept(prefix + paths.signWithTool('answer-us'))).toBe(true);
    expect(kept(prefix + paths.letter('answer-us'))).toBe(false);
    expect(kept(prefix + paths.signatures('answer-us'))).toBe(false);
  }
});

describe('she chooses', () => {
  test('a language in the path, whatever her browser wishes', async () => {
    const { text, headers } = await read(`/fr${paths.letter('answer-us')}`, 'de');
    expect(text).toContain('<html lang="fr" dir="ltr">');
    expect(headers['vary']).toBe('Accept-Encoding');
  });

  test('and every link of the page keeps it, but those that are the same in every language', async () => {
    const { text } = await read(`/ar${paths.letter('answer-us')}`);
    const links = Array.from(text.matchAll(/ (?:href|action|data-live|data-poll)="(\/[^"]*)"/g), ([, link]) => link!);
    const foreign = links.filter((link) => !/^\/(ar\/|assets\/|api\/|dev\/|en\/|de\/|es\/|fr\/|organize)/.test(link));
    expect(links).toContain(`/ar${paths.sign('answer-us')}`);
    expect(foreign).toEqual([]);
  });

  test('at the foot of a page, with a link to each language and none to the one she reads', async () => {
    const { text } = await read(`/es${paths.promise()}`);
    const choices = Array.from(text.matchAll(/<a href="([^"]+)" lang="(\w\w)" hreflang/g), ([, href]) => href);
    expect(choices).toEqual(['en', 'de', 'fr', 'ar'].map((language) => `/${language}${paths.promise()}`));
    expect(text).toContain('<span lang="es" aria-current="true">Español</span>');
  });

  test('and search engines are told of each, and of the address without a choice', async () => {
    const { text } = await read(`/de${paths.letter('answer-us')}`);
    const told = Array.from(text.matchAll(/<link rel="alternate" hreflang="([\w-]+)"/g), ([, language]) => language);
    expect(told).toEqual(['en', 'de', 'es', 'fr', 'ar', 'x-default']);
    expect(text).toMatch(/<link rel="canonical" href="http:\/\/[^"]+\/de\/letters\/answer-us">/);
  });

  test('and is sent on to where the choice is kept', async () => {
    const { headers, status } = await get(site.server, `/de${paths.askCode('answer-us')}`);
    expect([status, headers['location']]).toEqual([303, `/de${paths.sign('answer-us')}`]);
  });

  test('but organizers have no such addresses, because their cookie is bound to a path', async () => {
    const { headers, status } = await get(site.server, `/de${paths.signIn()}`);
    expect([status, headers['location']]).toEqual([303, paths.signIn()]);
  });

  test('and a form that she sent comes back in it, with its fault', async () => {
    const answer = await site.http
      .post(`/de${paths.askCode('answer-us')}`)
      .type('form')
      .send({ mailbox: 'nonsense' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Das ist keine Mailadresse, an die wir schreiben können.');
    expect(answer.text).toContain('value="nonsense"');
    expect(answer.text).toContain(`action="/de${paths.askCode('answer-us')}"`);
  });

  test('and her code is mailed in it', async () => {
    await site.http
      .post(`/ar${paths.askCode('answer-us')}`)
      .type('form')
      .send({ mailbox: 'amal@halden.example' });
    await site.mailIsSent();
    const [mail] = site.world.mailbox!.mails();
    expect(mail).toMatchObject({ to: 'amal@halden.example', subject: 'رمزك' });
    expect(mail!.html).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('what is refused', () => {
  test('is said in her language, on a page and to a program', async () => {
    const page = await read(`/fr/nowhere`);
    expect([page.status, page.text.includes('Il n’y a pas de page à cette adresse.')]).toEqual([404, true]);
    const told = await site.http.get('/nowhere').set('Accept', 'application/json').set('Accept-Language', 'es');
    expect(told.body).toMatchObject({ status: 404, title: 'No encontrado' });
  });

  test.each([
    ['/de', '/'],
    ['/de/', '/'],
    ['/de?x=1', '/?x=1'],
    ['/deal', '/deal'],
    ['/xx/letters', '/xx/letters'],
    ['/de/de/letters', '/de/letters'],
  ])('%s is %s', (url, path) => {
    expect(withoutChoice(url)).toBe(path);
  });

  test.each(['/de//evil.example/', '/de/\\evil.example', '//de/x', '/de/%2F%2Fevil.example'])(
    '%s leads to no other site',
    async (url) => {
      const { headers, status } = await get(site.server, url);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['location']).toBeUndefined();
    },
  );
});
