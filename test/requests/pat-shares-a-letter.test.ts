import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { eventsOf } from '../../src/reading/feeds/events.ts';
import { urnOf } from '../../src/reading/feeds/urn.ts';
import { noticeOf } from '../../src/reading/following/notice.ts';
import { highestStep } from '../../src/reading/growth.ts';
import { cardOf } from '../../src/reading/sharing/card.ts';
import { openCardPress } from '../../src/reading/sharing/card-press.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const TITLE = '</script><b>"Answer" & \'us\'</b> \uFFFE';

const nothingFollowed = { deliveries: [], responses: [], updates: [], marks: [], corrections: [] };

let site: TestSite;
let letter: PublishedLetter;
let dutch: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ title: JSON.stringify(TITLE) }));
  await site.publish(letterFile({ slug: 'secret', title: 'Nobody knows', status: 'gathering' }));
  await site.publish(letterFile({ slug: 'arabic', title: 'لن نبني الأدوات', language: 'ar' }));
  dutch = await site.publish(letterFile({ slug: 'dutch', title: 'Antwoord ons', language: 'nl' }));
  site.pass(60_000);
  await colleaguesSign(site, letter, 12);
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

const read = async (path: string) => (await site.http.get(path).expect(200)).text;
const bytes = (path: string, headers = {}) => get(site.server, path, headers);
/** What is wrong with a text as XML; undefined where nothing is. */
const unescaped = (xml: string) => /<b>|& |\uFFFE/.exec(xml)?.[0];

