import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { openFullSite, seeEveryPage } from '../support/every-page.ts';
import type { ListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const DESK = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/** How people set their browser before they read; each undoes the one before. */
const settings: [name: string, set: (page: Page) => Promise<void>][] = [
  ['light', (page) => page.emulateMedia({ colorScheme: 'light' })],
  ['dark', (page) => page.emulateMedia({ colorScheme: 'dark' })],
  ['320 pixels wide', (page) => page.setViewportSize(NARROW)],
  ['text at 200 %', (page) => textAt(page, '225%')],
];

async function textAt(page: Page, size: string): Promise<void> {
  await page.setViewportSize(DESK);
  await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
}

describe.skipIf(!chromium)('every page', () => {
  let browser: Browser;
  let site: ListeningSite;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openFullSite()]);
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('can be read and used by everybody: light, dark, 320 pixels wide, with text at 200 %', async () => {
    const page = await (await newWindow(browser, { viewport: DESK })).newPage();
    const faults: string[] = [];
    await seeEveryPage(site, page, async (name) => {
      for (const [setting, set] of settings) {
        await set(page);
        const found = [...(await violationsOn(page)), ...(await overflowOn(page))];
        faults.push(...found.map((fault) => `${name}, ${setting}: ${fault}`));
      }
      await textAt(page, '');
    });
    expect(faults).toEqual([]);
  }, 120_000);

  test('that were neither would be found out', async () => {
    const page = await (await newWindow(browser, { viewport: NARROW })).newPage();
    await page.goto(site.origin + paths.sign('answer-us'));
    await page.evaluate(`document.querySelectorAll('label').forEach((label) => label.remove())`);
    await page.evaluate(`document.querySelector('.promise-text').style.width = '400px'`);
    expect((await violationsOn(page)).join('\n')).toMatch(/^label \| #mailbox/m);
    expect(await overflowOn(page)).toContain('DIV.promise-text');
  });
});
