import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { AuditHead } from '../../src/protocol/audit.ts';
import { undersigned } from '../support/command.ts';
import { fingerprintsOf } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { colleaguesSign } from '../support/people.ts';

let site: ListeningSite;
let letter: PublishedLetter;

const SLUG = 'answer-us';
const get = (path: string) => site.http.get(path);
const round = () => site.rounds.go(site.world.now());
const folder = (slug = SLUG) => join(site.folder, 'snapshots', 'letters', slug, 'checkpoints');
const inAudit = async () => (JSON.parse((await get(paths.auditJson(SLUG))).text) as AuditHead).checkpoints;
const fileOf = (size: number) => readFileSync(join(folder(), `${size}.txt`), 'utf8');

/** Ten more sign, and are released. */
async function tenMore(name: string, of = letter): Promise<void> {
  await colleaguesSign(site, of, 10, name);
  site.pass(120_000);
  await round();
}

beforeAll(async () => {
  site = await openListeningSite();
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

test('before the first release there is none', async () => {
  const list = await get(paths.checkpoints(SLUG));
  expect([list.status, list.type, list.text]).toEqual([200, 'text/plain', '']);
  expect((await get(paths.checkpoints(SLUG, '0.txt'))).status).toBe(404);
});

describe('after two releases', () => {
  beforeAll(async () => {
    await tenMore('first');
    await tenMore('second');
  });

  test('the list names both, each at an address where it never changes', async () => {
    const { text, headers } = await get(paths.checkpoints(SLUG));
    expect(text).toBe('checkpoints/10.txt\ncheckpoints/20.txt\n');
    expect(headers['cache-control']).toBe('public, no-cache');
    const notes = [];
    for (const name of text.trim().split('\n')) {
      const answer = await get(`${paths.letter(SLUG)}/${name}`);
      expect([answer.status, answer.type]).toEqual([200, 'text/plain']);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      notes.push(answer.text);
    }
    expect(notes).toEqual(await inAudit());
    expect((await get(paths.checkpoint(SLUG))).text).toBe(notes[1]);
    expect((await get(paths.audit(SLUG))).text).toContain(`href="${paths.checkpoints(SLUG)}"`);
  });

  test.each([
    '0.txt',
    '11.txt',
    '010.txt',
    '10.0.txt',
    '-10.txt',
    '1e1.txt',
    ':size.txt',
    '10',
    `${'9'.repeat(40)}.txt`,
  ])('none is at %s, and that is not kept by anybody', async (name) => {
    const { status, headers } = await get(paths.checkpoints(SLUG, name));
    expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
  });

  test('both are files too, the same byte for byte, and nothing else is there', async () => {
    expect(readdirSync(folder()).toSorted()).toEqual(['10.txt', '20.txt']);
    expect([fileOf(10), fileOf(20)]).toEqual(await inAudit());
  });

  test('the tool takes one that was downloaded, and says when the log does not extend it', async () => {
    const kept = join(site.folder, 'kept.txt');
    const address = `${site.origin}${paths.letter(SLUG)}`;
    writeFileSync(kept, (await get(paths.checkpoints(SLUG, '10.txt'))).text);
    expect(await undersigned(['verify', address, '--since', kept], {})).toMatchObject({ status: 0, err: '' });
    const mirrored = join(folder(), '10.txt');
    expect((await verifyCount(address, mirrored, () => undefined)).faults).toEqual([]);
    writeFileSync(kept, fileOf(20).replace('\n20\n', '\n10\n'));
    const { status, err } = await undersigned(['verify', address, '--since', kept], {});
    expect([status, err]).toEqual([1, expect.stringContaining('a checkpoint does not match the log')]);
  });

  test('the progress of the check reaches all that the last checkpoint covers', async () => {
    const told: [number, number][] = [];
    await verifyCount(`${site.origin}${paths.letter(SLUG)}`, undefined, (done, all) => told.push([done, all]));
    expect(told).toEqual([[20, 20]]);
  });

  test('a file that was lost comes back at the next start; those that are there are not touched', async () => {
    const before = fingerprintsOf(folder());
    rmSync(join(folder(), '10.txt'));
    writeFileSync(join(folder(), '20.txt'), 'kept as it is\n');
    await site.end('keep the folder');
    site = await openListeningSite({ folder: site.folder, seed: 'another start' }, site.port);
    expect(fingerprintsOf(folder())['10.txt']).toBe(before['10.txt']);
    expect(fileOf(20)).toBe('kept as it is\n');
    expect(site.log()).toBe('');
    // its clock begins anew
    site.pass(86_400_000);
  });
});

test('where the folder cannot be written, everything else goes on, the log says so, and the next change mends it', async () => {
  rmSync(join(site.folder, 'snapshots'), { recursive: true });
  writeFileSync(join(site.folder, 'snapshots'), 'a file where a folder should be');
  await tenMore('third');
  expect((await get(paths.checkpoints(SLUG, '30.txt'))).status).toBe(200);
  expect(site.log()).toContain('a checkpoint could not be written');
  rmSync(join(site.folder, 'snapshots'));
  await tenMore('fourth');
  expect(readdirSync(folder()).toSorted()).toEqual(['10.txt', '20.txt', '30.txt', '40.txt']);
});

test('a letter that still gathers shows none, by its address or as a file: that would tell its number', async () => {
  const gathering = await site.publish(letterFile({ slug: 'gathering', status: 'gathering' }));
  await tenMore('quiet', gathering);
  expect((await get(paths.checkpoints(gathering.address))).status).toBe(404);
  expect((await get(paths.checkpoints(gathering.address, '10.txt'))).status).toBe(404);
  expect(existsSync(folder(gathering.address))).toBe(false);
  expect(readdirSync(join(site.folder, 'snapshots', 'letters'))).toEqual([SLUG]);
  await site.publish(letterFile({ slug: 'gathering', status: 'open' }));
  await round();
  expect(readdirSync(folder('gathering'))).toEqual(['10.txt']);
});
