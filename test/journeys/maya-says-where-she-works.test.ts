import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { writePass } from '../../src/protocol/pass.ts';
import type { Fields } from '../../src/signing/signature.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { WRITE, onScreen, openClient, pressOn, signOnScreens } from '../support/client-screens.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { collectBlinded } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya says in her browser where she works', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let page: Page;
  let signed: { pk: string; fields: Fields } | undefined;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    letter = await site.publish(letterFile({ sites: '[Ostrey, Remote]', roles: '[Nursing, Porters]' }));
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });
  beforeEach(async () => {
    page = await (await newWindow(browser)).newPage();
    page.on('request', (request) => {
      if (request.url().endsWith(paths.signatures(letter.address)) && request.method() === 'POST')
        signed = request.postDataJSON() as typeof signed;
    });
  });

  const choose = (label: string, option: string) => page.getByLabel(label).selectOption(option);
  const held = async () => (await site.board.standing(letter, fromBase64url(signed!.pk)))?.fields;

  test('as she signs: what she chose arrives, and is what she signed', async () => {
    await openClient(site, page);
    await onScreen(page, WRITE);
    await choose('Your site, if you wish', 'Remote');
    await signOnScreens(site, page, 'maya@halden.example');
    expect(signed!.fields).toMatchObject({ site: 1, occupation: null });
    expect(await held()).toEqual(signed!.fields);
  });

  test('with a kept pass: she sees it before she signs, sees it again later, and takes it back', async () => {
    const pass = await writePass(await collectBlinded(site, letter, 'mila@halden.example'));
    await page.goto(site.origin + paths.writeSignature(letter.address));
    await page.getByText('Your pass stays in this browser').waitFor();
    await choose('Your site, if you wish', 'Ostrey');
    await choose('Your kind of work, if you wish', 'Porters');
    await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
    await pressOn(page, 'Look at it before signing');
    await onScreen(page, 'How it will appear');
    expect(await page.locator('[data-groups]').innerText()).toBe('Ostrey\nPorters');
    await pressOn(page, 'Sign the letter');
    await onScreen(page, 'You have signed');
    expect(await held()).toMatchObject({ site: 0, occupation: 1 });

    await page.goto(site.origin + paths.change(letter.address));
    await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
    await pressOn(page, 'Show my signature');
    await onScreen(page, 'Change your signature');
    expect(await page.getByLabel('Your kind of work, if you wish').inputValue()).toBe('1');
    await choose('Your site, if you wish', 'Not said');
    await pressOn(page, 'Change my signature');
    await page.getByText('Your signature is changed.').waitFor();
    expect(await held()).toMatchObject({ site: null, occupation: 1 });
  });
});
