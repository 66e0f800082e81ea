import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import { readLetterFile } from '../../src/letters/letter-file.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { packetName, writePacket } from '../../src/organizing/delivering/packet.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign, collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { filesIn } from '../support/zip.ts';

const EMPLOYERS =
  '[{name: Halden, domains: [halden.example], headcount: 900}, {name: Torvik, domains: [torvik.example]}]';
const PDF = Buffer.from('%PDF-1.7 as it was made');

let site: TestSite;
let letter: PublishedLetter;
let files: Record<string, Buffer>;

const parts = async () => ({
  board: site.board,
  published: await site.board.published(letter),
  pdf: PDF,
  now: site.world.now(),
});
const hashOf = (file: Buffer): string => createHash('sha256').update(file).digest('hex');

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ employers: EMPLOYERS }));
  const signatures = [
    { shown: 'named', name: 'Nadia Okafor', role: 'Nurse', employer: '0' },
    { shown: 'named', name: '=1+1', role: '@SUM(A1)', employer: '1' },
    { shown: 'named', name: 'Aino "A", Virtanen', employer: '1' },
    { shown: 'by role', name: 'Maya Lind', role: 'Test engineer', employer: '0' },
  ];
  for (const [i, fields] of signatures.entries()) {
    await signByForm(site, letter, await collectPass(site, letter, `signer${i}@halden.example`), fields);
  }
  for (let i = 0; i < 6; i++) {
    const pass = await collectPass(site, letter, `unnamed${i}@halden.example`);
    await signByForm(site, letter, pass, { shown: 'anonymous', employer: '0' });
  }
  await site.rounds.go(site.world.now());
  // what waits for the next release belongs to no packet
  const late = await collectPass(site, letter, 'late@halden.example');
  await signByForm(site, letter, late, { shown: 'named', name: 'Lata Late', employer: '0' });
  files = filesIn(await buffer(writePacket(letter, await parts())));
});
afterAll(() => site.end());

const text = (name: string): string => files[name]!.toString();
const listed = (name: string): string[] => text(name).trimEnd().split('\n');

test('it holds the letter, its signatories and everything with which to check them', () => {
  const names = ['letter.pdf', 'letter.md', 'signed-text.md', 'signatories.csv', 'signatories.txt', 'audit.json'];
  expect(Object.keys(files)).toEqual([...names, 'SHA256SUMS']);
  expect(files['letter.pdf']).toEqual(PDF);
  expect(readLetterFile(text('letter.md'))).toMatchObject({ draft: { title: letter.title, body: letter.body } });
  expect(hashOf(files['signed-text.md']!)).toBe(toHex(letter.textHash));
  expect(packetName(letter, site.world.now())).toBe('answer-us-2026-05-04.zip');
});

test('sha256sum finds each file as it was', () => {
  const sums = listed('SHA256SUMS').map((line) => line.split('  '));
  const others = Object.keys(files).filter((name) => name !== 'SHA256SUMS');
  expect(sums).toEqual(others.map((name) => [hashOf(files[name]!), name]));
});

test('its audit file holds', async () => {
  const file = join(site.folder, 'audit.json');
  writeFileSync(file, files['audit.json']!);
  expect(await verifyCount(file, undefined, () => undefined)).toMatchObject({ faults: [], leaves: 10 });
});

test('each stands there as chosen, and nobody else', () => {
  const rows = listed('signatories.csv');
  expect(rows[0]).toBe('\uFEFFname,role,employer');
  const shown = ['Nadia Okafor,Nurse,Halden', ',Test engineer,Halden', '"Aino ""A"", Virtanen",,Torvik'];
  expect(rows.slice(1).toSorted()).toEqual([...shown, "'=1+1,'@SUM(A1),Torvik"].toSorted());
  const lines = ['Nadia Okafor, Nurse, Halden', 'Test engineer, Halden', '=1+1, @SUM(A1), Torvik'];
  for (const line of [...lines, '10 signatures as of 4 May 2026', '6 prefer not to be named.']) {
    expect(listed('signatories.txt')).toContain(line);
  }
  const whole = Object.values(files).join('\n');
  for (const hidden of ['Maya Lind', 'Lata', 'signer0', 'unnamed0']) expect(whole).not.toContain(hidden);
  expect(whole).toContain('Nadia');
});

test('where the machine makes no PDF there is none, and the sums know of none', async () => {
  const without = filesIn(await buffer(writePacket(letter, { ...(await parts()), pdf: undefined })));
  expect(Object.keys(without)).not.toContain('letter.pdf');
  expect(without['SHA256SUMS']!.toString()).not.toContain('letter.pdf');
});

test('what breaks while it is made breaks the download, instead of ending it short', async () => {
  const given = await parts();
  const store = { ...site.board.store, signatories: () => Promise.reject(new Error('the disk')) };
  const broken = writePacket(letter, { ...given, board: { ...given.board, store } });
  await expect(buffer(broken)).rejects.toThrow('the disk');
});

test('whoever stops reading stops the making', async () => {
  const more = await site.publish(letterFile({ slug: 'more' }));
  await colleaguesSign(site, more, 10);
  await site.rounds.go(site.world.now());
  const given = { ...(await parts()), published: await site.board.published(more) };
  let asked = 0;
  const log = {
    ...site.board.log,
    checkpoints: (id: typeof more.publicId) => (asked++, site.board.log.checkpoints(id)),
  };
  const packet = writePacket(more, { ...given, board: { ...given.board, log } });
  packet.destroy();
  await new Promise((resolve) => packet.once('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([packet.destroyed, asked]).toEqual([true, 0]);
  // the same log, read to its end
  await buffer(writePacket(more, { ...given, board: { ...given.board, log } }));
  expect(asked).toBe(1);
});
