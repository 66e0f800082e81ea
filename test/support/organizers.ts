import request from 'supertest';
import { expect } from 'vitest';
import type { Organizer } from '../../src/organizing/accounts/organizer.ts';
import { paths } from '../../src/paths.ts';
import { codeIn, hiddenField } from './people.ts';
import type { TestSite } from './site.ts';

/** A browser of an organizer: it keeps its cookie, and says from where it sends a form. */
export type OrganizerBrowser = ReturnType<typeof request.agent>;

export const ADA = 'ada@undersigned.example';

/** Adds an organizer, as the operator's tool does; keeper of these letters. */
export async function addOrganizer(
  site: TestSite,
  email: string,
  ...letters: Uint8Array<ArrayBuffer>[]
): Promise<Organizer> {
  const organizer = { id: site.world.random(16), email, name: email.split('@')[0]!, language: null };
  expect(await site.accounts.organizers.add(organizer)).toBe(true);
  for (const letter of letters)
    await site.accounts.members.makeKeeper(letter, organizer.id, site.world.now(), 'the operator');
  return organizer;
}

/** A browser that nobody has signed in with. */
export const newBrowser = (site: TestSite): OrganizerBrowser =>
  request.agent(site.server).set('Origin', site.world.config.baseUrl);

/** Asks for a code; gives the fields of the page on which it is typed. */
export async function askToSignIn(browser: OrganizerBrowser, email: string, next = '') {
  const page = await browser.post(paths.signInCode()).type('form').send({ email, next }).expect(200);
  return fieldsOf(page.text);
}

/** The fields that a page on which a code is typed carries. */
export const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    ['email', 'ticket', 'next', 'invitation', 'name'].map((name) => [name, readEscaped(hiddenField(html, name))]),
  );

/** An attribute's text, as a browser reads it. */
export const readEscaped = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Signs in with a mailed code; gives the browser that is signed in. */
export async function signInAs(site: TestSite, email: string, browser = newBrowser(site)): Promise<OrganizerBrowser> {
  const fields = await askToSignIn(browser, email);
  await site.mailIsSent();
  const form = { ...fields, code: codeIn(site, email) };
  await browser.post(paths.signIn()).type('form').send(form).expect(303);
  return browser;
}
