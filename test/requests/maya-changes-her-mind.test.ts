import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { AuditHead, WrittenLeaf } from '../../src/protocol/audit.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import type { Fields } from '../../src/signing/signature.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, colleaguesSign, jsonChange, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let people = 0;

const start = () =>
  beforeAll(async () => {
    site = await openSite();
    letter = await site.publish(letterFile());
  });
const end = () => afterAll(() => site.end());

const newPass = () => collectBlinded(site, letter, `maya${people++}@halden.example`);
const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);
const sign = async (pass: Pass, fields: Fields = anonymous) => send(await jsonPost(letter, pass, fields)).expect(201);
const edit = async (pass: Pass, seq: number, fields: Fields = anonymous) =>
  send(await jsonChange(letter, pass, seq, fields));
const withdraw = async (pass: Pass, seq: number, more: object = {}) =>
  send({ ...(await jsonChange(letter, pass, seq, null)), ...more });
const count = async () => (await site.http.get(paths.apiLetter(letter.address))).body as Record<string, unknown>;
const totals = async () => (await site.board.published(letter)).totals;
const page = async () => (await site.http.get(paths.letter(letter.address))).text;
const leaves = async () =>
  (JSON.parse((await site.http.get(paths.auditJson(letter.address))).text) as AuditHead & { leaves: WrittenLeaf[] })
    .leaves;
const round = async () => {
  site.pass(120_000);
  await site.rounds.go(site.world.now());
};
/** As many others sign as the next release needs. */
const othersSign = async (others = 10) => {
  await colleaguesSign(site, letter, others, `other${people++}x`);
  await round();
};
const named = (name: string, more: Partial<Fields> = {}): Fields => ({ ...anonymous, shown: 'named', name, ...more });
const words = (name: string) => [name, `So says ${name}.`];
const onDisk = (name: string) => findOnDisk(site.folder, words(name));

describe('Maya, whose signature waits', () => {
  start();
  end();
  let maya: Pass;

  test('makes a named signature anonymous, and her name is in no file from then on', async () => {
    maya = await newPass();
    await sign(maya, named('Maya Lindqvist', { comment: 'So says Maya Lindqvist.', pledges: [0] }));
    expect(onDisk('Maya Lindqvist')).not.toEqual([]);
    expect((await edit(maya, 1)).status).toBe(201);
    expect(onDisk('Maya Lindqvist')).toEqual([]);
  });

  test('is counted once, as she changed it', async () => {
    await othersSign(9);
    expect(await totals()).toMatchObject({ total: 10, named: 0, anonymous: 10, pledges: [0, 0] });
    expect(await page()).not.toContain('Maya Lindqvist');
    expect((await leaves()).map(({ kind }) => kind).toSorted()).toEqual(['edit', ...Array<string>(10).fill('sign')]);
  });

  test('withdraws, and is neither shown nor counted, now or later', async () => {
    const hana = await newPass();
    await sign(hana, named('Hana Weiss', { comment: 'So says Hana Weiss.' }));
    await colleaguesSign(site, letter, 8, 'early');
    expect((await withdraw(hana, 1)).status).toBe(201);
    expect(onDisk('Hana Weiss')).toEqual([]);
    await othersSign(1);
    // nine wait and one that is none
    expect(await totals()).toMatchObject({ total: 10 });
    await othersSign(1);
    expect(await totals()).toMatchObject({ total: 20, named: 0 });
    expect(await page()).not.toContain('Hana');
    expect(await leaves()).toHaveLength(11 + 10 + 2);
  });

  test('does not get her steps published by insisting, for nobody has seen a signature', async () => {
    const kofi = await newPass();
    await sign(kofi);
    const before = [await count(), await leaves()];
    expect((await withdraw(kofi, 1, { at_once: true })).status).toBe(201);
    expect([await count(), await leaves()]).toEqual(before);
  });
});

