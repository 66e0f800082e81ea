import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite({
    env: { EMPLOYER_NETWORKS: '192.0.2.0/24, 2001:db8::/32', ONION_URL: 'http://abc.onion', TRUST_PROXY: '1' },
  });
  letter = await site.publish(letterFile({ shown: '[named]', release: '{min: 1, every: 0}' }));
});
afterAll(() => site.end());

const promise = async () => (await site.http.get(paths.promise()).expect(200)).text;
const held = (html: string) => /memory of this server<\/dt><dd><strong>([\d,]+)<\/strong>([^<]*)/.exec(html);

test('the page says how many mailboxes are in memory at this moment, and how old the oldest is', async () => {
  expect(held(await promise())?.[1]).toBe('0');
  await askForCode(site, letter, 'maya@halden.example');
  await askForCode(site, letter, 'nadia@halden.example');
  site.pass(7_000);
  const asked = held(await promise());
  // the queue works by itself: a mail may have left already, but the page never says more than were asked for
  expect(Number(asked?.[1])).toBeLessThanOrEqual(2);
  await site.mailIsSent();
  expect(held(await promise())?.slice(1, 3)).toEqual(['0', '']);
});

test('the page says when signatures were last published, and how many letters are closed with their keys destroyed', async () => {
  expect(await promise()).toContain('never yet');
  const pass = await collectPass(site, letter, 'omid@halden.example');
  expect((await signByForm(site, letter, pass, { shown: 'named', name: 'Omid' })).status).toBe(201);
  await site.rounds.go(site.world.now());
  expect(await promise()).toContain('4 May 2026');
});

test.each(['en', 'de', 'es', 'fr', 'ar'] as const)(
  'where everybody signs by name, nothing says in %s that nobody sees who signed',
  async (language) => {
    const words = wordsIn(language);
    const say = (key: string) => words.say(key).replace(/<[^>]*>/g, '');
    const read = async (path: string) => {
      const page = await site.http.get(`${language === 'en' ? '' : `/${language}`}${path}`).expect(200);
      return page.text.replace(/<[^>]*>/g, '').replaceAll('&#x27;', "'");
    };
    const hidden = await site.publish(letterFile({ slug: `hidden-${language}`, title: `Hidden ${language}` }));
    const named = { shown: '[named]', release: '{min: 1, every: 0}' };
    const empty = await site.publish(letterFile({ ...named, slug: `empty-${language}`, title: `Empty ${language}` }));
    const roll = { ...named, slug: `roll-${language}`, title: `Roll ${language}`, roll_call: 'true' };
    const listed = await site.publish(letterFile(roll));

    for (const path of [paths.letter(empty.address), paths.sign(empty.address)]) {
      const page = await read(path);
      expect(page).toContain(say('promise.named.mailbox'));
      expect(page).not.toContain(say('promise.employer.not-see'));
    }
    for (const path of [paths.letter(listed.address), paths.sign(listed.address)]) {
      const page = await read(path);
      expect(page).toContain(say('promise.named.code'));
      expect(page).not.toContain(say('promise.roll-call.not-see'));
    }
    expect(await read(paths.letter(empty.address))).toContain(say('reading.signatories.none-named'));
    expect(await read(paths.letter(empty.address))).not.toContain(say('reading.signatories.none'));

    for (const path of [paths.letter(hidden.address), paths.sign(hidden.address), paths.promise()])
      expect(await read(path)).toContain(say('promise.employer.not-see'));
    expect(await read(paths.letter(hidden.address))).toContain(say('reading.signatories.none'));
  },
);

test.each([
  ['192.0.2.77', true],
  ['2001:db8::1', true],
  ['::ffff:192.0.2.1', true],
  ['198.51.100.1', false],
  ['not an address', false],
])('whoever comes from %s is warned of the employer’s network: %s', async (from, warned) => {
  const page = await site.http.get(paths.sign('answer-us')).set('X-Forwarded-For', from);
  expect(page.text.includes('You seem to be in your employer')).toBe(warned);
  expect(site.log()).not.toContain(from);
});

