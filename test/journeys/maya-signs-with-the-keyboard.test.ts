import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { enter, tabTo, typeInto } from '../support/keyboard.ts';
import { letterFile } from '../support/letters.ts';
import { type MailSite, codeOf, openMailSite } from '../support/mail-site.ts';
import { askForCode, hiddenField, signByForm } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya signs with the keyboard', () => {
  let browser: Browser;
  let site: MailSite;
  let letter: PublishedLetter;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openMailSite()]);
    letter = await site.publish(letterFile());
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  /** As colleagues do elsewhere: by the forms, each with a code from a mail of their own. */
  async function colleaguesSign(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      site.pass(1_000);
      const mailbox = `colleague${i}@halden.example`;
      const ticket = await askForCode(site, letter, mailbox);
      const code = codeOf(await site.mailTo(mailbox));
      const page = await site.http.post(paths.collectPass(letter.address)).type('form').send({ ticket, code });
      expect((await signByForm(site, letter, hiddenField(page.text, 'pass'))).status).toBe(201);
    }
  }

  test('from the letter to the receipt she needs no mouse, and with nine colleagues she is counted', async () => {
    const page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin + paths.letter('answer-us'));
    await enter(page, 'Sign this letter');

    await typeInto(page, 'Your work mailbox', 'Maya.Lind+letters@halden.example');
    await enter(page, 'Send me a code');
    const mail = await site.mailTo('maya.lind@halden.example');
    expect([mail.subject, mail.from]).toEqual(['Your code', 'letters@undersigned.example']);
    await typeInto(page, 'Code', codeOf(mail).toLowerCase());
    await enter(page, 'Get my pass');

    await tabTo(page, 'Anonymously');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await typeInto(page, 'Name', 'Maya Lind');
    await typeInto(page, 'Role', 'Engineer');
    await tabTo(page, 'I will not work on this.');
    await page.keyboard.press('Space');
    await typeInto(page, 'A comment, if you wish', 'We asked before.');
    await enter(page, 'Look at it before signing');

    expect(await page.locator('.appearance').innerText()).toMatch(/Maya Lind, Engineer\s+We asked before\./);
    expect(await page.locator('main').innerText()).toContain('I will not work on this.');
    await enter(page, 'Sign the letter');
    expect(await page.locator('h1').innerText()).toBe('You have signed');
    expect(await page.locator('main').innerText()).toContain('at least 9 others');
    await enter(page, 'Back to the letter');
    expect(await page.locator('.count .total').innerText()).toMatch(/^0\s+employees have signed$/);

    await colleaguesSign(9);
    await site.rounds.go(site.world.now());
    await page.reload();
    expect(await page.locator('.count .total').innerText()).toMatch(/^10\s+employees have signed$/);
    expect(await page.locator('.signatory-list').innerText()).toBe('Maya Lind, Engineer');
  });

  test('somebody who skips to the content meets the letter first', async () => {
    const page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin + paths.letter('answer-us'));
    await tabTo(page, 'Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate<boolean>('Boolean(document.activeElement.closest("main"))')).toBe(true);
  });

  test('Theo, who does not work there, is told so beside the field, and what he typed stays', async () => {
    const page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin + paths.sign('answer-us'));
    await typeInto(page, 'Your work mailbox', 'theo@elsewhere.example');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('#mailbox').inputValue()).toBe('theo@elsewhere.example');
    await tabTo(page, 'Only mailboxes at halden.example can sign this letter. Please use your work address there.');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('mailbox');
  });
});
