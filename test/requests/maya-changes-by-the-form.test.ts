import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { changeByForm, collectPass, colleaguesSign, signByForm, withdrawByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const TWO = '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]';
let site: TestSite;
let letter: PublishedLetter;
let maya: string;
let people = 0;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ employers: TWO, closes: '2026-05-04' }));
  maya = await newPass();
});
afterAll(() => site.end());

const newPass = () => collectPass(site, letter, `maya${people++}@halden.example`);
const show = (pass: string) => site.http.post(paths.change(letter.address)).type('form').send({ pass });
const change = (pass: string, fields: Record<string, unknown> = { shown: 'anonymous' }) =>
  changeByForm(site, letter, pass, { employer: '0', ...fields });
const withdraw = (pass: string, when: 'next' | 'now' = 'next') => withdrawByForm(site, letter, pass, when);
const total = async () => (await site.board.published(letter)).totals.total;
const page = async () => (await site.http.get(paths.letter(letter.address))).text;
const round = async () => {
  site.pass(120_000);
  await site.rounds.go(site.world.now());
};
async function othersSign(others: number): Promise<void> {
  for (let i = 0; i < others; i++)
    await signByForm(site, letter, await newPass(), { shown: 'anonymous', employer: '1' });
  await round();
}
const named = { shown: 'named', name: 'Maya Lindqvist', role: 'Engineer', comment: 'So says Maya.', employer: '1' };
const onDisk = () => findOnDisk(site.folder, ['Maya Lindqvist', 'maya lindqvist', 'So says Maya.']);

/** What the tool finds in the log as it is now, with these checkpoints kept. */
async function verified(since?: string): Promise<string[]> {
  const [file, kept] = [join(site.folder, 'audit.json'), join(site.folder, 'kept.txt')];
  writeFileSync(file, (await site.http.get(paths.auditJson(letter.address))).text);
  if (since !== undefined) writeFileSync(kept, since);
  const { faults } = await verifyCount(file, since === undefined ? undefined : kept, () => undefined);
  return faults;
}

describe('a pass that cannot change anything', () => {
  test.each([
    ['is none', 'pass1_none', 'This is not a whole pass.'],
    ['is missing', '', 'This is not a whole pass.'],
    ['lost its end', () => maya.slice(0, -1), 'This is not a whole pass.'],
  ])('because it %s is told so, on each page', async (_what, pass, words) => {
    const text = typeof pass === 'string' ? pass : pass();
    for (const answer of [await show(text), await change(text, named), await withdraw(text)]) {
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
      expect(answer.text).toMatch(/<title>Error: /);
      expect(answer.text).toContain('<h1>Change or withdraw</h1>');
    }
  });

  test('because it belongs to another letter is told so', async () => {
    const other = await site.publish(letterFile({ slug: 'another', title: 'Another' }));
    const foreign = await collectPass(site, other, 'maya@halden.example');
    for (const answer of [await show(foreign), await change(foreign, named), await withdraw(foreign)]) {
      expect([answer.status, answer.text]).toEqual([
        422,
        expect.stringContaining('This pass belongs to another letter.'),
      ]);
    }
  });

  test('because it has not signed is told so', async () => {
    for (const answer of [await show(maya), await change(maya, named), await withdraw(maya)]) {
      expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('This pass has not signed.')]);
    }
  });
});

