import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { writePacket } from '../../src/organizing/delivering/packet.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { filesIn } from '../support/zip.ts';

const ENGLISH = /\b(the|and|is|of|please|nobody|day)\b/i;

let site: TestSite;
let ada: OrganizerBrowser;
let letter: PublishedLetter;
let id: string;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ language: 'de', demands: '[Antwort.]' }));
  id = toHex(letter.id);
  await addOrganizer(site, ADA, letter.id);
  await addOrganizer(site, 'ines@undersigned.example', letter.id);
  ada = await signInAs(site, ADA);
  for (const [i, shown] of ['named', ...Array.from({ length: 9 }, () => 'anonymous')].entries()) {
    const pass = await collectPass(site, letter, `signer${i}@halden.example`);
    await signByForm(site, letter, pass, { shown, name: 'Nadia Okafor', comment: 'Ja.', employer: '0' });
  }
  await site.rounds.go(site.world.now());
  const delivery = { 'delivery-day': '2026-05-04', 'delivery-to': 'Pat Orsini', 'delivery-how': 'per Mail' };
  await ada.post(paths.deliver(id)).type('form').send(delivery).expect(303);
});
afterAll(() => site.end());

/** What somebody sees of a page, without the name of what is not ours to translate. */
const seen = (html: string): string => html.replace(/<(head|nav)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ');

const get = (path: string) => ada.get(path);
const post = (path: string, form: Record<string, string>) => ada.post(path).type('form').send(form);

const asked: [what: string, status: number, ask: () => ReturnType<typeof get>][] = [
  ['decisions', 200, () => get(paths.decisions(id))],
  ['a removal without a reason', 422, () => post(paths.decisions(id), { deed: 'remove', sure: 'yes' })],
  ['what was asked for already', 409, () => post(paths.deliver(id), { ...delivered })],
  ['answers', 200, () => get(paths.answers(id))],
  ['a mark without a day', 422, () => post(paths.markDemand(id), { 'mark-demand': 'Demand 1', 'mark-day': '' })],
  ['an update before it is posted', 200, () => post(paths.postUpdate(id), { 'update-title': 'A', 'update-body': 'B' })],
  ['moderation', 200, () => get(paths.moderation(id, 'Nadia'))],
  ['a rule that finds nothing', 422, () => post(paths.moderationRule(id), { comments: 'wait', words: '…' })],
  ['a decision without a reason', 422, () => post(paths.moderation(id), { do: 'hide', entry: '' })],
];
const delivered = { 'delivery-day': '2026-05-04', 'delivery-to': 'Pat Orsini', 'delivery-how': 'per Mail' };

describe.each(['de', 'es', 'fr', 'ar'])('in %s', (language) => {
  test.each(asked)('%s', async (_what, status, ask) => {
    const answer = await ask().set('Accept-Language', language);
    expect([answer.status, /<html lang="([^"]+)"/.exec(answer.text)?.[1]]).toEqual([status, language]);
    expect(ENGLISH.exec(seen(answer.text))?.[0]).toBeUndefined();
  });
});

test.each(asked)('in English, the same words are found: %s', async (_what, _status, ask) => {
  expect(ENGLISH.test(seen((await ask()).text))).toBe(true);
});

test('what is sent for a demand and its status is the same in every language', async () => {
  const page = await get(paths.answers(id)).set('Accept-Language', 'de');
  expect(page.text).toContain('<option value="Demand 1">Forderung 1</option>');
  expect(page.text).toContain('<option value="partly met">teilweise erfüllt</option>');
});

test('the packet of a German letter is German', async () => {
  const published = await site.board.published(letter);
  const parts = { board: site.board, published, pdf: undefined, now: site.world.now() };
  const files = filesIn(await buffer(writePacket(letter, parts)));
  expect(files['signatories.txt']!.toString()).toContain('10 Unterschriften, Stand: 4. Mai 2026');
  expect(files['signatories.txt']!.toString()).toContain('9 Personen möchten nicht genannt werden.');
  expect(files['signatories.csv']!.toString()).toContain('Name,Funktion,Arbeitgeber');
});
