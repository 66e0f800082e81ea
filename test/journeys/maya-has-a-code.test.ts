import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeCodes } from '../../src/issuing/roll-call/roll-call.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toBase32 } from '../../src/protocol/base32.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser, press, whatIsStored } from '../support/browser.ts';
import {
  CODE,
  WRITE,
  hasSigned,
  onScreen,
  openClient,
  pressOn,
  shownPass,
  typeCode,
} from '../support/client-screens.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { rollCallFile } from '../support/roll-call.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya, who has a code on paper and no mailbox', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let codes: string[];
  let page: Page;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    letter = await site.publish(rollCallFile());
    codes = await makeCodes(site.world, letter, 3);
  });
  beforeEach(async () => {
    page = await (await newWindow(browser, { viewport: { width: 360, height: 740 } })).newPage();
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('signs in three screens: her words, the code, the pass', async () => {
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(`${new URL(request.url()).pathname} ${request.postData()}`);
    });
    await openClient(site, page, `#${toBase32(letter.publicId, 26)}`);
    await onScreen(page, WRITE);
    await page.locator('[data-sign] .steps:visible', { hasText: 'Step 1 of 3' }).waitFor();
    await pressOn(page, 'Continue');
    await onScreen(page, CODE);
    await page.locator('[data-sign] .steps:visible', { hasText: 'Step 2 of 3' }).waitFor();
    expect(await page.getByText('Use another mailbox').isVisible()).toBe(false);
    expect([await violationsOn(page), await overflowOn(page)]).toEqual([[], []]);
    await typeCode(page, 'ZZZZZ-ZZZZZ');
    await page.getByText('This is not a code for this letter.').waitFor();
    await typeCode(page, codes[0]!.toLowerCase());
    await hasSigned(page);
    expect(await shownPass(page)).toMatch(/^pass1_/);
    expect(posts.map((post) => post.split(' ')[0])).toEqual([
      ...[paths.collectPass('answer-us'), paths.collectPass('answer-us'), paths.signatures('answer-us')],
    ]);
    expect(posts.join()).not.toMatch(/mailbox|ticket/);
    expect(await whatIsStored(page)).toEqual([]);
  });

  test('is told when somebody used it before her', async () => {
    await openClient(site, page);
    await onScreen(page, WRITE);
    await pressOn(page, 'Continue');
    await onScreen(page, CODE);
    await typeCode(page, codes[0]!);
    await page.getByText('The pass for this code was already collected').waitFor();
    await onScreen(page, CODE);
  });

  test('gets her pass by the form where no script runs', async () => {
    const plain = await (await newWindow(browser, { javaScriptEnabled: false })).newPage();
    await plain.goto(site.origin + paths.sign('answer-us'));
    expect(await overflowOn(plain)).toEqual([]);
    await plain.getByRole('textbox', { name: 'Code' }).fill('no code');
    await press(plain, 'Get my pass');
    expect(await plain.title()).toMatch(/^Error: /);
    expect(await plain.getByRole('textbox', { name: 'Code' }).inputValue()).toBe('no code');
    await plain.getByRole('textbox', { name: 'Code' }).fill(codes[1]!);
    await press(plain, 'Get my pass');
    expect(await plain.getByRole('textbox', { name: 'The pass' }).inputValue()).toMatch(/^pass1_/);
  });
});
