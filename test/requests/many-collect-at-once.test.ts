import { once } from 'node:events';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blindSign } from '../../src/issuing/blind-signature.mjs';
import { folderOf } from '../../src/issuing/keys.ts';
import { openSigningPool } from '../../src/issuing/signing-pool.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toInteger } from '../../src/protocol/blind-rsa.ts';
import type { Bytes } from '../../src/protocol/bytes.ts';
import { random, rsaKeys } from '../protocol/keys.ts';
import { toBytes } from '../protocol/rfc-9474.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, collectBlinded, collectPass } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  await once(site.server.listen(0, '127.0.0.1'), 'listening');
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

const spentRows = ({ publicId } = letter) =>
  site.world.databases.issuer.$client.prepare('SELECT count(*) FROM spent WHERE letter = ?').pluck().get(publicId);
/** A number below every modulus of 3072 bits. */
const blindedMessage = (): Bytes => new Uint8Array(Buffer.concat([Buffer.of(0), randomBytes(383)]));
const written = (bytes: Bytes) => Buffer.from(bytes).toString('base64url');
const collect = (of: PublishedLetter, tag: Bytes, blinded: Bytes) => site.issuer.collect(of, { tag }, blinded);

/** How often the event loop turns until this is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, done] = [0, false];
  const turn = () => {
    turns++;
    if (!done) setImmediate(turn);
  };
  turn();
  await work;
  done = true;
  return turns;
}

describe('fifty colleagues at once', () => {
  test('get a pass each, and the program goes on with its other work meanwhile', async () => {
    const all = Promise.all(Array.from({ length: 50 }, () => collect(letter, random(16), blindedMessage())));
    // on the thread of the event loop there would be one turn or two for each of them
    expect(await turnsDuring(all)).toBeGreaterThan(1_000);
    expect((await all).filter((signature) => typeof signature === 'object')).toHaveLength(50);
    expect(spentRows()).toBe(50);
  });

  test('would be noticed to hold everybody up on the thread of the event loop', async () => {
    const { privateKey, publicKey } = rsaKeys('ours', 3072);
    const held = async () => {
      for (let i = 0; i < 50; i++) {
        await new Promise((resolve) => setImmediate(resolve));
        blindSign(privateKey, publicKey, blindedMessage());
      }
    };
    expect(await turnsDuring(held())).toBeLessThan(1_000);
  });

  test('get passes that hold, with script and without', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `colleague${i}@halden.example`);
    const tickets = await Promise.all(names.map((name) => askForCode(site, letter, name)));
    await site.mailIsSent();
    const forms = names.map((name, i) => ({ ticket: tickets[i]!, code: codeIn(site, name) }));
    const path = paths.collectPass(letter.address);
    const pages = await Promise.all(forms.map((form) => site.http.post(path).type('form').send(form)));
    expect(new Set(pages.map(({ text }) => /pass1_[\w-]+/.exec(text)?.[0])).size).toBe(10);
    await collectBlinded(site, letter, 'maya@halden.example');
  });

  test('who share one mailbox get one pass', async () => {
    const [tag, before] = [random(16), Number(spentRows())];
    const all = await Promise.all(Array.from({ length: 20 }, () => collect(letter, tag, blindedMessage())));
    expect(all.filter((signature) => typeof signature === 'object')).toHaveLength(1);
    expect(all.filter((answer) => answer === 'already collected')).toHaveLength(19);
    expect(spentRows()).toBe(before + 1);
  });
});

describe('a private operation that goes wrong', () => {
  let broken: PublishedLetter;
  beforeAll(async () => {
    broken = await site.publish(letterFile({ slug: 'broken', title: 'Broken' }));
    // OpenSSL repairs a wrong dp by d, so both have to be wrong for its answer to be
    const jwk = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey.export({ format: 'jwk' });
    const lessTwo = (part: string) =>
      Buffer.from(toBytes(toInteger(Buffer.from(part, 'base64url')) - 2n)).toString('base64url');
    const wrong = createPrivateKey({ key: { ...jwk, d: lessTwo(jwk.d!), dp: lessTwo(jwk.dp!) }, format: 'jwk' });
    const file = join(folderOf(site.folder, broken.publicId), 'rsa.pem');
    writeFileSync(file, wrong.export({ type: 'pkcs8', format: 'pem' }));
  });

  test('is a fault of ours for the one who asked, and nothing is spent; the log has no word of what was asked', async () => {
    const ticket = await askForCode(site, broken, 'kofi@halden.example');
    await site.mailIsSent();
    const blinded = Buffer.from(blindedMessage());
    const form = { ticket, code: codeIn(site, 'kofi@halden.example'), blinded: blinded.toString('base64url') };
    const answer = await site.http.post(paths.collectPass('broken')).send(form);
    expect([answer.status, answer.type]).toEqual([500, 'application/problem+json']);
    expect(spentRows(broken)).toBe(0);
    expect(site.log()).toContain('a signing thread ended');
    for (const encoding of ['base64url', 'base64', 'hex'] as const)
      expect(site.log()).not.toContain(blinded.toString(encoding).slice(8, 40));
    expect(site.log()).not.toContain('kofi');
  });

  test('harms none of the others who wait, before it and after it', async () => {
    const mixed = Array.from({ length: 30 }, (_, i) => (i % 3 === 1 ? broken : letter));
    const all = await Promise.allSettled(mixed.map((one) => collect(one, random(16), blindedMessage())));
    expect(all.map(({ status }) => status)).toEqual(mixed.map((one) => (one === broken ? 'rejected' : 'fulfilled')));
    expect(await collectPass(site, letter, 'ines@halden.example')).toContain('pass1_');
  });
});

describe('where more ask than can be served soon', () => {
  /** Keeps the queue full until the work is done. */
  async function whileCrowded<Result>(work: () => Promise<Result>): Promise<Result> {
    const [tag, blinded] = [random(16), blindedMessage()];
    const state = { done: false };
    const keepAsking = async () => {
      while (!state.done)
        if ((await collect(letter, tag, blinded)) === 'busy') await new Promise((resolve) => setImmediate(resolve));
    };
    const crowd = Promise.all(Array.from({ length: 1_100 }, keepAsking));
    const result = await work();
    state.done = true;
    await crowd;
    return result;
  }

  test.each(['json', 'form'] as const)(
    'whoever sends %s is told when to come back, and is served then',
    async (type) => {
      const mailbox = `${type}@halden.example`;
      const ticket = await askForCode(site, letter, mailbox);
      await site.mailIsSent();
      const form = {
        ticket,
        code: codeIn(site, mailbox),
        ...(type === 'json' && { blinded: written(blindedMessage()) }),
      };
      const send = () => site.http.post(paths.collectPass('answer-us')).type(type).send(form);
      // one of them may find the place that somebody just left
      const answers = await whileCrowded(() => Promise.all([send(), send(), send(), send()]));
      const busy = answers.find(({ status }) => status === 503)!;
      expect([busy.headers['retry-after'], busy.text]).toEqual(['5', expect.stringContaining('Very many people')]);
      expect(busy.type).toBe(type === 'json' ? 'application/problem+json' : 'text/html');
      // a page keeps what was typed; a program has it
      expect(busy.text.includes(`value="${form.code}"`)).toBe(type === 'form');
      expect((await send()).status).toBe(200);
    },
  );
});

