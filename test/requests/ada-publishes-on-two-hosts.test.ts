import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabases } from '../../db/open.ts';
import { readConfig } from '../../src/config.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { faultWords } from '../../src/letters/letter-file.ts';
import { letterStore } from '../../src/letters/store.ts';
import { type Saved, saveLetter } from '../../src/organizing/publish.ts';
import { readPublishedFile, writePublishedFile } from '../../src/organizing/published-letter.ts';
import { prepareLetter, receiveLetter } from '../../src/organizing/receive.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { type CommonWorld, realBoardWorld, realIssuerWorld, realWorld } from '../../src/world.ts';
import { letterFile } from '../support/letters.ts';
import { NOON, draftIn } from '../support/site.ts';

let folder: string;
let worlds: Record<'issuer' | 'board' | 'otherBoard' | 'both', CommonWorld>;

const configOf = (name: string, role: string) =>
  readConfig({ ROLE: role, DEMO: '0', DATABASE_URL: `file:${join(folder, name, 'undersigned.db')}` });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  worlds = {
    issuer: realIssuerWorld(configOf('issuer', 'issuer')),
    board: realBoardWorld(configOf('board', 'board')),
    otherBoard: realBoardWorld(configOf('other', 'board')),
    both: realWorld(configOf('both', 'both')),
  };
});
afterAll(() => {
  for (const { databases } of Object.values(worlds)) closeDatabases(databases);
  rmSync(folder, { recursive: true });
});

const storedOn = async (name: keyof typeof worlds, slug: string) =>
  (await letterStore(worlds[name].databases.letters).bySlug(slug)) as PublishedLetter | undefined;

/** Publishes on the issuer; gives the file that it exports. */
async function exported(fields: Record<string, string | null>, board: 'board' | 'otherBoard' = 'board') {
  const log = fromBase64url(await prepareLetter(worlds[board]));
  const saved = await saveLetter(worlds.issuer, draftIn(letterFile(fields)), NOON, log);
  expect(saved).not.toHaveProperty('refused');
  return writePublishedFile((await storedOn('issuer', fields['slug']!))!);
}

async function importOn(name: keyof typeof worlds, file: string) {
  const read = readPublishedFile(file);
  if ('faults' in read) return { refused: read.faults.map((fault) => faultWords(wordsIn('en'), fault)).join() };
  return inEnglish(await receiveLetter(worlds[name], read, NOON));
}

/** What the tool prints of it. */
const inEnglish = (saved: Saved): Saved => ('refused' in saved ? { refused: wordsIn('en').say(saved.refused) } : saved);

test('both have the same letter: id, descriptor, address', async () => {
  expect(await importOn('board', await exported({ slug: 'same' }))).toEqual({ saved: 'open', address: 'same' });
  const [issuer, board] = [(await storedOn('issuer', 'same'))!, (await storedOn('board', 'same'))!];
  for (const field of ['publicId', 'versionHash', 'descriptor', 'textHash', 'address', 'status'] as const) {
    expect(board[field], field).toEqual(issuer[field]);
  }
});

test('a gathering letter has one private address on both; opened on each, it goes on working', async () => {
  const file = await exported({ slug: 'first', status: 'gathering' });
  const { address } = (await storedOn('issuer', 'first'))!;
  expect(address).toMatch(/^first-[0-9a-z]{25}$/);
  expect(await importOn('board', file)).toEqual({ saved: 'gathering', address });
  for (const name of ['board', 'issuer'] as const) {
    const opened = await saveLetter(worlds[name], draftIn(letterFile({ slug: 'first' })), NOON);
    expect(opened, name).toEqual({ saved: 'open', address: 'first' });
    expect(await storedOn(name, 'first')).toMatchObject({ status: 'open', address: 'first', privateAddress: address });
  }
});

test('a letter that opened before the board had it keeps its private address too', async () => {
  await exported({ slug: 'second', status: 'gathering' });
  await saveLetter(worlds.issuer, draftIn(letterFile({ slug: 'second' })), NOON);
  const letter = (await storedOn('issuer', 'second'))!;
  expect(await importOn('board', writePublishedFile(letter))).toEqual({ saved: 'open', address: 'second' });
  const { privateAddress, status } = (await storedOn('board', 'second'))!;
  expect([privateAddress, status]).toEqual([letter.privateAddress, 'open']);
});

test('a letter that the issuer published with a seal below its releases keeps its id on the board', async () => {
  const log = fromBase64url(await prepareLetter(worlds.board));
  const draft = { ...draftIn(letterFile({ slug: 'low', seal_until: '5' })), sealUntil: 5 };
  await saveLetter(worlds.issuer, draft, NOON, log);
  const letter = (await storedOn('issuer', 'low'))!;
  expect(JSON.parse(letter.descriptor)).toMatchObject({ seal_until: 5 });
  expect(await importOn('board', writePublishedFile(letter))).toEqual({ saved: 'open', address: 'low' });
  const { publicId, descriptor, sealUntil } = (await storedOn('board', 'low'))!;
  expect({ publicId, descriptor, sealUntil }).toEqual({
    ...{ publicId: letter.publicId, descriptor: letter.descriptor, sealUntil: 5 },
  });
});

