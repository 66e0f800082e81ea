import { existsSync, linkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IssuerKeys, loadIssuerKeys, tagOf } from '../../src/issuing/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { paths } from '../../src/paths.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, colleaguesSign, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

/** The first instant after 4 May 2026. */
const CLOSING = Date.UTC(2026, 4, 5);

const KEY_FILES = ['rsa.pem', 'tag.key'];

let site: TestSite;

const round = () => site.rounds.go(site.world.now());
/** Two seconds after it, when posts that arrived in time have been written. */
const until = (instant: number) => site.pass(instant + 2_000 - site.world.now());
const rows = (database: 'issuer' | 'pending', table: string) =>
  site.world.databases[database].$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const hex = ({ publicId }: PublishedLetter) => Buffer.from(publicId).toString('hex');
const published = async (slug: string) => (await site.http.get(paths.apiLetter(slug))).body as object;
const textOf = async (slug: string) => (await site.http.get(paths.letter(slug))).text;

async function threeSign(letter: PublishedLetter): Promise<void> {
  for (const name of ['Ines', 'Jonas', 'Kofi']) {
    const pass = await collectPass(site, letter, `${name.toLowerCase()}@halden.example`);
    await signByForm(site, letter, pass, { shown: 'named', name, comment: `So says ${name} of ${letter.slug}.` });
  }
}

describe('when a letter closes', () => {
  let letter: PublishedLetter;
  let other: PublishedLetter;
  let tags: Buffer[];
  let keys: Buffer[];

  beforeAll(async () => {
    site = await openSite();
    letter = await site.publish(letterFile({ closes: '2026-05-04' }));
    other = await site.publish(letterFile({ slug: 'another', title: 'Another' }));
    await threeSign(letter);
    await colleaguesSign(site, other, 1);
    const { privateKey, tagKey } = (await loadIssuerKeys(site.folder, letter.publicId))!;
    const { d, p, q } = privateKey.export({ format: 'jwk' });
    keys = [...[d, p, q].map((part) => Buffer.from(part!, 'base64url').subarray(8, 40)), Buffer.from(tagKey!)];
    tags = ['ines', 'jonas', 'kofi'].map((name) => tagFor(tagKey!, letter, `${name}@halden.example`));
  });
  afterAll(() => site.end());

  const tagFor = (tagKey: Uint8Array, { publicId }: PublishedLetter, mailbox: string) =>
    Buffer.from(tagOf({ tagKey } as IssuerKeys, publicId, mailbox));

  test('nothing has happened a millisecond before', async () => {
    until(CLOSING - 1);
    await round();
    expect(await published('answer-us')).toMatchObject({ total: 0, status: 'open' });
    expect(tags.filter((tag) => findOnDisk(site.folder, [tag]).length === 0)).toEqual([]);
    expect(findOnDisk(site.folder, [keys[3]!])).toHaveLength(1);
  });

  test('a second name is given to each key file, to see what becomes of its bytes', () => {
    const folder = join(site.folder, 'keys', 'issuer', hex(letter));
    for (const name of KEY_FILES) linkSync(join(folder, name), join(site.folder, `second-${name}`));
    expect(findOnDisk(site.folder, [keys[3]!])).toHaveLength(2);
  });

  test('whatever waited is published, though it is less than ten, and though the program starts late', async () => {
    await site.end('keep the folder');
    site = await openSite({ folder: site.folder, seed: 'a late start' });
    until(CLOSING);
    await round();
    expect(await published('answer-us')).toMatchObject({ total: 3, status: 'closed' });
    const page = await textOf('answer-us');
    for (const name of ['Ines', 'Jonas', 'Kofi']) expect(page).toContain(`So says ${name} of answer-us.`);
    expect(page).toContain('This letter closed on 5 May 2026');
    expect(page).not.toContain(`href="${paths.sign('answer-us')}"`);
    // the one of the other letter
    expect(rows('pending', 'pending')).toBe(1);
  });

  test('its private key, its tag key and its tags are gone from the disk', () => {
    expect(findOnDisk(site.folder, [...tags, ...keys])).toEqual([]);
    expect(existsSync(join(site.folder, 'keys', 'issuer', hex(letter)))).toBe(false);
    // not only their names: whoever reads the raw disk finds zeros
    for (const name of KEY_FILES) {
      const bytes = readFileSync(join(site.folder, `second-${name}`));
      expect(bytes.length).toBeGreaterThan(31);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    }
    expect(existsSync(join(site.folder, 'keys', 'board', `${hex(letter)}.pem`))).toBe(true);
  });

  test('those of other letters stay', async () => {
    const { tagKey } = (await loadIssuerKeys(site.folder, other.publicId))!;
    expect(findOnDisk(site.folder, [tagFor(tagKey!, other, 'colleague0@halden.example')])).not.toEqual([]);
    expect(rows('issuer', 'spent')).toBe(1);
    expect((await site.http.get(paths.sign('another'))).status).toBe(200);
  });

  test('it stays closed', async () => {
    const { closedAt } = (await site.shelf.byAddress('answer-us'))!;
    site.pass(86_400_000);
    await round();
    await round();
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'closed', closedAt });
    expect(await published('answer-us')).toMatchObject({ total: 3 });
    expect(site.log()).toBe('');
  });
});