test('a letter that closes while passes are being made leaves no tag behind, and no key', async () => {
  const closing = await site.publish(letterFile({ slug: 'closing', title: 'Closing' }));
  await collect(closing, random(16), blindedMessage());
  const all = Array.from({ length: 40 }, () => collect(closing, random(16), blindedMessage()));
  await all[4];
  await site.issuer.close(closing);
  const answers = await Promise.all(all);
  expect(new Set(answers.map((answer) => (typeof answer === 'object' ? 'signed' : answer)))).toEqual(
    new Set(['signed', 'closed']),
  );
  await expect(collect(closing, random(16), blindedMessage())).rejects.toMatchObject({ status: 410 });
  expect(spentRows(closing)).toBe(0);
  expect(existsSync(folderOf(site.folder, closing.publicId))).toBe(false);
});

describe('the pool', () => {
  const keys = rsaKeys();
  const log = pino({ enabled: false });
  const message = (): Bytes => new Uint8Array(Buffer.concat([Buffer.of(0), randomBytes(255)]));

  test('finishes what waits when it is stopped', async () => {
    const pool = openSigningPool(log, 1);
    const all = Array.from({ length: 5 }, () => pool.sign(keys, message()));
    pool.stop();
    for (const signature of await Promise.all(all)) expect(signature).toHaveLength(256);
  });

  test('refuses at once what would wait behind too many', async () => {
    const pool = openSigningPool(log, 1, 2);
    const all = await Promise.all(Array.from({ length: 5 }, () => pool.sign(keys, message())));
    expect(all.map((answer) => (typeof answer === 'object' ? answer.length : answer))).toEqual([
      ...[256, 256, 256, 'busy', 'busy'],
    ]);
    expect(await pool.sign(keys, message())).toHaveLength(256);
    pool.stop();
  });

  test('gives nothing for what is no blinded message, and goes on', async () => {
    const pool = openSigningPool(log, 1);
    expect(await pool.sign(keys, new Uint8Array(256))).toBeUndefined();
    expect(await pool.sign(keys, message())).toHaveLength(256);
    pool.stop();
  });

  test('answers each with its own signature, however many threads there are', async () => {
    const pool = openSigningPool(log, 2);
    const publicKey = createPublicKey(keys.privateKey);
    const messages = Array.from({ length: 20 }, message);
    const all = await Promise.all(messages.map((each) => pool.sign({ ...keys, publicKey }, each)));
    const { n } = keys.key;
    const raised = (signature: Bytes) => {
      let power = toInteger(signature);
      for (let squarings = 0; squarings < 16; squarings++) power = (power * power) % n;
      return (power * toInteger(signature)) % n;
    };
    expect(all.map((signature) => raised(signature as Bytes))).toEqual(messages.map((each) => toInteger(each)));
    pool.stop();
  });
});
