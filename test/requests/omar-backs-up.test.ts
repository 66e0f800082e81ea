import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { undersigned } from '../support/command.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, addOrganizer, signInAs } from '../support/organizers.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { filesIn } from '../support/zip.ts';

let site: TestSite;
let letter: PublishedLetter;
const PRODUCTION = { NODE_ENV: 'production', BASE_URL: 'https://letters.example', SMTP_URL: 'smtp://127.0.0.1:1' };
const settings = (folder: string) => ({ DATABASE_URL: `file:${join(folder, 'undersigned.db')}` });
const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const inFolder = (...names: string[]) => join(site.folder, ...names);

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  await colleaguesSign(site, letter, 10);
  await site.rounds.go(site.world.now());
  await addOrganizer(site, ADA, letter.id);
  await signInAs(site, ADA);
});
afterAll(() => site.end());

describe('a backup, written while the site runs', () => {
  let files: Map<string, Buffer>;

  test('says its hash', async () => {
    const { status, out, err } = await undersigned(['backup', inFolder('backup.zip')], settings(site.folder));
    expect([status, err]).toEqual([0, '']);
    const whole = readFileSync(inFolder('backup.zip'));
    expect(out).toContain(sumOf(whole));
    files = new Map(Object.entries(filesIn(whole)));
  });

  test('holds what is public, the organizers and the keys of the logs, and the hash of each', () => {
    const log = `keys/board/${toHex(letter.publicId)}.pem`;
    expect([...files.keys()]).toEqual(['undersigned.db', 'board.db', 'organizers.db', log, 'SHA256SUMS']);
    const summed = [...files].filter(([name]) => name !== 'SHA256SUMS');
    expect(String(files.get('SHA256SUMS'))).toBe(
      summed.map(([name, content]) => `${sumOf(content)}  ${name}\n`).join(''),
    );
  });

  test('can be read by nobody else, and leaves nothing beside it', () => {
    expect(statSync(inFolder('backup.zip')).mode & 0o777).toBe(0o600);
    expect(readdirSync(site.folder).filter((name) => name.startsWith('.undersigned'))).toEqual([]);
  });

  test('put into an empty folder, it serves the letter, its count and its audit, and signs nobody in', async () => {
    const folder = `${site.folder}-restored`;
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, name), content);
    }
    const restored = await openSite({ folder });
    expect((await restored.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({ total: 10 });
    expect((await restored.http.get(paths.auditJson('answer-us'))).text).toBe(
      (await site.http.get(paths.auditJson('answer-us'))).text,
    );
    expect(await restored.accounts.organizers.byEmail(ADA)).toBeDefined();
    const sessions = (db: TestSite) =>
      db.world.databases.organizers.$client.prepare('SELECT count(*) FROM sessions').pluck().get();
    expect([sessions(site), sessions(restored)]).toEqual([1, 0]);
    await restored.end();
  });

  test('has neither the key that signs passes nor a tag of anybody', () => {
    const folder = `${site.folder}-unpacked`;
    mkdirSync(folder);
    for (const [name, content] of files) writeFileSync(join(folder, name.replaceAll('/', '-')), content);
    const tag = site.world.databases.issuer.$client.prepare('SELECT tag FROM spent').pluck().get() as Buffer;
    expect(findOnDisk(folder, [tag])).toEqual([]);
    // the files of the running site are not read here: closing one would take SQLite's locks from this process
    writeFileSync(join(folder, 'control'), tag);
    expect(findOnDisk(folder, [tag])).not.toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('is not written over another file, nor into a folder that is not there', async () => {
    for (const [file, words] of [
      [inFolder('backup.zip'), 'a file of this name already'],
      [inFolder('nowhere', 'backup.zip'), 'there is no such folder'],
    ] as const) {
      const { status, err } = await undersigned(['backup', file], settings(site.folder));
      expect([status, err]).toEqual([1, expect.stringContaining(words)]);
    }
    expect(existsSync(inFolder('nowhere'))).toBe(false);
  });
});

describe('the check', () => {
  const check = () => undersigned(['check'], settings(site.folder));

  test('finds nothing wrong', async () => {
    const { status, out, err } = await check();
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('ok     database board');
    expect(out).toContain('ok     count of answer-us');
    expect(out).not.toContain('FAULT');
  });

  test('finds a folder that others can read, which outside production is no fault', async () => {
    chmodSync(site.folder, 0o755);
    const [tried, real] = [await check(), await undersigned(['check'], { ...settings(site.folder), ...PRODUCTION })];
    chmodSync(site.folder, 0o700);
    expect([tried.status, tried.out]).toEqual([0, expect.stringMatching(/ok +data folder .*others .* can read it/)]);
    expect([real.status, real.out]).toEqual([1, expect.stringMatching(/FAULT +data folder .*others .* can read it/)]);
  });

  test.each<[what: string, breakIt: () => () => void, words: string]>([
    [
      'a lost key',
      () => {
        const file = inFolder('keys', 'issuer', toHex(letter.publicId), 'rsa.pem');
        const key = readFileSync(file);
        rmSync(file);
        return () => writeFileSync(file, key, { mode: 0o600 });
      },
      'its RSA key cannot be read',
    ],
    [
      'a signature that vanished',
      () => {
        const { $client: board } = site.world.databases.board;
        const row = board.prepare('SELECT * FROM signatures LIMIT 1').get() as Record<string, unknown>;
        board.prepare('DELETE FROM signatures WHERE pk = ?').run(row['pk']);
        const names = Object.keys(row);
        const back = `INSERT INTO signatures (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map(() => '?').join()})`;
        return () => void board.prepare(back).run(Object.values(row));
      },
      'pages show 10, but 9 signatures are stored',
    ],
  ])('finds %s', async (_what, breakIt, words) => {
    const mend = breakIt();
    const { status, out, err } = await check();
    mend();
    expect([status, out, err]).toEqual([1, expect.stringContaining(words), expect.stringContaining('found a fault')]);
    expect((await check()).status).toBe(0);
  });
});
