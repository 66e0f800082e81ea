import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser, whatIsStored } from '../support/browser.ts';
import { openFullSite, seeEveryPage } from '../support/every-page.ts';
import type { ListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

/** Told on the console, where what the page said is heard; the browser's own word on a 4xx answer is no fault. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('violates ' + event.violatedDirective + ': ' + event.blockedURI))`;
const statusOfPage = /^Failed to load resource: the server responded with a status of 4\d\d /;

describe.skipIf(!chromium)('a visitor of every page', () => {
  let browser: Browser;
  let site: ListeningSite;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openFullSite()]);
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('asks no other site for anything, keeps nothing, and the browser has nothing to complain of', async () => {
    const window = await newWindow(browser);
    const page = await window.newPage();
    const asked = new Set<string>();
    const setCookies: string[] = [];
    const complaints: string[] = [];
    window.on('request', (request) => asked.add(new URL(request.url()).origin));
    window.on('response', (response) => {
      if ('set-cookie' in response.headers()) setCookies.push(response.url());
    });
    page.on('pageerror', (fault) => complaints.push(String(fault)));
    page.on('console', (message) => {
      if (!statusOfPage.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
    });
    await page.addInitScript(TELL_VIOLATIONS);
    let seen = 0;
    const withoutScript = await (await newWindow(browser, { javaScriptEnabled: false })).newPage();
    withoutScript.on('request', (request) => asked.add(new URL(request.url()).origin));
    await seeEveryPage(site, { page, withoutScript }, async (name, shown) => {
      seen += 1;
      // organizers are signed in by a cookie, which never leaves their pages
      const isOrganizers = new URL(shown.url()).pathname.startsWith(paths.organize());
      const stored = (await whatIsStored(shown)).filter((one) => !isOrganizers || !String(one).startsWith('sid='));
      expect(stored, name).toEqual([]);
      // a block of data is not run
      const inline = shown.locator('[style], [onclick], script:not([src], [type="application/ld+json"])');
      expect(await inline.count(), name).toBe(0);
    });
    expect(seen).toBeGreaterThan(30);
    expect([...asked]).toEqual([site.origin]);
    expect(setCookies).toEqual([]);
    const cookies = [...(await window.cookies()), ...(await withoutScript.context().cookies())];
    expect(cookies.filter(({ path }) => path !== paths.organize())).toEqual([]);
    expect(complaints).toEqual([]);
  }, 120_000);

  test('a page that broke the rule would be found out', async () => {
    const page = await (await newWindow(browser)).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.addInitScript(TELL_VIOLATIONS);
    await page.goto(site.origin);
    await page.evaluate(
      `document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/dot.png' }))`,
    );
    await expect.poll(() => complaints.join('\n')).toContain('violates img-src: https://elsewhere.example/dot.png');
  });
});
