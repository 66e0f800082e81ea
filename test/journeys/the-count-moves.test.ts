import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, arrangements, openListeningSite } from '../support/listening-site.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const POLL = 30_000;
const MINUTE = 60_000;

type Slug = 'answer-us' | 'both' | 'few' | 'sealed';

describe.skipIf(!chromium).each(arrangements)('Pat has a letter open while people sign, %s', (_where, arrangement) => {
  let browser: Browser;
  let site: ListeningSite;
  let page: Page;
  let loads: number;
  const signed = { 'answer-us': 0, both: 0, few: 0, sealed: 0 };

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite(arrangement)]);
    const atOnce = { shown: '[named]', release: '{min: 1, every: 0}' };
    const torvik = '{name: Torvik, domains: [torvik.example]}';
    const employers = `[{name: Halden, domains: [halden.example], headcount: 300}, ${torvik}]`;
    await site.publish(letterFile(atOnce));
    await site.publish(letterFile({ ...atOnce, slug: 'both', employers }));
    const one = '[{name: Halden, domains: [halden.example], headcount: 1}]';
    await site.publish(letterFile({ ...atOnce, slug: 'few', employers: one }));
    await site.publish(letterFile({ slug: 'sealed', seal_until: '40', closes: '2026-05-31' }));
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  beforeEach(async () => {
    page = await (await newWindow(browser)).newPage();
    loads = 0;
    page.on('load', () => (loads += 1));
  });

  afterEach(() => page.context().close());

  const open = (slug: Slug = 'answer-us') => page.goto(site.origin + paths.letter(slug));

  /** Somebody of either employer signs, by turns, and a minute later the signature is published. */
  async function somebodySigns(slug: Slug = 'answer-us'): Promise<void> {
    const letter = (await site.shelf.byAddress(slug))!;
    const count = signed[slug]++;
    const pass = await collectPass(site, letter, `${slug}${count}@halden.example`);
    const fields = { shown: 'named', name: `Colleague ${count}`, employer: String(count % 2) };
    expect((await signByForm(site, letter, pass, fields)).status).toBe(201);
    site.pass(MINUTE);
    await site.rounds.go(site.world.now());
  }

  const words = (total = signed['answer-us']) => `${total} ${total === 1 ? 'employee has' : 'employees have'} signed`;
  const top = () => page.locator('.head-count').innerText();
  const isShown = async (text: string) => await expect.poll(top, { timeout: 15_000 }).toBe(text);

  /** Everything that moves: the total at the top and in its section, the share, the instant, the split. */
  const numbers = () => page.locator('.head-count, .count .total, .share, .employers').allInnerTexts();

  test.each([
    ['one employer', 'answer-us', '', /0.2% of 900 employees, as of 4 May 2026 at 12:02 UTC$/],
    [
      'two employers',
      'both',
      ' (2 employers together)',
      /as of 4 May 2026 at 12:04 UTC Halden 1 0.3% of 300 employees Torvik 1$/,
    ],
  ] as const)('every number of a letter to %s moves, as a reload would show it', async (_what, slug, sum, expected) => {
    await open(slug);
    await isShown(`0 employees have signed${sum}`);
    await somebodySigns(slug);
    await isShown(`1 employee has signed${sum}`);
    await page.reload();
    await somebodySigns(slug);
    await isShown(`2 employees have signed${sum}`);
    const moved = await numbers();
    expect(loads).toBe(2);
    await page.reload();
    expect(moved).toEqual(await numbers());
    expect(moved.join(' ').replaceAll(/\s+/g, ' ')).toMatch(expected);
  });

  test('where more sign than the cited headcount counts, the page says so', async () => {
    const note = page.locator('.share [data-beyond]');
    await somebodySigns('few');
    await open('few');
    expect(await note.isVisible()).toBe(false);
    await somebodySigns('few');
    await note.waitFor();
    expect(await page.locator('.share').innerText()).toMatch(/^200% of 1 employees, .* \(more have signed than/);
    const moved = await numbers();
    await page.reload();
    expect(moved).toEqual(await numbers());
  });

  test('how far a sealed letter is moves by its steps', async () => {
    for (let i = 0; i < 10; i++) await somebodySigns('sealed');
    await open('sealed');
    const towards = page.locator('.towards');
    expect(await towards.innerText()).toMatch(/^10 of 40 have signed, as of/);
    for (let i = 0; i < 10; i++) await somebodySigns('sealed');
    await expect.poll(() => towards.innerText(), { timeout: 15_000 }).toMatch(/^20 of 40 have signed, as of/);
    const moved = await towards.innerText();
    expect(await towards.locator('progress').getAttribute('value')).toBe('20');
    await page.reload();
    expect(moved).toBe(await towards.innerText());
  });

  test('when the server was away for a moment, the page listens again by itself', async () => {
    await open();
    const { folder, port } = site;
    await site.end('keep the folder');
    site = await openListeningSite({ ...arrangement, folder, seed: 'after the restart' }, port);
    site.pass(60 * MINUTE);
    await page.waitForRequest(/\/live$/);
    await somebodySigns();
    await isShown(words());
    expect(loads).toBe(1);
  });

  test.each([
    ['are cut off', (route: Route) => route.abort(), 3],
    ['are refused by a proxy', (route: Route) => route.fulfill({ status: 502, body: 'Bad Gateway' }), 1],
  ])('where streams %s, the page asks every half minute', async (_what, fail, tries) => {
    let tried = 0;
    await page.clock.install();
    await page.route('**/live', (route) => ((tried += 1), fail(route)));
    await open();
    await expect.poll(() => tried, { timeout: 15_000 }).toBe(tries);
    const before = await top();
    await somebodySigns();
    expect(await top()).toBe(before);
    await page.clock.runFor(POLL);
    await isShown(words());
    await somebodySigns();
    await page.clock.runFor(POLL);
    await isShown(words());
    expect([tried, loads]).toEqual([tries, 1]);
  });

  test('a browser that is offline says so, and of when its number is, until it is back', async () => {
    await open();
    await isShown(words());
    const note = page.locator('[data-lost]');
    expect(await note.isVisible()).toBe(false);
    const asOf = await page.locator('.share time').innerText();
    await page.context().setOffline(true);
    await note.waitFor();
    expect(await note.innerText()).toContain(`The number is as of ${asOf} and may have moved since.`);
    await somebodySigns();
    await page.context().setOffline(false);
    await isShown(words());
    await note.waitFor({ state: 'hidden' });
    expect(await note.locator('time').textContent()).not.toBe(asOf);
    expect(loads).toBe(1);
  });

  test('a question that gets no answer leaves the number as it was, until the next', async () => {
    const faults: Error[] = [];
    page.on('pageerror', (fault) => faults.push(fault));
    await page.clock.install();
    await page.route('**/live', (route) => route.fulfill({ status: 502 }));
    await page.route('**/api/**', (route) => route.abort());
    await open();
    const before = await top();
    await somebodySigns();
    const [unanswered] = await Promise.all([page.waitForEvent('requestfailed'), page.clock.runFor(POLL)]);
    expect(unanswered.url()).toBe(site.origin + paths.apiLetter('answer-us'));
    expect(await top()).toBe(before);
    await page.locator('[data-lost]').waitFor();
    await page.unroute('**/api/**');
    await page.clock.runFor(POLL);
    await isShown(words());
    await page.locator('[data-lost]').waitFor({ state: 'hidden' });
    expect(faults).toEqual([]);
  });
});
