import { readFile } from 'node:fs/promises';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { chromium } from './say-what-is-skipped.ts';

/** Nothing but what the tests ask for leaves this browser. */
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Long enough for a busy machine; a step that takes longer is a fault. */
const PATIENCE = 15_000;

export const openBrowser = (): Promise<Browser> => playwright.launch({ executablePath: chromium!, args: ARGS });

/** A window of somebody who was never here: nothing stored, and nothing that glides while a test looks. */
export async function newWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** Presses a link or a button and waits for the page behind it. */
export async function press(page: Page, name: string): Promise<void> {
  const pressed = page.getByRole('link', { name }).or(page.getByRole('button', { name }));
  await Promise.all([page.waitForEvent('load'), pressed.click()]);
}

/** What a link gives to keep: the file's name and text. */
export async function download(page: Page, name: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** How much a page left in the browser, in every place where a page can leave something; nothing is an empty list. */
export const whatIsStored = (page: Page): Promise<unknown[]> =>
  page.evaluate<unknown[]>(`(async () => [
    document.cookie, localStorage.length, sessionStorage.length, history.state,
    (await indexedDB.databases()).length, (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
  ].filter(Boolean))()`);
