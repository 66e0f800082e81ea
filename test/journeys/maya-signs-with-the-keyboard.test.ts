import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser, press } from '../support/browser.ts';
import { CODE, DONE, MAILBOX, WRITE, hasSigned, onScreen, shownPass } from '../support/client-screens.ts';
import { enter, enterScreen, tabTo, typeInto } from '../support/keyboard.ts';
import { letterFile } from '../support/letters.ts';
import { arrangements } from '../support/listening-site.ts';
import { type MailSite, codeOf, openMailSite } from '../support/mail-site.ts';
import { askForCode, hiddenField, signByForm } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium).each(arrangements)('Maya signs with the keyboard, %s', (_where, arrangement) => {
  let browser: Browser;
  let site: MailSite;
  let letter: PublishedLetter;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openMailSite(arrangement)]);
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

  test('from the letter to the pass she needs no mouse, is counted with nine colleagues, and withdraws', async () => {
    const page = await (await newWindow(browser)).newPage();
    await page.goto(site.origin + paths.letter('answer-us'));
    await enter(page, 'Sign this letter');
    await onScreen(page, WRITE);

    await tabTo(page, 'Anonymously');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await typeInto(page, 'Name', 'Maya Lind');
    await typeInto(page, 'Role', 'Engineer');
    await tabTo(page, 'I will not work on this.');
    await page.keyboard.press('Space');
    await typeInto(page, 'A comment, if you wish', 'We asked before.');
    await enterScreen(page, 'Continue', MAILBOX);
    expect(await page.locator('main').innerText()).toContain('You will appear as: Maya Lind, Engineer');

    await typeInto(page, 'Your work mailbox', 'Maya.Lind+letters@halden.example');
    await enterScreen(page, 'Send me a code', CODE);
    const mail = await site.mailTo('maya.lind@halden.example');
    expect([mail.subject, mail.from]).toEqual(['Your code', 'letters@undersigned.example']);
    await typeInto(page, 'Code', codeOf(mail).toLowerCase());
    await enterScreen(page, 'Sign the letter', DONE);
    await hasSigned(page);
    expect(await page.getByRole('status').first().innerText()).toContain('at least 9 others');
    const pass = await shownPass(page);
    expect(pass).toMatch(/^pass1_[\w-]{500,}$/);
    await tabTo(page, 'Save as a file');
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toBe('pass-answer-us.txt');
    expect(await readFile(await file.path(), 'utf8')).toBe(`${pass}\n`);
    await enter(page, 'back to the letter');
    expect(await page.locator('.count .total').innerText()).toMatch(/^0\s+employees have signed$/);

    await colleaguesSign(9);
    await site.rounds.go(site.world.now());
    await page.reload();
    expect(await page.locator('.count .total').innerText()).toMatch(/^10\s+employees have signed$/);
    expect(await page.locator('.signatory-list').innerText()).toBe('Maya Lind, Engineer');

    await enter(page, 'change or withdraw your signature');
    await tabTo(page, 'Your pass');
    await page.keyboard.insertText(pass);
    await enterScreen(page, 'Show my signature', 'Change your signature');
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Maya Lind');
    await enterScreen(page, 'Withdraw it instead', 'Withdraw your signature');
    await tabTo(page, 'At the next release, together with others');
    await page.keyboard.press('ArrowDown');
    await enterScreen(page, 'Withdraw my signature', 'Done');
    await page.getByText('the number has changed already').waitFor();
    await page.goto(site.origin + paths.letter('answer-us'));
    expect(await page.locator('.count .total').innerText()).toMatch(/^9\s+employees have signed$/);
    expect(await page.locator('main').innerText()).not.toContain('Maya');
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
    await onScreen(page, WRITE);
    await enterScreen(page, 'Continue', MAILBOX);
    await typeInto(page, 'Your work mailbox', 'theo@elsewhere.example');
    await page.keyboard.press('Enter');
    await page.getByText('Only mailboxes at halden.example can sign this letter.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Your work mailbox' }).inputValue()).toBe('theo@elsewhere.example');
  });

  test('without script Theo is told so on the next page, from which a link leads back to the field', async () => {
    const page = await (await newWindow(browser, { javaScriptEnabled: false })).newPage();
    await page.goto(site.origin + paths.sign('answer-us'));
    await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('theo@elsewhere.example');
    await press(page, 'Send me a code');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('#mailbox').inputValue()).toBe('theo@elsewhere.example');
    await page.getByRole('alert').getByRole('link').press('Enter');
    expect(await page.locator('#mailbox:focus').count()).toBe(1);
  });
});
