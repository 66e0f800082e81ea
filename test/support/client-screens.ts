import type { Page } from 'playwright-core';
import { paths } from '../../src/paths.ts';
import type { ListeningSite } from './listening-site.ts';
import { codeIn } from './people.ts';

/** The screens of the browser's own client, by their headings. */
export const WRITE = 'Your signature';
export const MAILBOX = 'Prove that you work there';
export const CODE = 'Type the code';
export const DONE = 'Keep your pass';
export const ALTERED = 'Do not sign here';

/** Waits until this screen is the one that is shown. */
export const onScreen = (page: Page, heading: string): Promise<void> =>
  page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor();

/** Opens the page on which a letter is signed; a link may pin the letter. */
export async function openClient(site: ListeningSite, page: Page, fragment = '', slug = 'answer-us'): Promise<void> {
  await page.goto(site.origin + paths.sign(slug) + fragment);
}

/** Presses a button of a screen; nothing is loaded. */
export const pressOn = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();

/** From the first screen to the code, which is left to be typed; gives the code. */
export async function askOnScreens(site: ListeningSite, page: Page, mailbox: string): Promise<string> {
  await onScreen(page, WRITE);
  await pressOn(page, 'Continue');
  await onScreen(page, MAILBOX);
  return askAgain(site, page, mailbox);
}

/** From the mailbox to the code. */
export async function askAgain(site: ListeningSite, page: Page, mailbox: string): Promise<string> {
  await page.getByRole('textbox', { name: 'Your work mailbox' }).fill(mailbox);
  await pressOn(page, 'Send me a code');
  await onScreen(page, CODE);
  site.pass(1_000);
  await site.mailIsSent();
  return codeIn(site, mailbox);
}

export async function typeCode(page: Page, code: string, button = 'Sign the letter'): Promise<void> {
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await pressOn(page, button);
}

/** The pass that the last screen shows. */
export async function shownPass(page: Page): Promise<string> {
  await onScreen(page, DONE);
  return page.getByRole('textbox', { name: 'The pass' }).inputValue();
}

/** Until the last screen says that the signature arrived. */
export const hasSigned = (page: Page): Promise<void> => page.getByText('You have signed.').waitFor();

/** All of it, in one sitting; gives the pass. */
export async function signOnScreens(site: ListeningSite, page: Page, mailbox: string): Promise<string> {
  await typeCode(page, await askOnScreens(site, page, mailbox));
  await hasSigned(page);
  return shownPass(page);
}
