import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { contrastOn, overflowOn, violationsOn, violationsOnLeaf } from '../support/accessibility.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { galleryOf } from '../support/gallery.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const DESK = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/** What is shown within no page of the site. */
const isLeaf = (name: string): boolean => name.startsWith('mail ') || name === 'roll-call, codes on paper';
const rulesOn = (name: string, page: Page): Promise<string[]> =>
  isLeaf(name) ? violationsOnLeaf(page) : violationsOn(page);

/** How somebody looks at each page: the language, and what is looked for; the window is theirs alone. */
const looks: [who: string, language: string, look: (name: string, page: Page) => Promise<string[]>][] = [
  [
    'in English, light and dark',
    'en',
    async (name, page) => {
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await contrastOn(page);
      await page.emulateMedia({ colorScheme: 'light' });
      return [...dark.map((fault) => `dark: ${fault}`), ...(await rulesOn(name, page))];
    },
  ],
  [
    'in Arabic, from right to left, 320 pixels wide',
    'ar',
    async (name, page) => {
      await page.setViewportSize(NARROW);
      return [...(await overflowOn(page)), ...(await rulesOn(name, page))];
    },
  ],
  [
    'in German, with long words, 320 pixels wide and with text at 200 %',
    'de',
    async (_name, page) => {
      await page.setViewportSize(NARROW);
      const narrow = await overflowOn(page);
      await page.setViewportSize(DESK);
      await page.evaluate(`document.documentElement.style.fontSize = '225%'`);
      return [...narrow, ...(await overflowOn(page)).map((fault) => `large: ${fault}`)];
    },
  ],
];

describe.skipIf(!chromium)('every page and mail of the gallery', () => {
  let browser: Browser;
  let site: ListeningSite;
  let names: string[];

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    names = await galleryOf(site.http);
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  const open = (page: Page, language: string, name: string) =>
    page.goto(`${site.origin}/${language}${paths.devGallery(encodeURIComponent(name))}`);

  test.each(looks)(
    'can be read and used by everybody: %s',
    async (_who, language, look) => {
      const page = await (await newWindow(browser, { viewport: DESK })).newPage();
      await page.goto(`${site.origin}/${language}${paths.devGallery()}`);
      const faults = await look('the gallery', page);
      for (const name of names) {
        await open(page, language, name);
        faults.push(...(await look(name, page)).map((fault) => `${name}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
    400_000,
  );

  test('that could not would be found out', async () => {
    const page = await (await newWindow(browser, { viewport: NARROW })).newPage();
    // axe finds no contrast in Arabic script
    await open(page, 'en', 'letter, open');
    await page.evaluate(`document.querySelector('.who').style.color = '#eee'`);
    await page.evaluate(`document.querySelector('h1').remove()`);
    await page.evaluate(`document.querySelector('.sheet').style.width = '400px'`);
    const found = (await violationsOn(page)).join('\n');
    expect(found).toMatch(/^color-contrast \| .*who/m);
    expect(found).toMatch(/^page-has-heading-one/m);
    expect((await overflowOn(page)).join(' ')).toContain('DIV.sheet');
  });
});
