import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser, press } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { ADA, addOrganizer } from '../support/organizers.ts';
import { codeIn } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const NARROW = { width: 320, height: 700 };
const PHONE = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

describe.skipIf(!chromium)('Ada has a passkey', () => {
  let browser: Browser;
  let site: ListeningSite;
  let context: BrowserContext;
  let page: Page;
  let devices: CDPSession;
  let phone: string;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  beforeEach(async () => {
    site = await openListeningSite();
    const letter = await site.publish(letterFile());
    await addOrganizer(site, ADA, letter.id);
    context = await newWindow(browser, { viewport: NARROW });
    page = await context.newPage();
    devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    phone = (await devices.send('WebAuthn.addVirtualAuthenticator', { options: PHONE })).authenticatorId;
  });

  afterEach(async () => {
    await context.close();
    await site.end();
  });

  afterAll(() => browser.close());

  async function pressButton(name: string): Promise<void> {
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);
  }

  async function askForCode(): Promise<string> {
    await page.goto(site.origin + paths.signIn());
    await page.getByRole('textbox', { name: 'Your address' }).fill(ADA);
    await press(page, 'Mail me a code');
    await site.mailIsSent();
    return codeIn(site, ADA);
  }

  async function signInByCode(): Promise<void> {
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill(await askForCode());
    await pressButton('Sign in');
  }

  async function addPasskey(name: string): Promise<void> {
    await page.goto(site.origin + paths.account());
    await page.getByRole('textbox', { name: 'Name of a new passkey' }).fill(name);
    await press(page, 'Add a passkey');
  }

  const heading = () => page.getByRole('heading', { level: 1 }).innerText();
  const recoveryCodes = () => page.locator('.recovery-codes code').allInnerTexts();

  test('adds it, keeps her recovery codes, and signs in with it from then on', async () => {
    await signInByCode();
    await addPasskey('phone');
    expect(await heading()).toBe('Your recovery codes');
    const codes = await recoveryCodes();
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => /^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/.test(code))).toBe(true);
    await press(page, 'I have kept them');
    expect(await page.locator('main').innerText()).toMatch(
      /phone\s+added 4 May 2026[^]*10 of your recovery codes are unused/,
    );
    await pressButton('Sign out');
    await press(page, 'Sign in with a passkey');
    expect(await heading()).toBe('Your letters');
  });

  test('is told that the mailed code alone is not enough, and takes a recovery code, once', async () => {
    await signInByCode();
    await addPasskey('phone');
    const [recovery] = await recoveryCodes();
    const tryRecovery = async (typed: string) => {
      await pressButton('Sign out');
      await signInByCode();
      expect(await page.getByRole('alert').innerText()).toContain('the mailed code alone is not enough');
      expect(await page.getByRole('textbox', { name: 'Code', exact: true }).inputValue()).not.toBe('');
      await page.getByRole('textbox', { name: 'Recovery code' }).fill(typed);
      await pressButton('Sign in');
    };
    await tryRecovery(recovery!.toLowerCase().replaceAll('-', ' '));
    expect(await heading()).toBe('Your letters');
    await tryRecovery(recovery!);
    expect(await page.getByRole('alert').innerText()).toContain('was used before');
    expect((await context.cookies(site.origin + paths.organize())).length).toBe(0);
  });

  test('makes new recovery codes, which void the old; with the last passkey they go', async () => {
    await signInByCode();
    await addPasskey('phone');
    const old = await recoveryCodes();
    await page.goto(site.origin + paths.account());
    await press(page, 'Make new recovery codes');
    const codes = await recoveryCodes();
    expect(old.filter((code) => codes.includes(code))).toEqual([]);
    await press(page, 'I have kept them');
    await press(page, 'Remove phone');
    expect(await page.getByRole('status').innerText()).toBe('The passkey was removed.');
    expect(await page.locator('main').innerText()).not.toContain('recovery codes are unused');
    await pressButton('Sign out');
    await press(page, 'Sign in with a passkey');
    expect(await page.getByRole('alert').first().innerText()).toContain('This passkey is not known here');
    await signInByCode();
    expect(await heading()).toBe('Your letters');
  });

  test('hears so where the device has one already, or gives none', async () => {
    await signInByCode();
    await addPasskey('phone');
    await page.goto(site.origin + paths.account());
    await page.getByRole('textbox', { name: 'Name of a new passkey' }).fill('the same phone');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('This device has a passkey for your account already.').waitFor();
    await pressButton('Sign out');
    await devices.send('WebAuthn.setUserVerified', { authenticatorId: phone, isUserVerified: false });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('No passkey was given.').waitFor();
  });

  test('is not let in by an answer that was sent before', async () => {
    await signInByCode();
    await addPasskey('phone');
    await page.goto(site.origin + paths.account());
    await pressButton('Sign out');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await press(page, 'Sign in with a passkey');
    const answer = new URLSearchParams((await sent).postData()!).get('answer')!;
    const replay = (text: string) =>
      site.http.post(paths.signInPasskey()).set('origin', site.origin).type('form').send({ answer: text });
    expect((await replay(answer)).status).toBe(422);
    for (const text of ['', '{}', '[]', 'null', '{"id":7}', answer.replace('"id":"', '"id":"x')])
      expect([text.slice(0, 20), (await replay(text)).status]).toEqual([text.slice(0, 20), 422]);
  });

  test('finds every page readable for everybody: light, dark, on a small phone', async () => {
    const faults: string[] = [];
    const look = async (name: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const found = [...(await violationsOn(page)), ...(await overflowOn(page))];
        faults.push(...found.map((fault) => `${name}, ${colorScheme}: ${fault}`));
      }
    };
    const see = async (path: string, name: string) => {
      await page.goto(site.origin + path);
      await look(name);
    };
    await see(paths.signIn(), 'signing in');
    await page.getByRole('textbox', { name: 'Your address' }).fill('ada@nowhere');
    await press(page, 'Mail me a code');
    await look('signing in, with a fault');
    const code = await askForCode();
    await look('the code');
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill('AAAAA-AAAAA');
    await pressButton('Sign in');
    await look('the code, mistyped');
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill(code);
    await pressButton('Sign in');
    await look('the letters');
    await addPasskey('phone');
    await look('the recovery codes');
    await see(paths.account(), 'the account');
    await page.getByRole('textbox', { name: 'Name that the other' }).fill('\u200B');
    await press(page, 'Change the name');
    await look('the account, with a fault');
    await page.goto(site.origin + paths.organize());
    await press(page, 'Who writes');
    await page.getByRole('radio', { name: 'Keeper' }).check();
    await press(page, 'Make a link');
    await look('an invitation made');
    const link = await page.getByRole('textbox', { name: 'The link' }).inputValue();
    await press(page, 'Who writes');
    await look('who writes');
    await press(page, 'What organizers did');
    await look('the trail');
    await see(new URL(link).pathname, 'an invitation, signed in');
    await page.goto(site.origin + paths.account());
    await site.accounts.sessions.endAll((await site.accounts.organizers.byEmail(ADA))!.id);
    await press(page, 'Change the name');
    await look('a lost session');
    await see(new URL(link).pathname, 'an invitation');
    expect(faults).toEqual([]);
  }, 120_000);
});