describe('Maya, whose signature is published', () => {
  start();
  end();
  let [maya, hana, kofi]: Pass[] = [];

  beforeAll(async () => {
    [maya, hana, kofi] = [await newPass(), await newPass(), await newPass()];
    await sign(
      maya,
      named('Maya Lindqvist', { role: 'Engineer', comment: 'So says Maya Lindqvist.', pledges: [0, 1] }),
    );
    await sign(hana, named('Hana Weiss', { comment: 'So says Hana Weiss.', pledges: [0] }));
    await sign(kofi, {
      ...anonymous,
      shown: 'by role',
      role: 'Kofi’s role',
      comment: 'So says Kofi’s role.',
      pledges: [1],
    });
    await othersSign(7);
  });

  test('is found by name, and on the disk', async () => {
    expect(await totals()).toMatchObject({ total: 10, named: 2, byRole: 1, anonymous: 7, pledges: [2, 2] });
    for (const name of ['Maya Lindqvist', 'Hana Weiss', 'Kofi’s role']) {
      expect(onDisk(name).some((found) => found.startsWith('board.db'))).toBe(true);
      expect(await page()).toContain(`So says ${name}.`);
    }
  });

  test('becomes anonymous: her words are in no file at once, and the numbers change at the next release', async () => {
    expect((await edit(maya!, 1, { ...anonymous, pledges: [1] })).status).toBe(201);
    expect(onDisk('Maya Lindqvist')).toEqual([]);
    expect(findOnDisk(site.folder, ['maya lindqvist', 'Engineer'])).toEqual([]);
    await round();
    expect(await totals()).toMatchObject({ total: 10, named: 2, pledges: [2, 2] });
    await othersSign();
    expect(await totals()).toMatchObject({ total: 20, named: 1, byRole: 1, anonymous: 18, pledges: [1, 2] });
    expect(await page()).not.toContain('Maya Lindqvist');
  });

  test('changes more than once before a release, and is counted once', async () => {
    await edit(hana!, 1, named('Hana Winter', { comment: 'So says Hana Winter.' }));
    await edit(hana!, 2, { ...anonymous, shown: 'by role', role: 'Chemist', pledges: [0, 1] });
    expect([...onDisk('Hana Weiss'), ...onDisk('Hana Winter')]).toEqual([]);
    await othersSign();
    expect(await totals()).toMatchObject({ total: 30, named: 0, byRole: 2, anonymous: 28, pledges: [1, 3] });
    expect(await page()).toContain('Chemist');
  });

  test('changes and then withdraws before a release, and is taken off once', async () => {
    await edit(hana!, 3, named('Hana Winter'));
    await withdraw(hana!, 4);
    expect(findOnDisk(site.folder, ['Chemist', 'Hana Winter'])).toEqual([]);
    await othersSign();
    expect(await totals()).toMatchObject({ total: 39, named: 0, byRole: 1, anonymous: 38, pledges: [0, 2] });
  });

  test('withdraws at once: number and words go in the same moment, and nobody else’s', async () => {
    const waiting = await newPass();
    await sign(waiting, named('Ines Moreau'));
    const before = await leaves();
    const { checkpoint } = { checkpoint: (await site.http.get(paths.checkpoint(letter.address))).text };
    expect((await withdraw(kofi!, 1, { at_once: true })).status).toBe(201);
    expect(onDisk('Kofi’s role')).toEqual([]);
    expect(await totals()).toMatchObject({ total: 38, byRole: 0, anonymous: 38, pledges: [0, 1] });
    expect(await count()).toMatchObject({ total: 38 });
    expect(await page()).not.toContain('Kofi');
    expect(await page()).not.toContain('Ines Moreau');
    expect((await leaves()).slice(0, -1)).toEqual(before);
    expect((await site.http.get(paths.checkpoint(letter.address))).text).not.toBe(checkpoint);
  });

  test('withdraws at the next release, then insists', async () => {
    const { status } = await withdraw(maya!, 2);
    expect([status, (await totals()).total]).toEqual([201, 38]);
    expect((await withdraw(maya!, 2, { at_once: true })).status).toBe(200);
    expect((await totals()).total).toBe(37);
  });
});