describe('Maya, by the forms', () => {
  test('sees what waits, with her words in the form', async () => {
    expect((await signByForm(site, letter, maya, named)).status).toBe(201);
    const { status, text } = await show(maya);
    expect(status).toBe(200);
    expect(text).toContain('Your signature waits for the next release.');
    for (const words of ['value="Maya Lindqvist"', 'value="Engineer"', 'So says Maya.']) expect(text).toContain(words);
    expect(text).toMatch(/name="employer" value="1"[^>]*checked|<option value="1" selected/);
    expect(text).not.toContain('name="when"');
  });

  test('is shown what she typed where something is missing, and nothing is stored', async () => {
    const { status, text } = await change(maya, { ...named, name: '', comment: 'A new thought.' });
    expect(status).toBe(422);
    for (const words of ['Please give the name to show.', 'A new thought.', 'Your signature waits']) {
      expect(text).toContain(words);
    }
    expect(findOnDisk(site.folder, ['A new thought.'])).toEqual([]);
    expect(onDisk()).not.toEqual([]);
  });

  test('changes it before the release, and the same form sent again answers the same', async () => {
    const first = await change(maya, { ...named, comment: 'A new thought.' });
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('Your signature is changed')]);
    expect(findOnDisk(site.folder, ['So says Maya.'])).toEqual([]);
    expect((await change(maya, { ...named, comment: 'A new thought.' })).text).toBe(first.text);
    await othersSign(9);
    expect(await page()).toContain('A new thought.');
    expect(await total()).toBe(10);
    expect(await verified()).toEqual([]);
  });

  test('is still told that her signature stands where she forgets her name', async () => {
    const { status, text } = await change(maya, { ...named, name: '' });
    expect([status, text]).toEqual([422, expect.stringContaining('Your signature stands under the letter.')]);
    expect(text).toContain('name="when" value="now"');
  });

  test('becomes anonymous after the release; the audit and an old checkpoint hold before and after', async () => {
    const kept = (await site.http.get(paths.checkpoint(letter.address))).text;
    expect(onDisk()).not.toEqual([]);
    expect((await change(maya)).status).toBe(200);
    expect(onDisk()).toEqual([]);
    expect(await verified(kept)).toEqual([]);
    await othersSign(10);
    expect(await total()).toBe(20);
    expect(await page()).not.toContain('Maya Lindqvist');
    expect(await verified(kept)).toEqual([]);
  });

  test('withdraws at once, after she was told what that shows', async () => {
    expect((await show(maya)).text).toContain('Whoever watches the page then sees one signature fewer at this minute');
    const { status, text } = await withdraw(maya, 'now');
    expect([status, text]).toEqual([200, expect.stringContaining('the number has changed already')]);
    expect(await total()).toBe(19);
    expect(await verified()).toEqual([]);
  });

  test('cannot do anything with a pass that has withdrawn', async () => {
    for (const answer of [await show(maya), await change(maya, named), await withdraw(maya, 'now')]) {
      expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('This signature was withdrawn.')]);
    }
    for (const fields of [named, { ...named, name: 'Another' }]) {
      expect((await signByForm(site, letter, maya, fields)).status).toBe(409);
    }
    await othersSign(10);
    expect(await total()).toBe(29);
  });
});

describe('at the end', () => {
  test('a withdrawal that waits is counted at closing, though nobody else signs', async () => {
    const hana = await newPass();
    await signByForm(site, letter, hana, { ...named, name: 'Hana Weiss' });
    await othersSign(9);
    expect(await total()).toBe(39);
    await withdraw(hana);
    expect(await total()).toBe(39);
    maya = await newPass();
    await signByForm(site, letter, maya, named);
    await withdraw(maya);
    site.pass(86_400_000);
    await round();
    expect((await site.shelf.byAddress(letter.address))!.status).toBe('closed');
    expect(await total()).toBe(38);
    expect(await verified()).toEqual([]);
  });

  test('a signature can still be withdrawn when the letter is closed, at once, but not changed', async () => {
    const late = await site.publish(letterFile({ slug: 'late', closes: '2026-05-06' }));
    const pass = await collectPass(site, late, 'late@halden.example');
    await signByForm(site, late, pass, named);
    await colleaguesSign(site, late, 2);
    site.pass(2 * 86_400_000);
    await round();
    const count = async () => (await site.board.published(late)).totals.total;
    expect(await count()).toBe(3);
    const shown = await site.http.post(paths.change('late')).type('form').send({ pass });
    expect([shown.status, shown.text.includes('Change it'), shown.text.includes('Withdraw it')]).toEqual([
      200,
      false,
      true,
    ]);
    expect((await changeByForm(site, late, pass, { ...named, name: 'Maya L.' })).status).toBe(410);
    expect((await withdrawByForm(site, late, pass)).text).toContain('the number has changed already');
    expect(await count()).toBe(2);
    expect(onDisk()).toEqual([]);
    expect((await site.http.get(paths.apiLetter('late'))).body).toMatchObject({ total: 2 });
  });
});
