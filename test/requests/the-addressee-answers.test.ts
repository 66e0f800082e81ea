import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import * as schemas from '../../src/reading/api/schemas.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;
const COPY = Buffer.from('%PDF-1.7\nWhat they answered.\n');

let site: TestSite;
let ada: OrganizerBrowser;
let letter: PublishedLetter;
let id: string;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  id = toHex(letter.id);
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

const send = (path: string, form: Record<string, string>) => ada.post(path).type('form').send(form);
const page = async (): Promise<string> => (await ada.get(paths.answers(id)).expect(200)).text;
const publicPage = async (): Promise<string> => (await site.http.get(paths.letter('answer-us')).expect(200)).text;
const round = () => site.rounds.go(site.world.now());
/** The list item of the ledger. */
const ledger = async (number: number): Promise<string> =>
  (await publicPage()).split('<p class="ledger-demand">')[number]?.replace(/<[^>]+>/g, '') ?? '';

describe('before it is delivered', () => {
  test('the page says nothing of answers, and nobody but a keeper comes near', async () => {
    expect(await publicPage()).not.toContain('id="answers"');
    expect((await newBrowser(site).get(paths.answers(id))).status).toBe(303);
    await addOrganizer(site, 'stranger@undersigned.example');
    const stranger = await signInAs(site, 'stranger@undersigned.example');
    for (const path of [paths.answers(id), paths.packet(id)]) expect((await stranger.get(path)).status).toBe(404);
    for (const path of [paths.deliver(id), paths.mailPacket(id), paths.recordResponse(id), paths.postUpdate(id)])
      expect((await stranger.post(path).type('form').send({})).status).toBe(404);
  });

  test.each([
    ['no day', { 'delivery-day': '' }, 'Please give a day'],
    ['a day that has not come', { 'delivery-day': '2026-05-07' }, 'has not come yet'],
    ['a day before the letter', { 'delivery-day': '2026-05-03' }, 'not open on this day'],
    ['nobody', { 'delivery-to': ' ' }, 'Please fill this in'],
  ])('a delivery with %s is not recorded, and what was typed stays', async (_what, wrong, words) => {
    const form = { 'delivery-day': '2026-05-04', 'delivery-to': 'Pat & Co', 'delivery-how': 'on <paper>', ...wrong };
    const answer = await send(paths.deliver(id), form).expect(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('value="on &lt;paper&gt;"');
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'open' });
  });
});

describe('from the delivery on', () => {
  const delivery = { 'delivery-day': '2026-05-04', 'delivery-to': 'Pat Orsini', 'delivery-how': 'by mail' };

  test('the page says when and to whom, and it goes on taking signatures', async () => {
    const answer = await send(paths.deliver(id), delivery).expect(303);
    expect((await ada.get(answer.headers['location']!)).text).toContain('The delivery is recorded.');
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'delivered' });
    const shown = await publicPage();
    expect(shown).toContain('Delivered on 4 May 2026 to <span lang="en" dir="auto">Pat Orsini</span>');
    expect(shown).toContain('Delivered on 4 May 2026: no answer yet');
    expect(shown).toContain('Sign this letter');
    expect((await site.http.get(paths.sign('answer-us'))).status).toBe(200);
  });

  test('recorded a second time it stands there once', async () => {
    expect((await send(paths.deliver(id), delivery)).text).toContain('recorded already');
    expect((await publicPage()).match(/Delivered on 4 May 2026 to/g)).toHaveLength(1);
  });

  test('each day without an answer is counted, and no finished page is older than midnight', async () => {
    expect(await ledger(1)).toContain('no answer yet');
    site.pass(DAY - (site.world.now() % DAY) - 1);
    await round();
    expect(await ledger(1)).toContain('no answer yet');
    site.pass(1);
    await round();
    expect(await ledger(1)).toContain('1 day without an answer');
    site.pass(11 * DAY);
    // the page that was finished before: only a round makes it anew
    expect(await ledger(1)).toContain('1 day without an answer');
    await round();
    expect(await ledger(2)).toContain('12 days without an answer');
    ada = await signInAs(site, ADA);
  });
});

