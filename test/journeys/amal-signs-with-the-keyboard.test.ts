import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { onScreen } from '../support/client-screens.ts';
import { enter, enterScreen, tabTo, typeInto } from '../support/keyboard.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { codeIn } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const say = (saying: string): string => wordsIn('ar').say(saying);

describe.skipIf(!chromium)('Amal signs with the keyboard, from right to left', () => {
  let browser: Browser;
  let site: ListeningSite;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    await site.publish(letterFile());
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('on a narrow screen, from the letter to the pass: each stop is seen, in the order of the page', async () => {
    const page = await (await newWindow(browser, { viewport: { width: 320, height: 640 } })).newPage();
    await page.goto(`${site.origin}/ar${paths.letter('answer-us')}`);
    await enter(page, say('reading.letter.sign'));
    await onScreen(page, say('issuing.your-signature'));

    await tabTo(page, say('letters.form.anonymous'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await typeInto(page, say('letters.form.name'), 'أمل حداد');
    await typeInto(page, say('letters.form.role'), 'مهندسة');
    await tabTo(page, 'I will not work on this.');
    await page.keyboard.press('Space');
    await typeInto(page, say('letters.form.comment'), 'سألنا من قبل.');
    await enterScreen(page, say('issuing.client.continue'), say('issuing.ask.heading'));

    await typeInto(page, say('issuing.field.mailbox'), 'amal@halden.example');
    await enterScreen(page, say('issuing.ask.send'), say('issuing.code.heading'));
    site.pass(1_000);
    await site.mailIsSent();
    await typeInto(page, say('issuing.field.code'), codeIn(site, 'amal@halden.example'));
    await enterScreen(page, say('issuing.client.sign'), say('issuing.client.keep'));
    await page.locator('[data-signed]').waitFor();
    await tabTo(page, say('issuing.pass.save'));
    expect(await page.locator('[data-pass]').inputValue()).toMatch(/^pass1_[\w-]{500,}$/);
    expect(await page.evaluate<string>('document.documentElement.dir')).toBe('rtl');
  });
});
