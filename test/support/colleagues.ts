import { expect } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fieldOf, setOf } from '../../src/organizing/colleagues/ranking.ts';
import { beginLetter, filledForm, namesOf, openForm, send } from './drafting.ts';
import { type OrganizerBrowser, readEscaped } from './organizers.ts';
import { codeIn, hiddenField } from './people.ts';
import type { TestSite } from './site.ts';

/** Writes a whole draft with these demands, for a staff so small that five are a group. */
export async function writtenDraft(browser: OrganizerBrowser, title: string, demands: string[]): Promise<string> {
  const id = await beginLetter(browser, title);
  await send(browser, id, filledForm(await openForm(browser, id))).expect(303);
  await setDemands(browser, id, demands);
  const fields = await openForm(browser, id);
  const headcount = namesOf(fields, 'employers', 'headcount')[0]!;
  await send(browser, id, { ...fields, [headcount]: '40' }).expect(303);
  return id;
}

/** Writes these demands in the place of those that stand; never fewer. */
export async function setDemands(browser: OrganizerBrowser, id: string, demands: string[]): Promise<void> {
  let fields = await openForm(browser, id);
  while (namesOf(fields, 'demands', 'text').length < demands.length) {
    await send(browser, id, fields, 'add.demands').expect(303);
    fields = await openForm(browser, id);
  }
  const names = namesOf(fields, 'demands', 'text');
  const texts = Object.fromEntries(demands.map((text, i) => [names[i]!, text]));
  await send(browser, id, { ...fields, ...texts }).expect(303);
}

/** Opens it to colleagues; gives the secret part of its address. */
export async function openToColleagues(browser: OrganizerBrowser, id: string): Promise<string> {
  await browser.post(paths.colleagues(id)).type('form').send({ do: 'open' }).expect(303);
  return addressOn(await keepersPage(browser, id))!;
}

export const keepersPage = async (browser: OrganizerBrowser, id: string): Promise<string> =>
  (await browser.get(paths.colleagues(id)).expect(200)).text;

export const addressOn = (html: string): string | undefined => /\/drafts\/([0-9a-z]+)</.exec(html)?.[1];

/** Proves a mailbox by the forms; gives the pass that the page shows. */
export async function collectDraftPass(site: TestSite, address: string, mailbox: string): Promise<string> {
  const page = await site.http.post(paths.askDraftCode(address)).type('form').send({ mailbox }).expect(200);
  await site.mailIsSent();
  const typed = { ticket: hiddenField(page.text, 'ticket'), code: codeIn(site, mailbox) };
  const answer = await site.http.post(paths.collectDraftPass(address)).type('form').send(typed).expect(200);
  return hiddenField(answer.text, 'pass');
}

/** The fields that put these demands in this order. */
export const placesOf = (ranking: string[]): Record<string, string> => ({
  demands: setOf(ranking),
  ...Object.fromEntries(ranking.map((text, i) => [fieldOf(text), String(i + 1)])),
});

export const sayAbout = (site: TestSite, address: string, fields: Record<string, string>) =>
  site.http.post(paths.draftWords(address)).type('form').send(fields);

/** Colleagues with a mailbox each comment and rank. */
export async function colleaguesSay(
  site: TestSite,
  address: string,
  count: number,
  fields: (i: number) => Record<string, string>,
  name = 'colleague',
): Promise<string[]> {
  const passes = [];
  for (let i = 0; i < count; i++) {
    const pass = await collectDraftPass(site, address, `${name}${i}@halden.example`);
    await sayAbout(site, address, { pass, ...fields(i) }).expect(201);
    passes.push(pass);
  }
  return passes;
}

const within = (html: string, section: string): string =>
  new RegExp(`<section[^>]* id="${section}">[^]*?</section>`).exec(html)?.[0] ?? '';

/** The comments on the keepers' page. */
export const commentsOn = (html: string): string[] =>
  [...within(html, 'comments').matchAll(/<p dir="auto">([^]*?)<\/p>/g)].map(([, text = '']) => readEscaped(text));

/** The order of all on the keepers' page, as lines such as “1 End it”; of the demands as they stand. */
export function orderOn(html: string): string[] {
  const now = within(html, 'order').replace(/<details>[^]*/, '');
  return [...now.matchAll(/<span class="place">(\d+)<\/span> <span dir="auto">([^<]*)/g)].map(
    ([, place, text]) => `${place} ${readEscaped(text!)}`,
  );
}

export const expectGone = async (site: TestSite, address: string): Promise<void> => {
  for (const path of [paths.readDraft(address), paths.draftWords(address)])
    expect([path, (await site.http.get(path)).status]).toEqual([path, 404]);
};