describe('a response', () => {
  const response = {
    'response-from': 'Pat Orsini, Chief Executive',
    'response-day': '2026-05-14',
    'response-source': 'https://halden.example/news/1',
    'response-text': 'We hear you.\n\nWe will <not> reply in public.',
    'response-demand-1': 'yes',
  };

  test.each([
    ['without words', { 'response-text': '  ' }, 'Please fill this in'],
    ['from a script', { 'response-source': 'javascript:alert(1)' }, 'begins with https://'],
    ['of tomorrow', { 'response-day': '2026-06-01' }, 'has not come yet'],
  ])('%s is not recorded, and what was typed stays', async (_what, wrong, words) => {
    const answer = await send(paths.recordResponse(id), { ...response, ...wrong }).expect(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('value="Pat Orsini, Chief Executive"');
    expect(answer.text).toMatch(/name="response-demand-1" value="yes" checked/);
    expect(await publicPage()).not.toContain('What was answered');
  });

  test('stands on the page word for word, with its source, and stops the clock of what it answers', async () => {
    await send(paths.recordResponse(id), response).expect(303);
    // the back button
    await send(paths.recordResponse(id), response).expect(303);
    const shown = await publicPage();
    expect(shown).toContain('What was answered');
    expect(shown.match(/class="response"/g)).toHaveLength(1);
    expect(shown).toContain('We hear you.\n\nWe will &lt;not&gt; reply in public.');
    expect(shown).toContain('href="https://halden.example/news/1" rel="noopener nofollow ugc"');
    expect(shown).toContain('It answers <a href="#demand-1">Demand 1</a>.');
    expect(await ledger(1)).toContain('Answered by Pat Orsini, Chief Executive, 14 May 2026');
    // a name from left to right must not pull the day's number over in a language from right to left
    const arabic = (await site.http.get(`/ar${paths.letter('answer-us')}`).expect(200)).text;
    expect(arabic.match(/<bdi>Pat Orsini, Chief Executive<\/bdi>، 14 مايو 2026/g)).toHaveLength(2);
    expect(await ledger(1)).not.toContain('without an answer');
    expect(await ledger(2)).toContain('12 days without an answer');
    expect(shown).toContain('Delivered on 4 May 2026. Demand 2: 12 days without an answer');
  });

  test('has a copy, of which the public sees hash and day, and keepers the file', async () => {
    const hash = createHash('sha256').update(COPY).digest('hex');
    const path = paths.responseCopy(id, '1');
    expect((await ada.post(path).attach('file', Buffer.from('MZ\0'), 'a.pdf').expect(422)).text).toContain(
      'none of these',
    );
    expect((await ada.post(path).field('x', 'y').expect(422)).text).toContain('choose a file');
    await ada.post(path).attach('file', Buffer.alloc(10_000_001), 'a.pdf').expect(413);
    await ada.post(paths.responseCopy(id, '99')).attach('file', COPY, 'a.pdf').expect(404);
    expect(await publicPage()).not.toContain('A copy was kept');
    await ada.post(path).attach('file', COPY, 'a.pdf').expect(303);
    expect(await publicPage()).toContain(`A copy was kept on 16 May 2026; its SHA-256 is <code>${hash}</code>`);
    expect(readFileSync(join(site.folder, 'uploads', hash))).toEqual(COPY);
    const file = await ada.get(paths.answerCopy(id, hash)).expect(200);
    expect(file.headers).toMatchObject({ 'content-disposition': `attachment; filename="${hash}.pdf"` });
    await ada.get(paths.answerCopy(id, '0'.repeat(64))).expect(404);
    await newBrowser(site).get(paths.answerCopy(id, hash)).expect(303);
  });
});

describe('a demand', () => {
  const mark = {
    'mark-demand': 'Demand 2',
    'mark-status': 'refused',
    'mark-day': '2026-05-15',
    'mark-source': '',
    'mark-note': '',
  };

  test.each([
    ['which nobody named', { 'mark-demand': 'Demand 9', 'mark-note': 'x' }, 'Please choose a demand'],
    ['with neither source nor note', {}, 'a source, or a note'],
    ['with a status of their own', { 'mark-status': 'won', 'mark-note': 'x' }, 'what became of it'],
  ])('%s is not marked', async (_what, wrong, words) => {
    const answer = await send(paths.markDemand(id), { ...mark, ...wrong }).expect(422);
    expect(answer.text).toContain(words);
  });

  test('has its status with source and day, and keeps what was said before', async () => {
    await send(paths.markDemand(id), { ...mark, 'mark-note': 'Said at the meeting.' }).expect(303);
    expect(await ledger(2)).toMatch(/refused since 15 May 2026[^]*Said at the meeting\./);
    expect(await ledger(2)).not.toContain('without an answer');
    const met = { ...mark, 'mark-status': 'met', 'mark-day': '2026-05-16', 'mark-source': 'https://halden.example/2' };
    await send(paths.markDemand(id), met).expect(303);
    await send(paths.markDemand(id), met).expect(303);
    expect(await ledger(2)).toMatch(/met since 16 May 2026, halden\.example[^]*Earlierrefused, since 15 May 2026/);
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ demands: [{ status: 'open' }, { status: 'met' }] });
    expect(await publicPage()).toContain('<span class="status">met</span>');
  });
});

