import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEd25519 } from '../../src/ed25519.ts';
import { RSA_BITS } from '../../src/issuing/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { type PassRequest, askStanding, requestPass } from '../../src/protocol/client.ts';
import type { Descriptor } from '../../src/protocol/descriptor.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { writeRequest } from '../../src/protocol/request-text.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, askForCode, codeIn, collectBlinded, jsonChange, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let other: PublishedLetter;
let request: PassRequest;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  other = await site.publish(letterFile({ slug: 'other' }));
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  const keys = { letterId: letter.publicId, descriptor, bits: RSA_BITS };
  request = await requestPass(keys, site.world.random, nodeEd25519);
});
afterAll(() => site.end());

const whole = () => writeRequest(letter.publicId, request.blinded);
const ofSize = (bytes: number, byte: number) => writeRequest(letter.publicId, new Uint8Array(bytes).fill(byte));
const form = (path: string, fields: object) =>
  site.http
    .post(path)
    .type('form')
    .send({ with: 'tool', ...fields });

/** What may be pasted instead of the tool's text. */
const wrong: [what: string, text: () => string, words: string][] = [
  ['nothing', () => '', 'This is not the text that the tool wrote.'],
  ['something else', () => 'a shopping list', 'This is not the text that the tool wrote.'],
  ['text that is not base64url', () => `${whole().slice(0, -4)}+/++`, 'This is not the text that the tool wrote.'],
  ['a text without its beginning', () => toBase64url(request.blinded), 'This is not the text that the tool wrote.'],
  ['a text without its end', () => whole().slice(0, -3), 'This text is not whole'],
  ['a text that is too long', () => `${whole()}AAAA`, 'This text is not whole'],
  ['the text for another letter', () => writeRequest(other.publicId, request.blinded), 'made for another letter'],
];

describe('the page of the tool', () => {
  test('is offered where the letter is signed, and shows a command with the whole link', async () => {
    const sign = (await site.http.get(paths.sign('answer-us')).expect(200)).text;
    expect(sign).toContain(`<a href="${paths.signWithTool('answer-us')}">I use the undersigned tool</a>`);
    const { text } = await site.http.get(paths.signWithTool('answer-us')).expect(200);
    expect(text).toMatch(/undersigned sign start http:\/\/localhost:3000\/letters\/answer-us#[0-9A-Z]{26}</);
    expect(text).not.toContain('<script');
  });

  test.each(wrong)('does not take %s, and no mail is sent', async (_what, text, words) => {
    const before = site.mailbox.mails().length;
    const answer = await form(paths.askCode('answer-us'), { mailbox: 'theo@halden.example', blinded: text() });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
    expect(answer.text).toMatch(/<title>Error: /);
    expect(answer.text).toContain('value="theo@halden.example"');
    expect(answer.text).toContain(`>${text()}</textarea>`);
    await site.mailIsSent();
    expect(site.mailbox.mails()).toHaveLength(before);
  });

  test('keeps the text where the mailbox is wrong, and says both where both are', async () => {
    const mailbox = 'theo@elsewhere.example';
    const one = await form(paths.askCode('answer-us'), { mailbox, blinded: whole() });
    expect([one.status, one.text]).toEqual([422, expect.stringContaining('Only mailboxes at halden.example')]);
    expect(one.text).toContain(`>${whole()}</textarea>`);
    const both = await form(paths.askCode('answer-us'), { mailbox, blinded: 'x' });
    expect(both.text).toContain('Only mailboxes at halden.example');
    expect(both.text).toContain('This is not the text that the tool wrote.');
  });
});

describe('the page of the code', () => {
  let ticket: string;
  let code: string;
  beforeAll(async () => {
    const asked = await form(paths.askCode('answer-us'), { mailbox: 'maya@halden.example', blinded: whole() });
    ticket = /name="ticket" value="([^"]+)"/.exec(asked.text)![1]!;
    await site.mailIsSent();
    code = codeIn(site, 'maya@halden.example');
  });
  const collect = (blinded: string, typed = code) =>
    form(paths.collectPass('answer-us'), { ticket, code: typed, blinded });

  test('asks for the text where it was not brought', async () => {
    const sent = await form(paths.mailStatus('answer-us'), { ticket });
    expect(sent.text).toContain('<summary>I use the undersigned tool</summary>');
    expect(await askForCode(site, letter, 'mia@halden.example')).not.toBe('');
  });

  test.each(wrong)('does not take %s, keeps what was typed, and spends nothing', async (_what, text, words) => {
    const { status, text: page } = await collect(text());
    expect([status, page]).toEqual([422, expect.stringContaining(words)]);
    expect(page).toContain(`>${text()}</textarea>`);
    expect(page).toContain(`value="${code}"`);
    expect(page).not.toContain('pass1_<');
  });

  test.each([
    ['zero', 0],
    ['above the key', 255],
  ])('does not take a number that the key cannot sign: %s', async (_what, byte) => {
    const { status, text } = await collect(ofSize(384, byte));
    expect([status, text]).toEqual([422, expect.stringContaining('This text is not whole')]);
  });
});