describe('whoever follows a letter', () => {
  test('reads in its feed what happened, under names that stay', async () => {
    const feed = await read(paths.feed('answer-us'));
    expect(unescaped(feed)).toBeUndefined();
    const ids = [...feed.matchAll(/<id>(.*?)<\/id>/g)].map((match) => match[1]);
    expect(ids).toEqual(['letter', 'reached 10', 'opened'].map((key) => urnOf(letter.publicId, key)));
    expect(ids[0]).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(feed).toContain('10 employees have signed');
    expect(feed).not.toContain('12 employees');
    expect(feed).toMatch(/<updated>2026-05-04T12:01:00\.\d{3}Z<\/updated>/);
  });

  test('asks again for little', async () => {
    const first = await bytes(paths.feed('answer-us'));
    expect(first.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    const again = await bytes(paths.feed('answer-us'), { 'if-none-match': String(first.headers['etag']) });
    expect(again.status).toBe(304);
  });

  test('finds the letters of the site in one feed, each by the name of its own', async () => {
    const feed = await read(paths.siteFeed());
    expect(feed).toContain(urnOf(letter.publicId, 'letter'));
    expect(feed.match(/<entry[ >]/g)).toHaveLength(3);
    expect([feed.includes('Nobody knows'), unescaped(feed)]).toEqual([false, undefined]);
  });

  test('is led there by the pages', async () => {
    const link = (path: string) => `type="application/atom.xml" title="[^"]+" href="http://localhost:3000${path}"`;
    expect(await read(paths.letter('answer-us'))).toMatch(new RegExp(link(paths.feed('answer-us'))));
    expect(await read(paths.home())).toMatch(new RegExp(link(paths.siteFeed())));
  });

  test.each([
    ...[
      [0, 0],
      [9, 0],
      [10, 10],
      [24, 10],
      [25, 25],
      [99, 50],
      [100, 100],
      [249, 100],
      [250, 250],
      [4_312, 2_500],
    ],
    ...[
      [1_000_000, 1_000_000],
      [999_999, 500_000],
    ],
  ])('hears of %i signatures as %i', (total, step) => {
    expect(highestStep(total)).toBe(step);
  });

  test('hears of a step once, though people withdraw and others sign', () => {
    const growth = [5, 12, 9, 11, 30, 24, 26, 260].map((total, at) => ({ total, at: letter.openedAt + at }));
    const steps = eventsOf(letter, growth, nothingFollowed, wordsIn('en')).map(({ key }) => key);
    expect(steps).toEqual(['reached 250', 'reached 25', 'reached 10', 'opened']);
  });
});

describe('whoever passes a letter on', () => {
  test('has a picture of the size that sites want, drawn once for each release', async () => {
    const first = await bytes(paths.card('answer-us'));
    expect([first.status, first.headers['content-type']]).toEqual([200, 'image/png']);
    expect([first.body.readUInt32BE(16), first.body.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(first.headers['cross-origin-resource-policy']).toBe('cross-origin');
    await site.publish(letterFile({ slug: 'another' }));
    expect((await bytes(paths.card('answer-us'))).body.equals(first.body)).toBe(true);
    const press = openCardPress(site.world.log);
    const card = cardOf(letter, await site.board.published(letter), 'http://localhost:3000', wordsIn('en'));
    expect(await press.draw({ ...card })).toBe(await press.draw({ ...card }));
    await colleaguesSign(site, letter, 10, 'later');
    site.pass(120_000);
    await site.rounds.go(site.world.now());
    const later = await bytes(paths.card('answer-us'));
    expect([later.status, later.body.equals(first.body)]).toEqual([200, false]);
  }, 30_000);

  test('has one in Arabic too', async () => {
    const [arabic, empty] = [await bytes(paths.card('arabic')), await bytes(paths.card('another'))];
    expect([arabic.status, arabic.body.equals(empty.body)]).toEqual([200, false]);
  });

  test('sees picture, address and title in the head of the page, and no number in its title', async () => {
    const page = await read(paths.letter('answer-us'));
    expect(page).toContain('<meta property="og:image" content="http://localhost:3000/letters/answer-us/card.png">');
    expect(page).toContain('<meta name="twitter:card" content="summary_large_image">');
    expect(page).toContain('<link rel="canonical" href="http://localhost:3000/letters/answer-us">');
    expect(/<title>(.*?)<\/title>/.exec(page)?.[1]).not.toMatch(/22|signed/);
  });

  test('gives search engines data that end nothing and begin nothing', async () => {
    const page = await read(paths.letter('answer-us'));
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)![1]!;
    expect(block).not.toContain('<');
    expect(JSON.parse(block)).toMatchObject({
      '@type': 'Article',
      headline: TITLE.trim(),
      interactionStatistic: { userInteractionCount: 22 },
    });
  });

  test('finds link, QR code, citation and code on one page', async () => {
    const page = await read(paths.share('answer-us'));
    expect(page).toMatch(/[">]http:\/\/localhost:3000\/letters\/answer-us#[0-9a-z]{26}["<]/i);
    expect(page).toMatch(
      /Halden employees\. \(4 May 2026\)\. .* 22 employees have signed as of 4 May 2026 at 12:03 UTC\./,
    );
    expect(page).toContain('href="mailto:?subject');
    expect(page).toContain('&lt;iframe src&#x3D;&quot;http://localhost:3000/letters/answer-us/embed&quot;');
    expect(page).not.toContain('<b>');
    expect(await read(paths.letter('answer-us'))).toContain(`href="${paths.share('answer-us')}"`);
  });

  test('has a badge and a QR code that other sites can show', async () => {
    for (const path of [paths.badge('answer-us'), paths.qr('answer-us')]) {
      const { status, headers, body } = await bytes(path);
      expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(body.toString()).not.toMatch(/script|href|url\(/);
    }
    expect(await read(paths.letter('answer-us'))).not.toContain('badge');
  });
});

describe('another site', () => {
  test('may frame the one page that is meant for it, and no other', async () => {
    // the first answer comes by way of Express, the second does not, the third is none
    const answers = [await bytes(paths.embed('answer-us')), await bytes(paths.embed('answer-us'))];
    answers.push(await bytes(paths.embed('answer-us'), { 'if-none-match': String(answers[0]!.headers['etag']) }));
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/default-src 'none';.*frame-ancestors \*$/);
      expect(headers['x-frame-options']).toBeUndefined();
    }
    const { body } = answers[0]!;
    expect(body.toString()).toContain('<strong>22</strong> employees have signed');
    expect(body.toString()).not.toMatch(/<script|<form|<b>/);
    for (const path of [paths.letter('answer-us'), paths.share('answer-us'), paths.home()]) {
      const other = await bytes(path);
      expect(other.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(other.headers['x-frame-options']).toBe('DENY');
    }
  });

  test('is told how, when it asks', async () => {
    const url = encodeURIComponent('http://localhost:3000/letters/answer-us');
    const { body, headers } = await site.http.get(`/oembed?url=${url}&maxwidth=300&format=json`).expect(200);
    expect(body).toMatchObject({ version: '1.0', type: 'rich', width: 300, height: 300 });
    expect((body as { html: string }).html).toContain(
      'src="http://localhost:3000/letters/answer-us/embed" width="300"',
    );
    expect(body).not.toHaveProperty('thumbnail_url');
    expect(headers['access-control-allow-origin']).toBe('*');
    const page = await read(paths.letter('answer-us'));
    const href = /type="application\/json\+oembed" title="[^"]*" href="http:\/\/localhost:3000([^"]+)"/.exec(page)![1]!;
    await site.http.get(href.replaceAll('&#x3D;', '=')).expect(200);
  });

  test.each([
    '/de/letters/answer-us',
    '/ar/letters/answer-us?x#y',
    '/letters/answer-us/in/de',
    '/fr/letters/answer-us/in/ar',
  ])('is told of %s too, which is the letter as somebody reads it', async (path) => {
    const url = encodeURIComponent(`http://localhost:3000${path}`);
    const { body } = await site.http.get(`/oembed?url=${url}`).expect(200);
    expect((body as { html: string }).html).toContain('http://localhost:3000/letters/answer-us/embed');
  });

  test.each([
    ['', 400],
    ['?url=a&url=b', 400],
    ['?url=http://localhost:3000/letters/answer-us&maxwidth=wide', 400],
    ['?url=http://localhost:3000/', 404],
    ['?url=http://evil.example/letters/answer-us', 404],
    ['?url=http://localhost:3000.evil.example/letters/answer-us', 404],
    ['?url=http://localhost:3000/letters/none', 404],
    ['?url=http://localhost:3000/xx/letters/answer-us', 404],
    ['?url=http://localhost:3000/letters/answer-us/sign', 404],
    ['?url=http://localhost:3000/letters/secret', 404],
    ['?url=http://localhost:3000/letters/answer-us&format=xml', 501],
  ])('is refused where it asks %s', async (query, status) => {
    const answer = await site.http.get(`/oembed${query}`).set('accept', 'application/json');
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
  });
});

describe('a letter that gathers its first signatures', () => {
  test.each(['feed', 'card', 'share', 'embed', 'badge', 'qr'] as const)('has no %s', async (name) => {
    const { address } = (await site.shelf.live()).find(({ status }) => status === 'gathering')!;
    await site.http.get(paths[name](address)).expect(404);
    await site.http.get(paths[name]('nowhere')).expect(404);
  });

  test('is in no list for robots, nor are those who signed', async () => {
    const { address } = (await site.shelf.live()).find(({ status }) => status === 'gathering')!;
    const lists = (await Promise.all([paths.sitemap(), paths.robots(), paths.siteFeed()].map(read))).join();
    expect(lists).toContain('http://localhost:3000/letters/answer-us</loc>');
    expect([lists.includes(address), lists.includes('secret'), lists.includes('/signatures')]).toEqual([
      false,
      false,
      false,
    ]);
    const page = await read(paths.letter(address));
    expect(page).toContain('<meta name="robots" content="noindex">');
    expect(page).not.toMatch(/og:image|ld\+json|feed\.atom/);
    expect(await read(paths.signatures('answer-us'))).toContain('<meta name="robots" content="noindex">');
  });

  test('leaves the map well formed', async () => {
    expect(await read(paths.robots())).toContain('Sitemap: http://localhost:3000/sitemap.xml');
    expect(unescaped(await read(paths.sitemap()))).toBeUndefined();
  });
});

describe('whoever follows a letter whose language we do not speak', () => {
  test('hears which words are in which language', async () => {
    const store = answersStore(site.world.databases.letters);
    const at = site.world.now() + 60_000;
    await store.post(dutch.id, { at, title: 'Wij spraken hen', body: 'Het was goed.' });
    await store.correct(dutch.id, { at, text: 'Het was op de derde.' });
    const feed = await read(paths.feed('dutch'));
    expect(feed).toMatch(/<feed [^>]*xml:lang="nl">/);
    expect(feed).toContain('<title>Antwoord ons</title>\n<subtitle xml:lang="en">An open letter to');
    expect(feed).toContain('<summary xml:lang="en">An open letter to');
    expect(feed).toContain('<title>Wij spraken hen: Antwoord ons</title>');
    expect(feed).toContain('<summary>Het was goed.</summary>');
    expect(feed).toContain('<title xml:lang="en">Correction: Antwoord ons</title>');
    expect(feed).toContain('<summary>Het was op de derde.</summary>');
    const ours = eventsOf(dutch, [{ at, total: 12 }], await store.of(dutch.id), wordsIn('nl'));
    expect(ours.map((event) => [event.key, noticeOf(dutch, event).language])).toEqual([
      ...[
        ['reached 10', 'en'],
        ['update 1', 'nl'],
        ['correction 1', 'en'],
        ['opened', 'nl'],
      ],
    ]);
    // where we speak it, there is one language
    expect(await read(paths.feed('arabic'))).not.toContain('xml:lang="en"');
  });

  test('reads in the feed of the site each letter in its own language', async () => {
    const feed = await read(paths.siteFeed());
    const entry = (title: string) => feed.split('<entry').find((one) => one.includes(title));
    expect(feed).toMatch(/<feed [^>]*xml:lang="en">/);
    expect(entry('لن نبني الأدوات')).toMatch(/^ xml:lang="ar">/);
    expect(entry('Antwoord ons')).toMatch(/^ xml:lang="nl">[^]*<title>Antwoord[^]*<summary xml:lang="en">/);
    expect(entry('&quot;Answer&quot;')).toMatch(/^>/);
  });
});