describe('news', () => {
  const update = {
    'update-title': 'We <met> them',
    'update-body': 'It was *good*.\n\n# No heading\n\n<script>alert(1)</script>',
  };

  test('is looked at before it is posted, and can be taken back until then', async () => {
    const looked = await send(paths.postUpdate(id), { ...update, do: 'preview' }).expect(200);
    expect(looked.text).toContain('<em>good</em>');
    expect(await publicPage()).not.toContain('We &lt;met&gt; them');
    const again = await send(paths.postUpdate(id), { ...update, do: 'edit' }).expect(200);
    expect(again.text).toContain('value="We &lt;met&gt; them"');
    const without = await send(paths.postUpdate(id), { ...update, 'update-title': '', do: 'preview' }).expect(422);
    // the page has many fields: the list of faults says of which each is
    expect(without.text).toContain('<li><a href="#update-title">Title: Please fill this in.</a></li>');
    expect(without.text).toContain('It was *good*.');
  });

  test('stands on the page, the newest first, without anything that runs', async () => {
    await send(paths.postUpdate(id), { ...update, do: 'post' }).expect(303);
    site.pass(3_600_000);
    await send(paths.postUpdate(id), { 'update-title': 'More', 'update-body': 'Soon.', do: 'post' }).expect(303);
    const shown = await publicPage();
    expect(shown.indexOf('>More</h4>')).toBeLessThan(shown.indexOf('We &lt;met&gt; them</h4>'));
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(shown).not.toContain('<script>alert');
  });

  test('is corrected in public, and for good', async () => {
    await send(paths.correct(id), { 'correction-text': '' }).expect(422);
    await send(paths.correct(id), { 'correction-text': 'It was on the 15th, not the 14th.' }).expect(303);
    expect(await publicPage()).toContain('It was on the 15th, not the 14th.');
  });

  test('stands in the timeline with all that happened, the newest first, each with its day', async () => {
    const [, section = ''] = (await publicPage()).split('id="timeline-heading"');
    const lines = Array.from(section.split('</section>')[0]!.matchAll(/<li>(.*?)<\/li>/gs), ([, line]) =>
      line!.replace(/<[^>]+>/g, '').trim(),
    );
    expect(lines.at(-1)).toBe('4 May 2026 The letter opened');
    for (const word of ['Delivered to', 'Answered by', 'Demand 2:', 'A correction'])
      expect(lines.join('\n')).toContain(word);
    const days = Array.from(section.matchAll(/<time datetime="([^"]+)"/g), ([, day]) => day!);
    expect(days.slice(0, lines.length)).toEqual(days.slice(0, lines.length).toSorted().toReversed());
    expect(section.split('</section>')[0]).not.toMatch(/<script|<img/);
  });

  test('reaches those who follow the feed, and programs', async () => {
    const feed = (await site.http.get(paths.feed('answer-us')).expect(200)).text;
    for (const title of ['Delivered', 'Answer from Pat Orsini, Chief Executive', 'Demand 2, met', 'More', 'Correction'])
      expect(feed).toContain(`<title>${title}: Answer us</title>`);
    expect(feed).toContain('We will &lt;not&gt; reply in public.');
    expect(new Set(feed.match(/<id>[^<]+/g)).size).toBe(feed.match(/<id>/g)!.length);
    const { body } = await site.http.get(paths.apiLetter('answer-us')).expect(200);
    expect(schemas.letter.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      status: 'delivered',
      demands: [{ status: 'open' }, { status: 'met', since: '2026-05-16', source: 'https://halden.example/2' }],
      deliveries: [{ day: '2026-05-04', to: 'Pat Orsini', how: 'by mail' }],
      responses: [{ day: '2026-05-14', demands: [1], copy: { day: '2026-05-16' } }],
      updates: [{ title: 'We <met> them' }, { title: 'More' }],
      corrections: [{ text: 'It was on the 15th, not the 14th.' }],
    });
  });

  test('is in the trail, line by line', async () => {
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string; detail: object }[] };
    expect(trail.acts.map(({ what }) => what).toReversed()).toEqual([
      ...['made keeper by the operator', 'did', 'recorded a response', 'kept a copy', 'marked a demand'],
      ...['marked a demand', 'posted an update', 'posted an update', 'corrected'],
    ]);
  });
});

test('whoever loads an answered form anew comes to the page', async () => {
  const answer = await ada.get(paths.recordResponse(id)).expect(303);
  expect(answer.headers['location']).toBe(paths.answers(id));
  expect(await page()).toContain('Record a response');
});

test('a letter that gathers has nothing to deliver', async () => {
  const other = await site.publish(letterFile({ slug: 'secret', status: 'gathering' }));
  const ines = await addOrganizer(site, 'ines@undersigned.example', other.id);
  expect(ines.name).toBe('ines');
  const browser = await signInAs(site, ines.email);
  expect((await browser.get(paths.answers(toHex(other.id)))).status).toBe(409);
});
