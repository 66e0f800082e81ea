import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newWindow, openBrowser, press } from '../support/browser.ts';
import { WRITE, hasSigned, onScreen, pressOn, typeCode } from '../support/client-screens.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';
import { readSeed } from '../support/site.ts';

const TEN_SECONDS = 10_000;

describe.skipIf(!chromium)('a newcomer tries the site out', () => {
  let browser: Browser;
  let site: ListeningSite;
  let page: Page;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    await site.publish(readSeed('1-pathline'));
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  beforeEach(async () => {
    page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin);
    await press(page, 'Take Pathline out of home arrests');
  });

  const top = () => page.locator('.head-count').innerText();
  const isCounted = async (total: number) => await expect.poll(top).toBe(`${total} employees have signed`);

  test('one press lets twelve invented colleagues sign, and the count is in view', async () => {
    await isCounted(0);
    await press(page, 'Let 12 invented colleagues sign');
    await isCounted(12);
    expect(new URL(page.url()).hash).toBe('#count');
    expect((await page.locator('.count .total').boundingBox())!.y).toBeLessThan(400);
    expect(await page.locator('.signatory-list li').count()).toBeGreaterThan(0);
  });

  test('pressed again too soon, the next twelve wait for their turn, and then the number moves by itself', async () => {
    await press(page, 'Let 12 invented colleagues sign');
    await isCounted(12);
    site.pass(TEN_SECONDS);
    await site.rounds.go(site.world.now());
    await isCounted(24);
  });

  test('the newcomer signs with an invented mailbox, whose mail is read in another tab', async () => {
    site.pass(TEN_SECONDS);
    await press(page, 'Sign this letter');
    await onScreen(page, WRITE);
    await page.getByRole('radio', { name: 'With my name' }).check();
    await page.getByRole('textbox', { name: 'Name' }).fill('Zaza Newcomer');
    await pressOn(page, 'Continue');
    await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('you@cirrane.example');
    await pressOn(page, 'Send me a code');
    const [mail] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: '/dev/mail' }).click(),
    ]);
    await mail.getByText('you@cirrane.example').waitFor();
    const [code = ''] = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(await mail.locator('article').first().innerText()) ?? [];
    await typeCode(page, code);
    await hasSigned(page);
    await press(page, 'back to the letter');
    await press(page, 'Let 12 invented colleagues sign');
    await isCounted(37);
    expect(await page.locator('.signatory-list').innerText()).toContain('Zaza Newcomer');
  });
});