describe('the answer', () => {
  test('makes the pass; the same text again gets the same answer, another text none', async () => {
    const asked = await form(paths.askCode('answer-us'), { mailbox: 'may@halden.example', blinded: whole() });
    const ticket = /name="ticket" value="([^"]+)"/.exec(asked.text)![1]!;
    await site.mailIsSent();
    const code = codeIn(site, 'may@halden.example');
    const mistyped = await form(paths.collectPass('answer-us'), { ticket, code: 'AAAAA-AAAAA', blinded: whole() });
    expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining(`>${whole()}</textarea>`)]);
    const send = () => form(paths.collectPass('answer-us'), { ticket, code, blinded: `\n${whole()}\r\n` });
    const { status, text } = await send();
    const answer = /<textarea id="answer"[^>]*>([\w-]+)</.exec(text)![1]!;
    const pass = await request.finish(fromBase64url(answer));
    expect([status, pass.signature.length]).toEqual([200, 384]);
    expect((await send()).text).toBe(text);
    const second = await form(paths.collectPass('answer-us'), { ticket, code, blinded: ofSize(384, 7) });
    expect(second.status).toBe(409);
  });
});

describe('the page for signed texts', () => {
  let maya: Pass;
  beforeAll(async () => {
    maya = await collectBlinded(site, letter, 'marta@halden.example');
  });
  const paste = (post: string, slug = 'answer-us') => form(paths.signatures(slug), { post });
  const signed = async () => JSON.stringify(await jsonPost(letter, maya));

  test.each([
    ['nothing', async () => '', 'This is not the text that the tool wrote'],
    ['half of it', async () => (await signed()).slice(0, 300), 'This is not the text that the tool wrote'],
    ['JSON of another kind', async () => '{"kind":"sign"}', 'This is not the text that the tool wrote'],
    ['no object', async () => 'null', 'This is not the text that the tool wrote'],
    ['broken base64url', async () => (await signed()).replace('"sig":"', '"sig":"+'), 'sig: must be 384 bytes'],
    ['other words', async () => (await signed()).replace('"pledges":[]', '"pledges":[1]'), 'altered on its way'],
  ])('does not take %s, and keeps it', async (_what, make, words) => {
    const text = await make();
    const answer = await paste(text);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
    expect(answer.text).toMatch(/<title>Error: /);
    const kept = text.replaceAll('"', '&quot;').replaceAll('=', '&#x3D;');
    expect(answer.text).toContain(`>${kept}</textarea>`);
  });

  test('says so where the text is for another letter', async () => {
    const answer = await paste(await signed(), 'other');
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Each letter has passes of its own.')]);
  });

  test('takes a signature, its change and its withdrawal; then nothing more', async () => {
    expect((await paste(await signed())).status).toBe(201);
    const change = await jsonChange(letter, maya, 1, { ...anonymous, pledges: [0] });
    expect((await paste(JSON.stringify(change))).text).toContain('Your signature is changed');
    expect((await paste(JSON.stringify(await jsonChange(letter, maya, 2, null)))).text).toContain('is withdrawn');
    const late = await paste(JSON.stringify(await jsonChange(letter, maya, 3, anonymous)));
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('<textarea id="post"')]);
  });
});

describe('where a signature stands', () => {
  let maya: Pass;
  beforeAll(async () => {
    maya = await collectBlinded(site, letter, 'mara@halden.example');
    await site.http
      .post(paths.signatures('answer-us'))
      .send(await jsonPost(letter, maya))
      .expect(201);
  });
  const ask = async (pass: Pass, of = letter) => {
    const { pk, proof } = await askStanding(pass, of.publicId, nodeEd25519);
    return { pk: toBase64url(pk), proof: toBase64url(proof) };
  };
  const told = (body: object, slug = 'answer-us') => site.http.post(paths.change(slug)).send(body);

  test('is told to who holds its pass', async () => {
    const { status, body } = await told(await ask(maya));
    const standing = { seq: 0, fields: anonymous, published: false, current: true };
    expect([status, body]).toEqual([200, { standing, open: true }]);
  });

  test('is told to nobody who only knows its key, which is public', async () => {
    const { pk } = await ask(maya);
    const theo = await collectBlinded(site, letter, 'theo@halden.example');
    for (const proof of [(await ask(theo)).proof, (await ask(maya, other)).proof, 'AAAA', undefined]) {
      const { status, text } = await told({ pk, proof });
      expect([status, text]).toEqual([422, expect.stringContaining('Only someone who holds the pass')]);
    }
    expect((await told(await ask(theo))).body).toEqual({ standing: null, open: true });
  });
});
