import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import {
  anonymous,
  askForCode,
  codeIn,
  colleaguesSign,
  collectBlinded,
  collectPass,
  hiddenField,
  jsonPost,
  signByForm,
} from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  // requests at the same instant need a server that listens all the while
  await once(site.server.listen(0, '127.0.0.1'), 'listening');
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

const statusesOf = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);
const spentRows = () => site.world.databases.issuer.$client.prepare('SELECT count(*) FROM spent').pluck().get();
const type = (form: Record<string, string>) => site.http.post(paths.collectPass('answer-us')).type('form').send(form);

/** Asks in a window of its own, and reads the mail that this asking brought. */
async function ask(typed: string, mailbox: string): Promise<{ ticket: string; code: string }> {
  const ticket = await askForCode(site, letter, typed);
  await site.mailIsSent();
  return { ticket, code: codeIn(site, mailbox) };
}

describe('one mailbox, written in many ways', () => {
  test('collects exactly one pass, however many windows try at once', async () => {
    const mailbox = 'maya@halden.example';
    const windows = [];
    for (const typed of ['maya@halden.example', 'MAYA+letters@halden.example', ' Maya+a+b@Halden.Example. '])
      windows.push(await ask(typed, mailbox));
    const answers = await Promise.all([...windows, ...windows, ...windows].map((form) => type(form)));
    expect(statusesOf(answers)).toEqual([200, 200, 200, 409, 409, 409, 409, 409, 409]);
    expect(new Set(answers.flatMap(({ text }) => text.match(/pass1_[\w-]+/)?.[0] ?? [])).size).toBe(1);
    expect(spentRows()).toBe(1);
  });

  test('gets the same pass again when the same form is sent again, at once or later', async () => {
    const form = await ask('leila@halden.example', 'leila@halden.example');
    const answers = await Promise.all(Array.from({ length: 5 }, () => type(form)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const passes = new Set(answers.map(({ text }) => hiddenField(text, 'pass')));
    expect(passes.size).toBe(1);
    site.pass(60_000);
    expect(passes).toContain(hiddenField((await type(form)).text, 'pass'));
  });

  test('is told when its pass has been collected before', async () => {
    await collectPass(site, letter, 'farid@halden.example');
    const page = await type(await ask('Farid+again@halden.example', 'farid@halden.example'));
    expect(page.status).toBe(409);
    expect(page.text).toContain('The pass for this mailbox was already collected');
    expect(page.text).not.toContain('pass1_');
  });

  test('collects a pass for each letter', async () => {
    const second = await site.publish(letterFile({ slug: 'second', title: 'A second letter' }));
    await collectPass(site, letter, 'greta@halden.example');
    const pass = await collectPass(site, second, 'greta@halden.example');
    expect((await signByForm(site, second, pass)).status).toBe(201);
  });
});

describe('a browser that blinds for itself', () => {
  test('gets the same bytes for the same blinded message, and none for another', async () => {
    const form = await ask('hana@halden.example', 'hana@halden.example');
    const blinded = Buffer.alloc(384, 1).toString('base64url');
    const send = (message: string) =>
      site.http.post(paths.collectPass('answer-us')).send({ ...form, blinded: message });
    const [first, again, ...more] = await Promise.all([blinded, blinded, blinded, blinded].map(send));
    expect(first!.status).toBe(200);
    expect(first!.body).toEqual({ signature: expect.stringMatching(/^[\w-]{512}$/) as string });
    for (const answer of [again!, ...more]) expect(answer.body).toEqual(first!.body);
    const refused = await send(Buffer.alloc(384, 2).toString('base64url'));
    expect([refused.status, refused.type]).toEqual([409, 'application/problem+json']);
    expect(refused.body).toMatchObject({ title: 'Already collected' });
  });

  test.each([
    ['short', Buffer.alloc(383, 1).toString('base64url')],
    ['long', Buffer.alloc(385, 1).toString('base64url')],
    ['0', Buffer.alloc(384).toString('base64url')],
    ['1', Buffer.from([...Buffer.alloc(383), 1]).toString('base64url')],
    ['above the modulus', Buffer.alloc(384, 255).toString('base64url')],
    ['padded', `${Buffer.alloc(384, 1).toString('base64url')}=`],
    ['not base64url', '*'.repeat(512)],
  ])('is refused a blinded message that is %s, and may try again', async (what, blinded) => {
    const mailbox = `blind.${what.replaceAll(' ', '.')}@halden.example`;
    const form = await ask(mailbox, mailbox);
    const answer = await site.http.post(paths.collectPass('answer-us')).send({ ...form, blinded });
    expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
    expect((await type(form)).status).toBe(200);
  });
});

describe('one pass', () => {
  test('posts the same form twice: counted once, the same receipt', async () => {
    const pass = await collectPass(site, letter, 'ines@halden.example');
    const fields = { shown: 'named', name: 'Ines Moreau', comment: 'Please.' };
    const answers = await Promise.all([1, 2, 3].map(() => signByForm(site, letter, pass, fields)));
    expect(statusesOf(answers)).toEqual([200, 200, 201]);
    const receipts = answers.map(({ text }) => /<textarea[^>]*>([^<]+)</.exec(text)?.[1]);
    expect(new Set(receipts).size).toBe(1);
    expect(receipts[0]).toContain('letter_id');
    expect(answers.find(({ status }) => status === 200)?.text).toContain('it counts once');
  });

  test('is refused other words, before its signature is published and after', async () => {
    const pass = await collectPass(site, letter, 'jonas@halden.example');
    expect((await signByForm(site, letter, pass)).status).toBe(201);
    const other = { shown: 'named', name: 'Jonas Petrov' };
    const page = await signByForm(site, letter, pass, other);
    expect(page.status).toBe(409);
    expect(page.text).toContain('This pass has already signed this letter, with other words.');
    await colleaguesSign(site, letter, 10, 'later');
    await site.rounds.go(site.world.now());
    expect((await signByForm(site, letter, pass, other)).status).toBe(409);
    expect((await signByForm(site, letter, pass)).status).toBe(200);
    expect((await site.http.get(paths.letter('answer-us'))).text).not.toContain('Jonas Petrov');
  });

  test('posts the same bytes as JSON twice: the same receipt; other words are refused', async () => {
    const pass = await collectBlinded(site, letter, 'kofi@halden.example');
    const post = await jsonPost(letter, pass);
    const send = (body: object) => site.http.post(paths.signatures('answer-us')).send(body);
    const [first, again] = [await send(post), await send(post)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const other = await send(await jsonPost(letter, pass, { ...anonymous, comment: 'Other words.' }));
    expect([other.status, other.type]).toEqual([409, 'application/problem+json']);
  });
});
