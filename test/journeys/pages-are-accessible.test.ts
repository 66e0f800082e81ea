import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { WRITE, onScreen } from '../support/client-screens.ts';
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

/** Switches script off and on in a page, as its visitor can. */
async function switchScript(page: Page): Promise<(runs: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  return async (runs) => void (await session.send('Emulation.setScriptExecutionDisabled', { value: !runs }));
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
    const withoutScript = await (await newWindow(browser, { viewport: DESK })).newPage();
    const scriptRuns = await switchScript(withoutScript);
    await scriptRuns(false);
    const faults: string[] = [];
    await seeEveryPage(site, { page, withoutScript }, async (name, shown) => {
      // only while it is looked at: axe waits for timers, and no timer runs where no script does
      if (shown === withoutScript) await scriptRuns(true);
      for (const [setting, set] of settings) {
        await set(shown);
        const found = [...(await violationsOn(shown)), ...(await overflowOn(shown))];
        faults.push(...found.map((fault) => `${name}, ${setting}: ${fault}`));
      }
      await textAt(shown, '');
      if (shown === withoutScript) await scriptRuns(false);
    });
    expect(faults).toEqual([]);
  }, 240_000);

  test('that were neither would be found out', async () => {
    const page = await (await newWindow(browser, { viewport: NARROW })).newPage();
    await page.goto(site.origin + paths.sign('answer-us'));
    await onScreen(page, WRITE);
    await page.evaluate(`document.querySelectorAll('label').forEach((label) => label.remove())`);
    await page.evaluate(`document.querySelector('.promise-text').style.width = '400px'`);
    expect((await violationsOn(page)).join('\n')).toMatch(/^label \| #comment/m);
    expect(await overflowOn(page)).toContain('DIV.promise-text');
  });
});
