import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, collectBlinded, collectPass, jsonPost, signByForm } from '../support/people.ts';
import { NOON, type TestSite, openSite } from '../support/site.ts';

/** The first instant after the letter's last day. */
const CLOSING = Date.UTC(2026, 4, 5);

let site: TestSite;
let letter: PublishedLetter;
let ticket: string;
let code: string;
let pass: string;
let signed: string;
let blindPass: Pass;
let firstPost: object;
let firstReceipt: unknown;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ closes: '2026-05-04' }));
  pass = await collectPass(site, letter, 'maya@halden.example');
  signed = await collectPass(site, letter, 'theodora@halden.example');
  await signByForm(site, letter, signed);
  firstPost = await jsonPost(letter, await collectBlinded(site, letter, 'kofi@halden.example'));
  firstReceipt = (await site.http.post(paths.signatures('answer-us')).send(firstPost).expect(201)).body;
  blindPass = await collectBlinded(site, letter, 'ines@halden.example');
  ticket = await askForCode(site, letter, 'jonas@halden.example');
  await site.mailIsSent();
  code = codeIn(site, 'jonas@halden.example');
  site.pass(CLOSING - site.world.now() - 1);
});
afterAll(() => site.end());

test('on its last millisecond the letter still takes signatures', async () => {
  expect(site.world.now()).toBeGreaterThan(NOON);
  expect((await site.http.get(paths.sign('answer-us'))).status).toBe(200);
  site.pass(1);
  expect((await site.http.get(paths.sign('answer-us'))).status).toBe(410);
});

describe('when its last day is over', () => {
  const steps: [what: string, path: string, form: () => Record<string, string>][] = [
    ['asking for a code', paths.askCode('answer-us'), () => ({ mailbox: 'hana@halden.example' })],
    ['asking how the mail fares', paths.mailStatus('answer-us'), () => ({ ticket })],
    ['typing the code', paths.collectPass('answer-us'), () => ({ ticket, code })],
    ['writing', paths.writeSignature('answer-us'), () => ({ pass, name: 'Maya' })],
    ['looking at it before', paths.previewSignature('answer-us'), () => ({ pass, shown: 'anonymous' })],
  ];

  test.each(steps)('%s is answered by a page that says so', async (_what, path, form) => {
    const page = await site.http.post(path).type('form').send(form());
    expect(page.status).toBe(410);
    expect(page.text).toContain('This letter is closed');
    expect(page.text).toContain('It takes no more signatures.');
  });

  test.each(steps.slice(0, 3))('%s by a program is answered by a problem document', async (_what, path, form) => {
    const answer = await site.http.post(path).send(form());
    expect([answer.status, answer.type]).toEqual([410, 'application/problem+json']);
    expect(answer.body).toMatchObject({ status: 410, title: 'This letter is closed' });
  });

  const again = async () => {
    const form = await signByForm(site, letter, signed);
    const program = await site.http.post(paths.signatures('answer-us')).send(firstPost);
    return { form, program };
  };

  test('what was posted in time gets its first answer again', async () => {
    const { form, program } = await again();
    expect([form.status, program.status]).toEqual([200, 200]);
    expect(form.text).toContain('The same signature arrived before; it counts once.');
    expect(program.body).toEqual(firstReceipt);
  });

  test('other words with the pass of what was posted in time are refused', async () => {
    const page = await signByForm(site, letter, signed, { shown: 'named', name: 'Theodora' });
    expect(page.status).toBe(410);
  });

  test.each([
    ['whole', () => ({ pass, shown: 'anonymous' })],
    ['faulty', () => ({ pass, shown: 'named' })],
    ['without a pass', () => ({ shown: 'anonymous' })],
  ])('a form that was not posted in time is refused, %s', async (_what, form) => {
    const page = await site.http.post(paths.signatures('answer-us')).type('form').send(form());
    expect(page.status).toBe(410);
    expect(page.text).toContain('This letter is closed');
    expect(page.text).not.toContain('<form');
  });

  test('a post that was blinded in time is refused too', async () => {
    const answer = await site.http.post(paths.signatures('answer-us')).send(await jsonPost(letter, blindPass));
    expect(answer.status).toBe(410);
  });

  test.each([paths.sign, paths.writeSignature, paths.previewSignature])('no form is shown at %s', async (path) => {
    const page = await site.http.get(path('answer-us'));
    expect(page.status).toBe(410);
    expect(page.text).not.toContain('<form');
  });

  test('no mail went out, and the letter can still be read', async () => {
    await site.mailIsSent();
    expect(site.mailbox.mails().map(({ to }) => to)).not.toContain('hana@halden.example');
    expect((await site.http.get(paths.letter('answer-us'))).status).toBe(200);
  });

  test('the same answers are given once the letter has been closed', async () => {
    // for two seconds it waits for posts that arrived in time
    site.pass(2_000);
    await site.rounds.go(site.world.now());
    expect((await site.shelf.byAddress('answer-us'))?.status).toBe('closed');
    const page = await signByForm(site, letter, pass);
    expect(page.status).toBe(410);
    const { form, program } = await again();
    expect([form.status, program.status]).toEqual([200, 200]);
    expect(form.text).toContain('It is counted.');
    expect(program.body).toEqual(firstReceipt);
    expect((await site.http.post(paths.collectPass('answer-us')).type('form').send({ ticket, code })).status).toBe(410);
  });
});

test('a request that was on its way when the keys went is told that the letter is closed', async () => {
  const gone = await site.publish(letterFile({ slug: 'gone', title: 'Gone' }));
  const asked = await askForCode(site, gone, 'jonas@halden.example');
  await site.mailIsSent();
  const form = { ticket: asked, code: codeIn(site, 'jonas@halden.example') };
  await site.issuer.close(gone);
  const [page, answer] = await Promise.all([
    site.http.post(paths.collectPass('gone')).type('form').send(form),
    site.http.post(paths.collectPass('gone')).send({ ...form, blinded: Buffer.alloc(384, 1).toString('base64url') }),
  ]);
  expect([page.status, answer.status]).toEqual([410, 410]);
  expect(page.text).toContain('This letter is closed');
  expect(
    (await site.http.post(paths.askCode('gone')).type('form').send({ mailbox: 'maya@halden.example' })).status,
  ).toBe(410);
  expect(site.log()).not.toContain('"level":50');
});
