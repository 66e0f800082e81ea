import type { Browser, Page } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { download, newWindow, openBrowser, press } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { arrangements } from '../support/listening-site.ts';
import { type MailSite, codeOf, openMailSite } from '../support/mail-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, javaScriptEnabled: false };

describe.skipIf(!chromium).each(arrangements)('Maya signs without script, on her phone, %s', (_where, arrangement) => {
  let browser: Browser;
  let site: MailSite;
  let page: Page;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openMailSite(arrangement)]);
    await site.publish(letterFile({ release: '{min: 1, every: 0}', shown: '[named]', comments: 'false' }));
  });

  beforeEach(async () => {
    page = await (await newWindow(browser, phone)).newPage();
    await page.goto(site.origin + paths.letter('answer-us'));
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  /** Goes on to the next page, which must fit the phone. */
  async function goOn(name: string): Promise<void> {
    await press(page, name);
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(360);
  }

  async function collectPass(mailbox: string): Promise<string> {
    await goOn('Sign this letter');
    await page.getByRole('textbox', { name: 'Your work mailbox' }).fill(mailbox);
    await goOn('Send me a code');
    const code = codeOf(await site.mailTo(mailbox));
    await goOn('Has it been sent?');
    expect(await page.getByRole('status').innerText()).toContain('The mail left our server');
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await goOn('Get my pass');
    return page.getByRole('textbox', { name: 'The pass' }).inputValue();
  }

  test('the letter says what her employer could learn', async () => {
    const promise = page.getByText('Everybody will see');
    expect(await promise.isVisible()).toBe(false);
    await page.getByText('What your employer can learn if you sign').tap();
    expect(await promise.isVisible()).toBe(true);
  });

  test('she can keep her pass as a file and as a QR code', async () => {
    const pass = await collectPass('may@halden.example');
    expect(pass).toMatch(/^pass1_[\w-]{500,}$/);
    expect(await download(page, 'Save as a file')).toEqual({ name: 'pass-answer-us.txt', text: `${pass}\n` });

    await page.getByText('As a QR code').tap();
    const code = page.getByRole('img', { name: 'Your pass as a QR code' });
    expect((await code.boundingBox())!.width).toBeGreaterThan(200);
    const drawn = (await code.locator('path').getAttribute('d')) ?? '';
    const dark = new Set(Array.from(drawn.matchAll(/M(\d+) (\d+)h1v1h-1z/g), ([, x, y]) => `${x} ${y}`));
    const { data } = encode(pass, { ecc: 'L', border: 4 });
    expect(data.map((row, y) => row.map((_square, x) => dark.has(`${x} ${y}`)))).toEqual(data);
  });

  test('she forgets her name, mistypes it, mends it, and is counted', async () => {
    site.pass(60_000);
    await collectPass('maya@halden.example');
    await page.getByRole('textbox', { name: 'Role' }).fill('Engineer');
    await page.getByRole('checkbox', { name: 'I will consider leaving.' }).check();
    await goOn('Look at it before signing');
    expect(await page.getByRole('alert').innerText()).toContain('Please look at this again');
    expect(await page.getByRole('textbox', { name: 'Role' }).inputValue()).toBe('Engineer');
    expect(await page.getByRole('checkbox', { name: 'I will consider leaving.' }).isChecked()).toBe(true);

    await page.getByRole('textbox', { name: 'Name' }).fill('Maia');
    await goOn('Look at it before signing');
    expect(await page.locator('.appearance').innerText()).toBe('Maia, Engineer');
    await goOn('Change it');
    await page.getByRole('textbox', { name: 'Name' }).fill('Maya Lind');
    await goOn('Look at it before signing');
    await goOn('Sign the letter');
    expect(await page.locator('h1').innerText()).toBe('You have signed');
    const receipt = await download(page, 'Save as a file');
    expect(receipt.name).toBe('receipt-answer-us.json');
    expect(JSON.stringify(JSON.parse(receipt.text))).not.toContain('Maya');

    await site.rounds.go(site.world.now());
    await goOn('Back to the letter');
    expect(await page.locator('.count .total').innerText()).toMatch(/^1\s+employee has signed$/);
    expect(await page.locator('.signatory-list').innerText()).toBe('Maya Lind, Engineer');
  });

  test('she comes back with her pass on another day', async () => {
    site.pass(60_000);
    const pass = await collectPass('mai@halden.example');
    site.pass(3 * 86_400_000);
    page = await (await newWindow(browser, phone)).newPage();
    await page.goto(site.origin + paths.sign('answer-us'));
    await goOn('Sign with it');
    await page.getByRole('textbox', { name: 'Your pass' }).fill(`\n ${pass.slice(0, 300)}\n${pass.slice(300)} `);
    await page.getByRole('textbox', { name: 'Name' }).fill('Mai Tran');
    await goOn('Look at it before signing');
    await goOn('Sign the letter');
    expect(await page.locator('h1').innerText()).toBe('You have signed');
  });
});
