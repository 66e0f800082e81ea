import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import type { Fields } from '../../src/signing/signature.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, colleaguesSign, jsonChange, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let maya: Pass;
let theo: Pass;
const words: Fields = { ...anonymous, shown: 'named', name: 'Maya Lindqvist', comment: 'So says Maya.' };

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  maya = await collectBlinded(site, letter, 'maya@halden.example');
  theo = await collectBlinded(site, letter, 'theo@halden.example');
  await send(await jsonPost(letter, maya, words));
  await colleaguesSign(site, letter, 9);
  await site.rounds.go(site.world.now());
});
afterAll(() => site.end());

const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);
const status = async (body: object) => (await send(body)).status;
const waiting = () => site.world.databases.pending.$client.prepare('SELECT count(*) FROM pending').pluck().get();
const total = async () => (await site.board.published(letter)).totals.total;

describe('Theo cannot change or withdraw Maya’s signature', () => {
  test.each(['withdraw', 'edit'] as const)('with a pass of his own and her key: %s', async (kind) => {
    const fields = kind === 'edit' ? anonymous : null;
    const [his, hers] = [await jsonChange(letter, theo, 1, fields), await jsonChange(letter, maya, 1, fields)];
    const open = { pk: hers['pk'], prefix: hers['prefix'], sig: hers['sig'] };
    expect(await status({ ...his, ...open })).toBe(422);
    expect(await status({ ...hers, pk: his['pk'] })).toBe(422);
    expect(await status({ ...his, pk: hers['pk'] })).toBe(422);
  });

  test('with her own earlier post, made into a withdrawal', async () => {
    const { fields: _, ...signed } = await jsonPost(letter, maya, words);
    expect(await status({ ...signed, kind: 'withdraw', seq: 1 })).toBe(422);
    expect(await status({ ...signed, kind: 'withdraw' })).toBe(422);
  });

  test('with a pass that has signed nothing', async () => {
    expect(await status(await jsonChange(letter, theo, 1, null))).toBe(409);
    expect(await status(await jsonChange(letter, theo, 1, anonymous))).toBe(409);
  });

  test('and nothing of it waits, and her words stand', async () => {
    expect([waiting(), await total()]).toEqual([0, 10]);
    expect((await site.http.get(paths.letter(letter.address))).text).toContain('Maya Lindqvist');
  });
});

describe('Maya’s steps', () => {
  test.each([0, 2, 7, 1.5, -1, 1_001, '1', null])('are refused with the number %j', async (seq) => {
    const change = await jsonChange(letter, maya, typeof seq === 'number' ? Math.trunc(Math.abs(seq)) : 1, anonymous);
    expect([409, 422]).toContain(await status({ ...change, seq }));
    expect(waiting()).toBe(0);
  });

  test('are refused with words in a withdrawal, without words in an edit, or with a field more', async () => {
    const [withdrawal, edit] = [await jsonChange(letter, maya, 1, null), await jsonChange(letter, maya, 1, anonymous)];
    const { fields: _, ...bare } = edit;
    for (const body of [{ ...withdrawal, fields: anonymous }, bare, { ...withdrawal, why: 'fear' }]) {
      expect(await status(body)).toBe(422);
    }
    expect(await status({ ...withdrawal, at_once: 'yes' })).toBe(422);
    expect(await status({ ...edit, at_once: true })).toBe(422);
    expect(waiting()).toBe(0);
  });

  test('get the same answer again, and others in the same turn are refused', async () => {
    const edit = await jsonChange(letter, maya, 1, { ...words, comment: 'A new thought.' });
    const [first, again] = [await send(edit), await send(edit)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await status(await jsonChange(letter, maya, 1, anonymous))).toBe(409);
    expect(await status(await jsonChange(letter, maya, 1, null))).toBe(409);
    expect(waiting()).toBe(1);
  });

  test('arriving together are taken once', async () => {
    const edits = await Promise.all(
      ['a', 'b', 'c'].map((comment) => jsonChange(letter, maya, 2, { ...words, comment })),
    );
    const answers = await Promise.all([...edits, ...edits].map(status));
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 201, 409, 409, 409, 409]);
    expect(waiting()).toBe(2);
  });

  test('end with a withdrawal: the same one again answers the same, and nothing else is taken', async () => {
    const withdrawal = await jsonChange(letter, maya, 3, null);
    const [first, again] = [await send(withdrawal), await send(withdrawal)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const after = async () => [
      await status(await jsonPost(letter, maya, words)),
      await status(await jsonPost(letter, maya)),
      await status(await jsonChange(letter, maya, 1, { ...words, comment: 'A new thought.' })),
      await status(await jsonChange(letter, maya, 4, words)),
      await status(await jsonChange(letter, maya, 4, null)),
    ];
    expect(await after()).toEqual([409, 409, 409, 409, 409]);
    expect(await status({ ...withdrawal, at_once: true })).toBe(200);
    expect([waiting(), await total()]).toEqual([0, 9]);
    expect(await after()).toEqual([409, 409, 409, 409, 409]);
    expect((await send(withdrawal)).body).toEqual(first.body);
    expect([waiting(), await total()]).toEqual([0, 9]);
  });
});

test('a row that is only deleted leaves its words in the files, where this search finds them', async () => {
  const named = (name: string): Fields => ({ ...words, name, comment: `So says ${name}.` });
  const [hana, ines] = [
    await collectBlinded(site, letter, 'hana@halden.example'),
    await collectBlinded(site, letter, 'ines@halden.example'),
  ];
  await send(await jsonPost(letter, hana, named('Hana Weiss')));
  await send(await jsonPost(letter, ines, named('Ines Moreau')));
  await colleaguesSign(site, letter, 8, 'later');
  site.pass(120_000);
  await site.rounds.go(site.world.now());
  site.world.databases.board.$client.prepare('DELETE FROM signatures WHERE name = ?').run('Ines Moreau');
  expect(findOnDisk(site.folder, ['So says Ines Moreau.'])).not.toEqual([]);
  expect(findOnDisk(site.folder, ['So says Hana Weiss.'])).not.toEqual([]);
  expect(await status(await jsonChange(letter, hana, 1, null))).toBe(201);
  expect(findOnDisk(site.folder, ['Hana Weiss', 'hana weiss', 'So says Hana Weiss.'])).toEqual([]);
});