describe('letters that are sealed until twelve have signed', () => {
  let reached: PublishedLetter;
  let missed: PublishedLetter;

  beforeAll(async () => {
    site = await openSite();
    reached = await site.publish(letterFile({ slug: 'reached', closes: '2026-05-04', seal_until: '12' }));
    missed = await site.publish(letterFile({ slug: 'missed', closes: '2026-05-04', seal_until: '12' }));
    await threeSign(reached);
    await threeSign(missed);
  });
  afterAll(() => site.end());

  test('show nothing before, and everything at the twelfth', async () => {
    await colleaguesSign(site, reached, 8);
    site.pass(3_600_000);
    await round();
    const before = await textOf('reached');
    expect(before).toContain('Sealed until 12 have signed');
    expect(before).not.toContain('Ines');
    await colleaguesSign(site, reached, 1, 'twelfth');
    await round();
    const after = await textOf('reached');
    expect(after).toContain('So says Ines of reached.');
    expect(after).not.toContain('Sealed until');
    expect(await published('reached')).toMatchObject({ total: 12 });
  });

  test('delete all, from the disk too, where their organizers end them with fewer', async () => {
    const ended = await site.publish(letterFile({ slug: 'ended', closes: '2026-05-04', seal_until: '12' }));
    await threeSign(ended);
    const words = ['Ines', 'Jonas', 'Kofi'].map((name) => `So says ${name} of ended.`);
    expect(findOnDisk(site.folder, words)).not.toEqual([]);
    await letterStore(site.world.databases.letters).end(ended.id, null, site.world.now());
    site.pass(2_000);
    await round();
    expect(await published('ended')).toMatchObject({ total: 0, status: 'closed' });
    expect(await textOf('ended')).not.toContain('Ines');
    expect(findOnDisk(site.folder, words)).toEqual([]);
    expect(await site.board.log.leaves(ended.publicId, 0, 10)).toEqual([]);
    // those of a letter that nobody ended wait on
    expect(findOnDisk(site.folder, ['So says Ines of missed.'])).not.toEqual([]);
  });

  test('delete all, from the disk too, where they close with fewer', async () => {
    expect(findOnDisk(site.folder, ['So says Ines of missed.'])).not.toEqual([]);
    until(CLOSING);
    await round();
    expect(await published('missed')).toMatchObject({ total: 0, status: 'closed' });
    expect(await textOf('missed')).not.toContain('Ines');
    for (const path of [paths.letter('missed'), paths.embed('missed'), paths.feed('missed'), paths.badge('missed')]) {
      const { text, body } = await site.http.get(path).expect(200);
      const told = text ?? String(body);
      expect([path, told]).toEqual([path, expect.stringMatching(/every signature was deleted/i)]);
      expect([path, told]).not.toEqual([
        path,
        expect.stringMatching(/stay counted|0 employees have signed<|appear together|not been reached/),
      ]);
    }
    expect((await site.http.get(paths.sign('missed')).expect(410)).text).not.toContain('stays counted');
    expect(
      findOnDisk(
        site.folder,
        ['Ines', 'Jonas', 'Kofi'].map((name) => `So says ${name} of missed.`),
      ),
    ).toEqual([]);
    expect(await published('reached')).toMatchObject({ total: 12, status: 'closed' });
  });
});
