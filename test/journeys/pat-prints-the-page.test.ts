import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { encode } from 'uqr';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

/** The dark squares that strokes from left to right cover. */
function darkIn(path: string): Set<string> {
  const strokes = path.matchAll(/M(\d+) (\d+)h(\d+)/g);
  const squares = Array.from(strokes, ([, x, y, run]) => Array.from({ length: +run! }, (_, i) => `${+x! + i} ${y}`));
  return new Set(squares.flat());
}

describe.skipIf(!chromium)('Pat prints a letter from the browser', () => {
  let browser: Browser;
  let site: ListeningSite;
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    await site.publish(letterFile({ language: 'en', supporters: 'true' }));
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('and the paper says where it is: in full, and as a QR code; the screen has no need of it', async () => {
    const page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin + paths.letter('answer-us'));
    const onPaper = page.locator('.on-paper');
    expect(await onPaper.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await onPaper.isVisible()).toBe(true);
    // a letter with supporters has two, and paper cannot be clicked
    expect(await page.locator('a.button').count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator('.button:visible').count()).toBe(0);
    const url = (await onPaper.locator('strong').textContent())!;
    expect(url).toMatch(/^https?:\/\/.*\/letters\/answer-us$/);
    const drawn = darkIn((await onPaper.locator('path').getAttribute('d'))!);
    const { data } = encode(url, { ecc: 'L', border: 0 });
    const meant = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`${x} ${y}`] : [])));
    expect(drawn).toEqual(new Set(meant));
  });
});
