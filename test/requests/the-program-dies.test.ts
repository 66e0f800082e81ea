import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, colleaguesSign, jsonChange, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeEach(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
});
afterEach(() => site.end());

const file = (name: string) => join(site.folder, name);
const total = async () => (await site.board.published(letter)).totals.total;
const round = () => site.rounds.go(site.world.now());
const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);

/** The program ends, and one of its files is found as it was before the last step; then it starts again. */
async function startsAgainWith(name: string): Promise<void> {
  await site.end('keep the folder');
  copyFileSync(file(`${name}.before`), file(name));
  site = await openSite({ folder: site.folder, seed: 'the next start' });
  letter = (await site.shelf.byAddress(letter.address))!;
}

describe('between publishing and emptying what waited', () => {
  test('what is published already is no company for whoever signs next', async () => {
    await colleaguesSign(site, letter, 10);
    copyFileSync(file('pending.db'), file('pending.db.before'));
    await round();
    expect(await total()).toBe(10);
    await startsAgainWith('pending.db');
    site.pass(3_600_000);
    await round();
    const { number } = await site.board.published(letter);
    expect(number).toBe(1);
    await colleaguesSign(site, letter, 1, 'eleventh');
    site.pass(3_600_000);
    await round();
    expect(await total()).toBe(10);
  });

  test('whoever signs before the first round is not published alone', async () => {
    await colleaguesSign(site, letter, 10);
    copyFileSync(file('pending.db'), file('pending.db.before'));
    await round();
    await startsAgainWith('pending.db');
    await colleaguesSign(site, letter, 1, 'eleventh');
    site.pass(3_600_000);
    await round();
    expect(await total()).toBe(10);
  });
});

describe('between taking a change and erasing the words before it', () => {
  test('the next start erases them', async () => {
    const maya = await collectBlinded(site, letter, 'maya@halden.example');
    await send(await jsonPost(letter, maya, { ...anonymous, shown: 'named', name: 'Maya Lindqvist' })).expect(201);
    await colleaguesSign(site, letter, 9);
    await round();
    site.world.databases.board.$client.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file('board.db'), file('board.db.before'));
    const change = await jsonChange(letter, maya, 1, anonymous);
    await send(change).expect(201);
    await startsAgainWith('board.db');
    expect((await site.http.get(paths.letter(letter.address))).text).not.toContain('Maya Lindqvist');
    expect(findOnDisk(site.folder, ['Maya Lindqvist']).filter((found) => !found.includes('.before'))).toEqual([]);
    await send(change).expect(200);
    expect(await total()).toBe(10);
  });
});

test('a fault between the two, and the same change sent again, leaves nothing of the old words', async () => {
  const maya = await collectBlinded(site, letter, 'maya@halden.example');
  await send(await jsonPost(letter, maya, { ...anonymous, shown: 'named', name: 'Maya Lindqvist' })).expect(201);
  await colleaguesSign(site, letter, 9);
  await round();
  const board = site.world.databases.board.$client;
  board.exec(
    `CREATE TEMP TRIGGER fault BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
  );
  const change = await jsonChange(letter, maya, 1, anonymous);
  await send(change).expect(500);
  expect(findOnDisk(site.folder, ['Maya Lindqvist']), 'the fault came before they were erased').not.toEqual([]);
  board.exec('DROP TRIGGER fault');
  await send(change).expect(200);
  expect((await site.http.get(paths.letter(letter.address))).text).not.toContain('Maya Lindqvist');
  expect(findOnDisk(site.folder, ['Maya Lindqvist'])).toEqual([]);
});
