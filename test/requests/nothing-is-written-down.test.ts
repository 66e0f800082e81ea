import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { findOnDisk, fingerprintsOf } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, collectBlinded, jsonPost, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const people = Array.from({ length: 24 }, (_, i) => `Quillfeather-${i}x${(i * 7919) % 997}`);
const typed = people.map((name, i) => (i % 3 === 0 ? `${name}+letters@Halden.Example` : `${name}@halden.example`));
/** A mailbox as it was typed, in its canonical form, and its local part alone. */
const secrets = [
  ...typed,
  ...people.map((name) => `${name.toLowerCase()}@halden.example`),
  ...people.map((name) => name.toLowerCase()),
  // outside the employer some of them have a mailbox too
  ...people.map((name) => `${name.toLowerCase()}@private.example`),
];

let site: TestSite;
let letter: PublishedLetter;
let passes: string[];

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ supporters: 'true' }));
});
afterAll(() => site.end());

test('asking for a code changes no byte on the disk', async () => {
  const before = fingerprintsOf(site.folder);
  for (const mailbox of typed.slice(0, 8)) {
    const ticket = await askForCode(site, letter, mailbox);
    await site.http.post(paths.mailStatus('answer-us')).type('form').send({ ticket }).expect(200);
    await site.http.post(paths.collectPass('answer-us')).type('form').send({ ticket, code: '00000-00000' }).expect(422);
  }
  await site.mailIsSent();
  expect(site.mailbox.mails()).toHaveLength(8);
  expect(fingerprintsOf(site.folder)).toEqual(before);
});

describe('after many have signed', () => {
  beforeAll(async () => {
    site.pass(86_400_000);
    passes = [];
    for (const [i, mailbox] of typed.entries()) {
      if (i % 4 === 3) await signBlinded(`${people[i]!.toLowerCase()}@halden.example`);
      else await signInForms(mailbox, people[i]!);
      if (i % 2 === 0) await signBlinded(`${people[i]!.toLowerCase()}@private.example`, 'answer-us.supporters');
      await site.rounds.go(site.world.now());
    }
  }, 60_000);

  test('no file holds a mailbox in any form, though some wait and some are published', async () => {
    const { body } = await site.http.get(paths.apiLetter('answer-us'));
    expect(body).toMatchObject({ total: 10, supporters: 10 });
    expect(waiting()).toBe(14 + 2);
    expect(findOnDisk(site.folder, secrets)).toEqual([]);
  });

  test('no file holds a pass or its secret', () => {
    expect(passes.length).toBeGreaterThan(10);
    const parts = passes.flatMap((pass) => [pass, secretOf(pass)]);
    expect(findOnDisk(site.folder, parts)).toEqual([]);
  });

  test('nothing was logged', () => {
    expect(site.log()).toBe('');
  });

  test('nor do files hold one after a round, a stop, and another start', async () => {
    site.pass(300_000);
    await site.rounds.go(site.world.now());
    expect(findOnDisk(site.folder, secrets)).toEqual([]);
    await site.end('keep the folder');
    expect(findOnDisk(site.folder, secrets)).toEqual([]);
    site = await openSite({ folder: site.folder });
    expect(findOnDisk(site.folder, secrets)).toEqual([]);
  });
});

describe('a mailbox that somebody wrote down is found', () => {
  const mailbox = `${people[5]!.toLowerCase()}@halden.example`;
  const planted = [mailbox, typed[6]!, people[7]!.toLowerCase()];
  const hashed = (hash: string) => createHash(hash).update(mailbox).digest();
  const base64 = (before: string) => Buffer.from(`${before}${mailbox}; and so on`).toString('base64');

  test.each<[how: string, content: string | Buffer]>([
    ['in a log', `2026-05-04 mailed ${mailbox}\n`],
    ['as typed', typed[6]!],
    ['by its local part', people[7]!.toLowerCase()],
    ['in UTF-16', Buffer.from(`x${mailbox}`, 'utf16le')],
    ['in big-endian UTF-16', Buffer.from(`x${mailbox}`, 'utf16le').swap16()],
    ['in hexadecimal', Buffer.from(mailbox).toString('hex')],
    ['in HEXADECIMAL', Buffer.from(mailbox).toString('hex').toUpperCase()],
    ['in base64', base64('')],
    ['in base64 after one byte', base64('x')],
    ['in base64 after two bytes', base64('xx')],
    ['in base64url after many bytes', base64('{"to":"').replaceAll('+', '-').replaceAll('/', '_')],
    ['by its MD5', hashed('md5')],
    ['by its SHA-1 in hexadecimal', hashed('sha1').toString('hex')],
    ['by its SHA-256', Buffer.concat([Buffer.from('x'), hashed('sha256')])],
    ['by half of its SHA-256 in base64', hashed('sha256').subarray(0, 16).toString('base64')],
    ['by a quarter of its SHA-512 in HEXADECIMAL', hashed('sha512').subarray(0, 16).toString('hex').toUpperCase()],
  ])('%s', (_how, content) => {
    const folder = join(site.folder, 'deep', 'inside');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'planted'), content);
    const found = findOnDisk(site.folder, planted);
    rmSync(join(site.folder, 'deep'), { recursive: true });
    expect(found.map((place) => place.split(':')[0])).toContain('deep/inside/planted');
  });
});

const waiting = () => site.world.databases.pending.$client.prepare('SELECT count(*) FROM pending').pluck().get();

/** The 16 secret bytes of a pass. */
const secretOf = (pass: string): Buffer => Buffer.from(pass.slice('pass1_'.length), 'base64url').subarray(0, 16);

async function signInForms(mailbox: string, name: string): Promise<void> {
  const ticket = await askForCode(site, letter, mailbox);
  await site.mailIsSent();
  const code = codeIn(site, `${name.toLowerCase()}@halden.example`);
  const page = await site.http.post(paths.collectPass('answer-us')).type('form').send({ ticket, code }).expect(200);
  const pass = /pass1_[\w-]+/.exec(page.text)![0];
  passes.push(pass);
  await signByForm(site, letter, pass, { shown: 'by role', role: 'Engineer', comment: 'Please.' });
}

async function signBlinded(mailbox: string, address = 'answer-us'): Promise<void> {
  const tally = (await site.shelf.byAddress(address))!;
  const pass = await collectBlinded(site, tally, mailbox);
  await site.http
    .post(paths.signatures(address))
    .send(await jsonPost(tally, pass))
    .expect(201);
}
