import { readFileSync, renameSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { letterFile } from '../support/letters.ts';
import {
  anonymous,
  collectBlinded,
  collectPass,
  colleaguesSign,
  jsonChange,
  jsonPost,
  signByForm,
} from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);
const round = () => {
  site.pass(120_000);
  return site.rounds.go(site.world.now());
};
const total = async (slug: string) => ((await site.http.get(paths.apiLetter(slug))).body as { total: number }).total;

describe('another program that reads board.db', () => {
  const log = () => readFileSync(join(site.folder, 'board.db-wal'));

  test('keeps erased words in its log for as long as it reads, and no longer', async () => {
    // what was left in the log when the program began is emptied now, not in between
    await round();
    const pass = await collectBlinded(site, letter, 'maya@halden.example');
    const fields = { ...anonymous, shown: 'named' as const, name: 'Maya Quillfeather' };
    await send(await jsonPost(letter, pass, fields)).expect(201);
    await colleaguesSign(site, letter, 9);
    await round();
    const reader = new Database(join(site.folder, 'board.db'));
    reader.exec('BEGIN; SELECT count(*) FROM signatures');
    const change = await jsonChange(letter, pass, 1, anonymous);
    // nobody is told that they are erased
    await send(change).expect(503);
    expect(log().includes('Quillfeather')).toBe(true);
    reader.exec('COMMIT');
    reader.close();
    await round();
    expect(log().includes('Quillfeather')).toBe(false);
    await send(change).expect(200);
  });
});

describe('a letter whose key was lost', () => {
  test('keeps no other letter from its last release and its end', async () => {
    const [lost, other] = [
      await site.publish(letterFile({ slug: 'lost', title: 'Lost', closes: '2026-05-05' })),
      await site.publish(letterFile({ slug: 'other', title: 'Other', closes: '2026-05-05' })),
    ];
    for (const one of [lost, other]) await colleaguesSign(site, one, 3, `of-${one.slug}`);
    const again = await openSite({ folder: site.folder, seed: 'again' });
    const key = join(site.folder, 'keys', 'board', `${toHex(lost.publicId)}.pem`);
    renameSync(key, `${key}.lost`);
    again.pass(3 * 86_400_000);
    await expect(again.rounds.go(again.world.now())).rejects.toThrow('ENOENT');
    expect(((await again.http.get(paths.apiLetter('other'))).body as { total: number }).total).toBe(3);
    renameSync(`${key}.lost`, key);
    await again.end('keep the folder');
  });
});

describe('a server that shows another number than its log holds', () => {
  let liar: Server;
  let origin: string;
  let shown = '';

  beforeAll(async () => {
    liar = createServer((req, res) => {
      void site.http
        .get(req.url ?? '/')
        .then(({ text }) => res.end(text.replaceAll(/(data-total>)[^<]*/g, `$1${shown}`)));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => liar.close(resolve)));

  test.each([
    ['12,345', ["the letter's page shows 12345, but the leaves make"]],
    ['the true one', []],
  ])('is found out where its page shows %s', async (number, words) => {
    shown = number === 'the true one' ? String(await total('answer-us')) : number;
    const { faults } = await verifyCount(`${origin}${paths.letter('answer-us')}`, undefined, () => undefined);
    expect(faults).toEqual(words.map((start) => expect.stringContaining(start) as string));
  });
});

describe('a database that takes no release', () => {
  test.each(['answer-them', 'answer-them.supporters'])('keeps %s from its end until it does', async (address) => {
    const ending = await openSite({ seed: address });
    await ending.publish(letterFile({ slug: 'answer-them', supporters: 'true', closes: '2026-05-04' }));
    const waiting = (await ending.shelf.byAddress(address))!;
    const mailbox = waiting.main ? 'carla@posteo.example' : 'carla@halden.example';
    await signByForm(ending, waiting, await collectPass(ending, waiting, mailbox));
    ending.pass(Date.UTC(2026, 4, 5) + 2_000 - ending.world.now());
    const { $client: board } = ending.world.databases.board;
    board.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON main.releases BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    );
    await expect(ending.rounds.go(ending.world.now())).rejects.toThrow('disk is full');
    expect((await ending.shelf.byAddress(address))?.status).toBe('open');
    board.exec('DROP TRIGGER full');
    await ending.rounds.go(ending.world.now());
    const stands = (await ending.shelf.byAddress(address))!;
    expect([stands.status, (await ending.board.published(stands)).totals.total]).toEqual(['closed', 1]);
    await ending.end();
  });
});