describe('the board refuses', () => {
  let file: string;
  beforeAll(async () => void (file = await exported({ slug: 'exact' })));

  /** The file with one thing in it exchanged. */
  const altered = (field: string, from: RegExp, to: string): string => {
    const content = JSON.parse(file) as Record<string, string>;
    expect(content[field]).toMatch(from);
    return JSON.stringify({ ...content, [field]: content[field]!.replace(from, to) });
  };

  test.each([
    ['another word in the text', 'letter', /Please reply/, 'Please obey', 'do not say the same'],
    ['another domain', 'letter', /halden\.example/, 'evil.example', 'do not say the same'],
    ['another rule', 'descriptor', /"min":10/, '"min":11', 'do not say the same'],
    ['a descriptor in another form', 'descriptor', /,"comments"/, ', "comments"', 'do not say the same'],
    ['a key that is none', 'descriptor', /"spki":"[\w-]{10}/, '"spki":"AAAAAAAAAA', 'names no keys'],
    ['a descriptor that is no JSON', 'descriptor', /^\{/, '', 'names no keys'],
    ['another address', 'address', /^exact$/, 'other', 'its address does not belong'],
    ['an address that is a path', 'address', /^exact$/, 'exact-../../../../../../etc/passw', 'its address does not'],
    ['a draft', 'letter', /status: open/, 'status: draft', 'its address does not belong'],
    ['a file of another form', 'format', /v1$/, 'v2', 'no file that an issuer exported'],
    ['a letter that is none', 'letter', /^---/, '', 'a letter file begins'],
  ])('%s', async (_what, field, from, to, words) => {
    expect(await importOn('board', altered(field, from, to))).toEqual({ refused: expect.stringContaining(words) });
    expect(await storedOn('board', 'exact')).toBeUndefined();
  });

  test('a log whose key it has not made, and what is cut off', async () => {
    expect(await importOn('otherBoard', file)).toEqual({ refused: expect.stringContaining('the key of its log') });
    expect(await importOn('board', file.slice(0, -20))).toEqual({ refused: expect.stringContaining('no file') });
  });

  test('a letter that is over', async () => {
    const over = await exported({ slug: 'over', closes: '2026-05-04' });
    const read = readPublishedFile(over);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    const tomorrow = inEnglish(await receiveLetter(worlds.board, read, NOON + 86_400_000));
    expect(tomorrow).toEqual({ refused: 'closes: 2026-05-04 is over' });
  });

  test('none of it unaltered, once', async () => {
    expect(await importOn('board', file)).toEqual({ saved: 'open', address: 'exact' });
    expect(await importOn('board', file)).toEqual({ refused: expect.stringContaining('is here already') });
    const spent = JSON.parse(file) as { letter: string };
    const again = JSON.stringify({ ...spent, letter: spent.letter.replace('slug: exact', 'slug: exacter') });
    expect(await importOn('board', again)).toHaveProperty('refused');
  });
});

test('where something is missing, the refusal says which step comes first', async () => {
  const draft = draftIn(letterFile({ slug: 'early' }));
  const log = new Uint8Array(32);
  const save = async (name: keyof typeof worlds, key?: typeof log) =>
    inEnglish(await saveLetter(worlds[name], draft, NOON, key));
  expect(await save('board')).toEqual({ refused: expect.stringContaining('on the issuer') });
  expect(await save('issuer')).toEqual({ refused: expect.stringContaining('--log-key') });
  expect(await save('both', log)).toEqual({ refused: expect.stringContaining('are one here') });
  const file = await exported({ slug: 'elsewhere' });
  expect(await importOn('both', file)).toEqual({ refused: expect.stringContaining('only a board') });
});

describe('a program does not open the data folder of another role', () => {
  const open = { both: realWorld, issuer: realIssuerWorld, board: realBoardWorld };

  test.each([
    ['board', 'issuer.db', "an issuer's"],
    ['board', 'keys/issuer/00/rsa.pem', "an issuer's"],
    ['issuer', 'board.db', "a board's"],
    ['issuer', 'pending.db', "a board's"],
    ['issuer', 'keys/board/00.pem', "a board's"],
    ['both', 'issuer.db', "an issuer's"],
    ['both', 'board.db', "a board's"],
  ] as const)('%s refuses %s', (role, file, whose) => {
    const name = `${role}-${file.replaceAll('/', '-')}`;
    const config = configOf(name, role);
    mkdirSync(dirname(join(folder, name, file)), { recursive: true });
    writeFileSync(join(folder, name, file), '');
    expect(() => open[role](config)).toThrow(`ROLE is ${role}`);
    expect(() => open[role](config)).toThrow(whose);
  });

  test.each(['both', 'issuer', 'board'] as const)('%s opens a folder that is empty, and its own again', (role) => {
    for (let i = 0; i < 2; i++) closeDatabases(open[role](configOf(`own-${role}`, role)).databases);
  });
});
