import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser, press } from '../support/browser.ts';
import {
  CODE,
  MAILBOX,
  WRITE,
  askAgain,
  askOnScreens,
  hasSigned,
  onScreen,
  openClient,
  pressOn,
  shownPass,
  signOnScreens,
  typeCode,
} from '../support/client-screens.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const FALLBACK = /ed25519-fallback/;

/** As browsers did before they had Ed25519. */
const WITHOUT_ED25519 = `{
  const { importKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
    return (algorithm.name ?? algorithm) === 'Ed25519'
      ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
      : importKey.call(this, format, key, algorithm, ...rest);
  };
}`;

/** As on a page that did not come over HTTPS. */
const WITHOUT_SUBTLE = `Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })`;

const BROKE = 'The connection broke. Nothing is lost: try again.';

describe.skipIf(!chromium)('Maya has a bad day', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let window: BrowserContext;
  let page: Page;
  let asked: string[];

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    letter = await site.publish(letterFile());
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  beforeEach(async () => {
    window = await newWindow(browser);
    page = await window.newPage();
    asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    site.pass(60_000);
  });

  afterEach(() => window.close());

  const { issuer, pending } = {
    issuer: () => site.world.databases.issuer,
    pending: () => site.world.databases.pending,
  };
  const passes = () => issuer().$client.prepare('SELECT count(*) FROM spent').pluck().get() as number;
  const signatures = () => pending().$client.prepare('SELECT count(*) FROM pending').pluck().get() as number;
  const times = (path: string) => asked.filter((other) => other === path).length;

  /** The server answers, and the first answer to this path does not arrive. */
  const loseOneAnswer = (path: string) =>
    page.route(
      `**${path}`,
      async (route: Route) => {
        expect((await route.fetch()).ok()).toBe(true);
        await route.abort();
      },
      { times: 1 },
    );

  describe('the connection breaks', () => {
    test('when the pass is on its way: she presses again, and one mailbox has one pass and one signature', async () => {
      const before = [passes(), signatures()];
      await loseOneAnswer(paths.collectPass(letter.address));
      await openClient(site, page);
      await typeCode(page, await askOnScreens(site, page, 'maya@halden.example'));
      await page.getByText(BROKE).waitFor();
      expect([passes() - before[0]!, signatures() - before[1]!]).toEqual([1, 0]);
      await pressOn(page, 'Sign the letter');
      await hasSigned(page);
      expect([passes() - before[0]!, signatures() - before[1]!]).toEqual([1, 1]);
      expect(times(paths.collectPass(letter.address))).toBe(2);
    });

    test('when the pass is on its way, and she asks for another code: the same pass is hers', async () => {
      const before = passes();
      await loseOneAnswer(paths.collectPass(letter.address));
      await openClient(site, page);
      await typeCode(page, await askOnScreens(site, page, 'mila@halden.example'));
      await page.getByText(BROKE).waitFor();
      await pressOn(page, 'Use another mailbox, or ask again');
      await onScreen(page, MAILBOX);
      await typeCode(page, await askAgain(site, page, 'mila@halden.example'));
      await hasSigned(page);
      expect(passes() - before).toBe(1);
    });

    test('when the signature is on its way: the pass is shown, she sends it again, and is counted once', async () => {
      const before = signatures();
      await loseOneAnswer(paths.signatures(letter.address));
      await openClient(site, page);
      await typeCode(page, await askOnScreens(site, page, 'mara@halden.example'));
      await page.getByText(BROKE).waitFor();
      expect(await shownPass(page)).toMatch(/^pass1_/);
      expect(await page.getByText('You have signed.').isVisible()).toBe(false);
      expect(signatures() - before).toBe(1);
      await pressOn(page, 'Send it again');
      await hasSigned(page);
      expect(await page.getByRole('button', { name: 'Send it again' }).isVisible()).toBe(false);
      expect(await page.getByText(BROKE).isVisible()).toBe(false);
      expect(signatures() - before).toBe(1);
      expect(times(paths.signatures(letter.address))).toBe(2);
    });

    test('when the mail is asked for: she presses again', async () => {
      await page.route(`**${paths.askCode(letter.address)}`, (route) => route.abort(), { times: 1 });
      await openClient(site, page);
      await pressOn(page, 'Continue');
      await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('mona@halden.example');
      await pressOn(page, 'Send me a code');
      await page.getByText(BROKE).waitFor();
      await pressOn(page, 'Send me a code');
      await onScreen(page, CODE);
    });

    test('in an impatient moment: a second press while the first is on its way does nothing', async () => {
      const before = [passes(), signatures()];
      await openClient(site, page);
      const code = await askOnScreens(site, page, 'mira@halden.example');
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.getByRole('button', { name: 'Sign the letter' }).dblclick();
      await hasSigned(page);
      expect([passes() - before[0]!, signatures() - before[1]!]).toEqual([1, 1]);
      expect(times(paths.collectPass(letter.address))).toBe(1);
    });
  });

  describe('she makes mistakes', () => {
    test('a missing name is told on the first screen, and nothing that she wrote is lost', async () => {
      await openClient(site, page);
      await page.getByRole('radio', { name: 'With my name' }).check();
      await page.getByRole('textbox', { name: 'Role' }).fill('Engineer');
      await page.getByRole('textbox', { name: 'A comment' }).fill('We asked before.');
      await page.getByRole('checkbox', { name: 'I will not work on this.' }).check();
      await pressOn(page, 'Continue');
      await page.getByText('Please give the name to show.').waitFor();
      await onScreen(page, WRITE);
      expect(await page.getByRole('textbox', { name: 'Role' }).inputValue()).toBe('Engineer');
      expect(await page.getByRole('textbox', { name: 'A comment' }).inputValue()).toBe('We asked before.');
      expect(await page.getByRole('checkbox', { name: 'I will not work on this.' }).isChecked()).toBe(true);
      expect(asked.filter((path) => path.startsWith(paths.askCode(letter.address)))).toEqual([]);
      await page.getByRole('textbox', { name: 'Name' }).fill('Maya Lind');
      await pressOn(page, 'Continue');
      await onScreen(page, MAILBOX);
      expect(await page.getByText('You will appear as').innerText()).toBe('You will appear as: Maya Lind, Engineer');
    });

    test('only the fields that her way of signing needs are there', async () => {
      await openClient(site, page);
      const fields = async () => [
        await page.getByRole('textbox', { name: 'Name' }).isVisible(),
        await page.getByRole('textbox', { name: 'Role' }).isVisible(),
      ];
      await onScreen(page, WRITE);
      expect(await fields()).toEqual([false, false]);
      await page.getByRole('radio', { name: 'By my role' }).check();
      expect(await fields()).toEqual([false, true]);
      await page.getByRole('radio', { name: 'With my name' }).check();
      expect(await fields()).toEqual([true, true]);
    });

    test('a mailbox of another company is told on its screen, and her own one goes on from there', async () => {
      await openClient(site, page);
      await pressOn(page, 'Continue');
      const mailbox = page.getByRole('textbox', { name: 'Your work mailbox' });
      await mailbox.fill('maya@gmial.example');
      await pressOn(page, 'Send me a code');
      await page.getByText('Only mailboxes at halden.example can sign this letter.').waitFor();
      await onScreen(page, MAILBOX);
      expect(await mailbox.inputValue()).toBe('maya@gmial.example');
      await askAgain(site, page, 'marie@halden.example');
    });

    test('a mistyped code is told, and the right one works', async () => {
      await openClient(site, page);
      const code = await askOnScreens(site, page, 'malin@halden.example');
      await typeCode(page, 'AAAAA-AAAAA');
      await page.getByText('This is not the code of the mail').waitFor();
      await onScreen(page, CODE);
      await typeCode(page, code.toLowerCase().replace('-', ' '));
      await hasSigned(page);
    });

    test('a mailbox that has its pass already gets no other one, and she is told why', async () => {
      await openClient(site, page);
      await signOnScreens(site, page, 'mette@halden.example');
      await page.reload();
      site.pass(60_000);
      await typeCode(page, await askOnScreens(site, page, 'mette@halden.example'));
      await page.getByText('The pass for this mailbox was already collected').waitFor();
    });
  });

  describe('her browser is old', () => {
    test('one that has Ed25519 loads no library for it', async () => {
      await openClient(site, page);
      await signOnScreens(site, page, 'mai@halden.example');
      expect(asked.filter((path) => FALLBACK.test(path))).toEqual([]);
    });

    test('without Ed25519 she signs with a library, which is loaded then', async () => {
      const before = signatures();
      await page.addInitScript(WITHOUT_ED25519);
      await openClient(site, page);
      await signOnScreens(site, page, 'meta@halden.example');
      expect(asked.some((path) => FALLBACK.test(path))).toBe(true);
      expect(signatures() - before).toBe(1);
    });

    test('a library that was altered on the way does not run: the forms remain', async () => {
      const words: string[] = [];
      page.on('console', (message) => words.push(message.text()));
      await page.addInitScript(WITHOUT_ED25519);
      await page.route(FALLBACK, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `console.log('altered');${await response.text()}` });
      });
      await openClient(site, page);
      await expect.poll(() => words.join('\n')).toContain('integrity');
      // they are held back for a second, so that nothing jumps where a script takes over
      await page.locator('#mailbox').waitFor({ state: 'visible', timeout: 5_000 });
      expect(await page.locator('[data-sign]').isVisible()).toBe(false);
      expect(words).not.toContain('altered');
    });

    test('a script that was altered on the way does not run: the forms remain', async () => {
      await page.route(/\/assets\/sign-/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()}\n` });
      });
      await openClient(site, page);
      await page.waitForLoadState('networkidle');
      // they are held back for a second, so that nothing jumps where a script takes over
      await page.locator('#mailbox').waitFor({ state: 'visible', timeout: 5_000 });
      expect(await page.locator('[data-sign]').isVisible()).toBe(false);
    });

    test('without WebCrypto the forms remain, and say what they cannot promise', async () => {
      await page.addInitScript(WITHOUT_SUBTLE);
      await openClient(site, page);
      expect(await page.locator('[data-sign]').isVisible()).toBe(false);
      await page.locator('#mailbox').fill('mina@halden.example');
      await press(page, 'Send me a code');
      expect(await page.locator('main').innerText()).toContain('our server makes the pass for you');
    });
  });
});