test.each(['en', 'de', 'es', 'fr', 'ar'] as const)(
  'the table says in %s what is kept of a browser that follows a letter',
  async (language) => {
    const words = wordsIn(language);
    const page = await site.http.get(`${language === 'en' ? '' : `/${language}`}${paths.promise()}`).expect(200);
    const rows = [...page.text.matchAll(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td>(.*?)<\/td><\/tr>/g)];
    const said = ['who', 'learns', 'not'].map((part) => words.say(`promise.followers.${part}`));
    expect(rows.map((row) => row.slice(1, 4))).toContainEqual(said);
    expect(page.text).toContain(`<html lang="${language}"`);
  },
);

test('the onion address stands where people sign', async () => {
  const page = await site.http.get(paths.sign('answer-us'));
  expect(page.text).toContain('http://abc.onion/letters/answer-us/sign');
});

/** How each language says of what batches are true; and its word for them. */
const withoutName = {
  en: ['Where people can sign without a name', 'batch'],
  de: ['Wo man ohne Namen unterschreiben kann', 'ündel'],
  es: ['Donde se puede firmar sin nombre', 'por grupos'],
  fr: ['Là où l’on peut signer sans nom', 'par lots'],
  ar: ['حيثما يمكن التوقيع دون اسم', 'على دفعات'],
} as const;

test.each(['en', 'de', 'es', 'fr', 'ar'] as const)(
  'no page of a letter that counts each at once says in %s that batches hide its signatories',
  async (language) => {
    const [condition, batches] = withoutName[language];
    const slug = `at-once-${language}`;
    await site.publish(letterFile({ shown: '[named]', release: '{min: 1, every: 0}', slug, title: slug }));
    await site.publish(letterFile({ slug: `hiding-${language}`, title: `Hiding ${language}` }));
    const read = async (path: string) => {
      const { text } = await site.http.get(`/${language}${path}`).expect(200);
      return text.replace(/<head>[^]*<\/head>|<[^>]*>/g, ' ');
    };
    // of what is said of batches, each word stands behind the condition
    const unconditioned = (text: string) =>
      text
        .split(/[.;؛]|\n/)
        .filter((part) => part.includes(batches))
        .filter((part) => !part.toLowerCase().includes(condition.toLowerCase().replace(/^wo /, '')));
    for (const path of [paths.letter, paths.sign, paths.writeSignature, paths.share, paths.audit, paths.embed])
      expect(unconditioned(await read(path(slug))), path(slug)).toEqual([]);
    expect(await read(paths.letter(slug))).toContain(condition);
    expect(await read(paths.embed(`hiding-${language}`))).toContain(batches);
    // but one row, which says what more colleagues are good for
    const advice = wordsIn(language).say('promise.helps.colleagues');
    expect(unconditioned(await read(paths.promise())).filter((part) => !advice.includes(part.trim()))).toEqual([]);
  },
);

test.each(['en', 'de', 'es', 'fr', 'ar'] as const)(
  'whoever withdraws from a letter that counts each at once is not told in %s that others do so too',
  async (language) => {
    const say = (key: string) => wordsIn(language).say(`signing.${key}`);
    const slug = `leaving-${language}`;
    const leaving = await site.publish(
      letterFile({ shown: '[named]', release: '{min: 1, every: 0}', slug, title: slug }),
    );
    const pass = await collectPass(site, leaving, `leila-${language}@halden.example`);
    await signByForm(site, leaving, pass, { shown: 'named', name: 'Leila' });
    await site.rounds.go(site.world.now());
    const send = async (path: string) =>
      (await site.http.post(`/${language}${path}`).type('form').send({ pass, when: 'next' }).expect(200)).text;
    const inBrowser = (await site.http.get(`/${language}${paths.change(slug)}`).expect(200)).text;
    const byForms = [await send(paths.change(slug)), await send(paths.withdraw(slug))];
    for (const page of [inBrowser, ...byForms])
      for (const key of ['withdraw.next', 'withdrawn.explained']) expect(page).not.toMatch(new RegExp(`${say(key)}<`));
    expect(inBrowser).toContain(say('withdraw.next-alone'));
    expect(inBrowser).toContain(say('withdrawn.said-alone'));
    expect(byForms[0]).toContain(say('withdraw.next-alone'));
    expect(byForms[1]).toContain(say('withdrawn.explained-alone'));
  },
);
