import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya reads the promise on her phone', () => {
  let browser: Browser;
  let site: ListeningSite;
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test.each(['en', 'de', 'ar'])('and sees what nobody learns beside what they learn, in %s', async (language) => {
    const page = await (await newWindow(browser, { viewport: { width: 320, height: 640 } })).newPage();
    await page.goto(`${site.origin}/${language}${paths.promise()}`);
    const cells = await page.locator('table').getByRole('cell').all();
    expect(cells.length).toBeGreaterThanOrEqual(18);
    for (const cell of cells) {
      const { x, width } = (await cell.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(320);
    }
    // a table that is laid out by other means stays a table to who hears it
    expect(await page.getByRole('row').count()).toBe(await page.locator('tr').count());
  });
});
