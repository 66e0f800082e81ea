import { expect } from 'vitest';
import { paths } from '../../src/paths.ts';
import type { OrganizerBrowser } from './organizers.ts';

/** Begins a letter by the form; gives its id in addresses. */
export async function beginLetter(browser: OrganizerBrowser, title = 'Answer us'): Promise<string> {
  const answer = await browser.post(paths.newLetter()).type('form').send({ title }).expect(303);
  const id = /^\/organize\/letters\/([0-9a-f]{32})$/.exec(answer.headers['location'] ?? '')?.[1];
  expect(id).toBeDefined();
  return id!;
}

const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-fA-F]+|#\d+|amp|lt|gt|quot);/g, (_, name: string) => {
    if (name.startsWith('#')) return String.fromCodePoint(Number(`0${name.slice(1)}`));
    return { amp: '&', lt: '<', gt: '>', quot: '"' }[name]!;
  });

/** The fields of the form on a page, as a browser would send them. */
export function formOn(html: string): Record<string, string> {
  const form = /<form id="draft"[^]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag, attributes = ''] of form.matchAll(
    /<input([^>]*)>|<textarea[^>]*>[^]*?<\/textarea>|<select[^>]*>[^]*?<\/select>/g,
  )) {
    const name = /\bname="([^"]+)"/.exec(tag)?.[1];
    if (!name) continue;
    if (tag.startsWith('<textarea')) fields[name] = decode(/>\n?([^]*)<\/textarea>/.exec(tag)![1]!);
    else if (tag.startsWith('<select'))
      fields[name] = decode(/<option value="([^"]*)" selected>/.exec(tag)?.[1] ?? 'open');
    else if (!/type="(checkbox|radio)"/.test(attributes) || /\bchecked\b/.test(attributes))
      fields[name] = decode(/\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? '');
  }
  return fields;
}

/** Opens a letter and gives its form. */
export const openForm = async (browser: OrganizerBrowser, id: string): Promise<Record<string, string>> =>
  formOn((await browser.get(paths.organizeLetter(id)).expect(200)).text);

/** Sends the form with one button of it. */
export const send = (browser: OrganizerBrowser, id: string, fields: Record<string, string>, button = 'save') =>
  browser
    .post(paths.organizeLetter(id))
    .type('form')
    .send({ ...fields, do: button });

/** Sends the form as the page does by itself. */
export const autosave = (browser: OrganizerBrowser, id: string, fields: Record<string, string>) =>
  browser.post(paths.autosaveLetter(id)).send(fields);

/** The names of one field of a list's items, in order: `demands.i7f.text`. */
export const namesOf = (fields: Record<string, string>, list: string, field: string): string[] =>
  Object.keys(fields).filter((name) => name.startsWith(`${list}.`) && name.endsWith(`.${field}`));

/** The texts of a list's items, in order. */
export const textsOf = (fields: Record<string, string>, list: string, field = 'text'): string[] =>
  namesOf(fields, list, field).map((name) => fields[name]!);

/** A form filled with all that a letter needs. */
export function filledForm(fields: Record<string, string>): Record<string, string> {
  const [to, employer] = [namesOf(fields, 'to', 'name')[0]!, namesOf(fields, 'employers', 'name')[0]!];
  return {
    ...fields,
    body: 'We build this.\n\nWe wait for your answer.',
    [to]: 'Jo Doe',
    [employer]: 'Halden',
    [employer.replace('name', 'domains')]: 'halden.example',
    [namesOf(fields, 'demands', 'text')[0]!]: 'End the contract',
  };
}
