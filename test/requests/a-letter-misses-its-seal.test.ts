import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  const sealed = { seal_until: '100', closes: '2026-05-04', sites: '[Bergen, Hamburg]' };
  const letter = await site.publish(letterFile({ ...sealed, slug: 'missed', title: 'Too few' }));
  const employers = '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]';
  await site.publish(letterFile({ ...sealed, slug: 'of-two', title: 'Of two', employers }));
  await colleaguesSign(site, letter, 3);
  site.pass(2 * DAY);
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

/** What somebody sees of a page who cannot unfold or unhide anything. */
async function seen(path: string): Promise<string> {
  const { text } = await site.http.get(path).expect(200);
  return text
    .replace(/<head>[^]*<\/head>|<svg viewBox[^]*?<\/svg>/g, ' ')
    .replace(/<(\w+)[^>]*\shidden>[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ');
}

/** A number of people that nobody counted. */
const ZERO = /(?<![\p{L}\p{N}.,:])[0٠] (?:\p{L}{4,})/u;

test.each(everyLanguage)('no page of a letter that too few signed says in %s how many did', async (language) => {
  const missed = wordsIn(language).say('reading.letter.closed-missed', { number: wordsIn(language).number(100) });
  for (const slug of ['missed', 'of-two']) {
    const page = await seen(`/${language}${paths.letter(slug)}`);
    expect(page.split(missed), slug).toHaveLength(2);
    for (const of of [paths.letter, paths.audit, paths.embed, paths.share, paths.signatures]) {
      const path = `/${language}${of(slug)}`;
      expect(await seen(path), path).not.toMatch(ZERO);
      expect(await seen(path), path).not.toMatch(/\b3 /);
    }
  }
});

test('nothing on it waits any more, and nothing is offered that nobody can do', async () => {
  const words = wordsIn('en');
  const none = words.say('reading.signatories.none-kept');
  const page = await seen(paths.letter('of-two'));
  expect(page).not.toContain(words.say('reading.letter.later'));
  expect(page).not.toContain(words.say('reading.letter.split'));
  expect(page).not.toContain(words.say('reading.breakdowns.heading'));
  expect(page).not.toContain('change or withdraw');
  expect(page).toContain(none);
  expect(await seen(paths.signatures('missed'))).toContain(none);
  const audit = await seen(paths.audit('missed'));
  expect(audit).toContain(words.say('reading.seal-missed', { until: '100' }));
  expect(audit).not.toContain('until then');
  // no receipt can be found in a log that stays empty, and no release will come
  expect(audit).not.toContain(words.say('audit.mine.heading'));
  expect(page).not.toContain(words.say('reading.letter.pledges-note'));
  expect(page).not.toContain('Each signature carries a pass');
});

test('a list in which nobody stands yet says so, and not that nobody was found', async () => {
  const words = wordsIn('en');
  await site.publish(letterFile({ slug: 'young', title: 'Young' }));
  const list = await seen(paths.signatures('young'));
  expect(list).toContain(words.say('reading.signatories.none'));
  expect(list).not.toContain(words.say('reading.signatories.not-found'));
  expect(await seen(`${paths.signatures('young')}?q=zz`)).toContain(words.say('reading.signatories.not-found'));
});

test.each([
  ['missed its seal', () => paths.letter('missed')],
  ['gathers', async () => paths.letter((await site.publish(letterFile({ slug: 'g', status: 'gathering' }))).address)],
])(
  'every link on the page of a letter that %s leads somewhere',
  async (_state, pathOf) => {
    const { text } = await site.http.get(await pathOf()).expect(200);
    const links = new Set(Array.from(text.matchAll(/<a [^>]*href="(\/[^"#]*)/g), ([, path]) => path!));
    expect(links.size).toBeGreaterThan(5);
    const lost = [];
    // paper takes its time, and is set by another program
    for (const path of [...links].filter((one) => !one.includes('.pdf'))) {
      const { status } = await site.http.get(path).redirects(1);
      if (status >= 400) lost.push(`${status} ${path}`);
    }
    expect(lost).toEqual([]);
  },
  30_000,
);
