import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { type RequestListener, type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { openSnapshots } from '../../src/reading/snapshots/press.ts';
import type { Fields } from '../../src/signing/signature.ts';
import { outputOf, start } from '../support/command.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, arrangements, openListeningSite } from '../support/listening-site.ts';
import { entriesIn, judge, openModeration } from '../support/moderation.ts';
import { ADA, addOrganizer, signInAs } from '../support/organizers.ts';
import {
  anonymous,
  changeByForm,
  collectBlinded,
  collectPass,
  colleaguesSign,
  jsonChange,
  jsonPost,
  signByForm,
  withdrawByForm,
} from '../support/people.ts';

const SLUG = 'answer-us';

let site: ListeningSite;
let letter: PublishedLetter;
let people = 0;
const began = Date.now();

const folderOfBoard = () => (existsSync(join(site.folder, 'board')) ? join(site.folder, 'board') : site.folder);
const copy = (file: string) => join(folderOfBoard(), 'snapshots', file);
const settled = () => site.snapshots!.settled();

/** Name, role and comment of somebody, as no other test has them. */
function wordsOf(name: string): string[] {
  const own = `${name}${(began + people++).toString(36)}`;
  return [`Maya ${own}`, `Keeper of ${own}`, `So says ${own}.`];
}

const fieldsOf = ([name, role, comment]: string[]) => ({ shown: 'named', name: name!, role: role!, comment: comment! });

/** Somebody who signs by the form and is published; gives words and pass. */
async function signsByForm(name: string): Promise<{ words: string[]; pass: string }> {
  const words = wordsOf(name);
  const pass = await collectPass(site, letter, `maya${people++}@halden.example`);
  expect((await signByForm(site, letter, pass, fieldsOf(words))).status).toBe(201);
  await others();
  return { words, pass };
}

/** The same by JSON. */
async function signsByJson(name: string): Promise<{ words: string[]; pass: Pass }> {
  const words = wordsOf(name);
  const pass = await collectBlinded(site, letter, `maya${people++}@halden.example`);
  const fields = { ...anonymous, ...fieldsOf(words) } as Fields;
  expect((await send(await jsonPost(letter, pass, fields))).status).toBe(201);
  await others();
  return { words, pass };
}

const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);

/** As many sign as a release needs, and the copies are written. The press rests by a clock that nobody sets on. */
async function others(count = 9): Promise<void> {
  await settled();
  site.pass(120_000);
  await colleaguesSign(site, letter, count, `other${people++}x`);
  await site.rounds.go(site.world.now());
  await settled();
}

/** Whatever a file holds, also in what it packs; nothing if it went away meanwhile. */
function contentsOf(file: string): Buffer[] {
  try {
    const content = readFileSync(file);
    if (file.endsWith('.gz')) return [content, gunzipSync(content)];
    return file.endsWith('.br') ? [content, brotliDecompressSync(content)] : [content];
  } catch {
    return [];
  }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What anybody left for the system to throw away since these tests began; other tests keep their sites there. */
const temporary = (): string[] =>
  readdirSync(tmpdir(), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('undersigned-'))
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ path }) => (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= began)
    .flatMap(({ entry, path }) => (entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : []));

/** The files that hold one of these words: all of the data folder, and what the program left elsewhere. */
function holding(words: string[]): string[] {
  const needles = words.flatMap((word) => [word, word.toLowerCase(), word.replace(/^.* /, '')]);
  return [...filesBelow(site.folder), ...temporary()]
    .filter((file) => contentsOf(file).some((content) => needles.some((needle) => content.includes(needle))))
    .map((file) => relative(site.folder, file))
    .toSorted();
}

const kindsOf = (files: string[]) => [
  ...new Set(
    files.filter((file) => file.includes('snapshots/')).map((file) => file.replace(/^(board\/)?snapshots\//, '')),
  ),
];

describe.each(arrangements)('Maya, whose words stand in copies, %s', (_name, { apart }) => {
  beforeAll(async () => {
    site = await openListeningSite({ apart, env: { SNAPSHOTS: '1' } });
    letter = await site.publish(letterFile({ supporters: '{pledges: []}' }));
  }, 60_000);
  afterAll(() => site.end());

  test('is found in them, plain and packed, in every language', async () => {
    const { words } = await signsByForm('Quill');
    expect(kindsOf(holding(words))).toEqual(
      expect.arrayContaining([
        ...[`letters/${SLUG}.html`, `letters/${SLUG}.html.br`, `letters/${SLUG}.html.gz`, `ar/letters/${SLUG}.html.br`],
        ...[`letters/${SLUG}/signatures.html`, `letters/${SLUG}/signatures.csv.gz`, `fr/letters/${SLUG}.html`],
        `api/v1/letters/${SLUG}/signatures.json.br`,
      ]),
    );
  });

  test.each(['next', 'now'] as const)('withdraws by the form (%s), and her words are in no file', async (when) => {
    const { words, pass } = await signsByForm('Feather');
    expect(kindsOf(holding(words)).length).toBeGreaterThan(20);
    expect((await withdrawByForm(site, letter, pass, when)).status).toBe(200);
    expect(holding(words)).toEqual([]);
    await settled();
    expect(holding(words)).toEqual([]);
    expect(readFileSync(copy(`letters/${SLUG}.html`), 'utf8')).toContain('Answer us');
  });

  test('changes by the form, and her words are in no file', async () => {
    const { words, pass } = await signsByForm('Feather');
    expect((await changeByForm(site, letter, pass, { shown: 'anonymous' })).status).toBe(200);
    expect(holding(words)).toEqual([]);
    await settled();
    expect(holding(words)).toEqual([]);
  });

  test('changes and withdraws by JSON, and each time her words are in no file', async () => {
    const [{ words, pass }, next] = [await signsByJson('Feather'), wordsOf('Winter')];
    const changed = { ...anonymous, ...fieldsOf(next) } as Fields;
    expect((await send(await jsonChange(letter, pass, 1, changed))).status).toBe(201);
    expect(holding(words)).toEqual([]);
    await others(10);
    expect(kindsOf(holding(next)).length).toBeGreaterThan(20);
    expect((await send(await jsonChange(letter, pass, 2, null))).status).toBe(201);
    expect([...holding(words), ...holding(next)]).toEqual([]);
  });

  test('what the log needs, and what never held words, stays where it is', async () => {
    const { pass } = await signsByForm('Feather');
    const kept = [`letters/${SLUG}/descriptor.json.gz`, `letters/${SLUG}/letter.md`, 'index.html', 'resting.html'];
    const checkpoints = readdirSync(copy(`letters/${SLUG}/checkpoints`));
    const before = kept.map((file) => statSync(copy(file)).ino);
    expect(checkpoints.length).toBeGreaterThan(3);
    await withdrawByForm(site, letter, pass);
    expect(kept.map((file) => statSync(copy(file)).ino)).toEqual(before);
    expect(readdirSync(copy(`letters/${SLUG}/checkpoints`))).toEqual(checkpoints);
    await settled();
  });

  test('nothing of it says when it was: the times of files and folders are none', async () => {
    const { pass } = await signsByForm('Feather');
    const before = Date.now();
    const recent = () =>
      ['', ...readdirSync(copy(''), { recursive: true, encoding: 'utf8' })]
        // but while something is being written
        .filter((file) => !/^\.part|checkpoints/.test(file) && statSync(copy(file)).mtimeMs >= before - 1_000);
    await withdrawByForm(site, letter, pass);
    expect(recent()).toEqual([]);
    await settled();
    expect(recent()).toEqual([]);
    expect(readdirSync(copy('.part'))).toEqual([]);
    expect(statSync(copy('.part')).mtimeMs).toBe(0);
  });
});

describe('what Ada hides', () => {
  beforeAll(async () => {
    site = await openListeningSite({ env: { SNAPSHOTS: '1' } });
    letter = await site.publish(letterFile());
  });
  afterAll(() => site.end());

  test('leaves every copy before she is told that it is hidden', async () => {
    const { words } = await signsByForm('Feather');
    await addOrganizer(site, ADA, letter.id);
    const ada = await signInAs(site, ADA);
    const [entry] = entriesIn(await openModeration(ada, letter, words[2]), 'find');
    const inCopies = () => kindsOf(holding([words[2]!]));
    expect(inCopies().length).toBeGreaterThan(5);
    await judge(ada, letter, { entry: entry!.entry, do: 'hide', reason: 'insult' }).expect(303);
    expect(inCopies()).toEqual([]);
    await settled();
    expect(inCopies()).toEqual([]);
  });
});

function turnstile(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** A server that has the site's answers, and at one address waits with the whole or with the second half. */
function slowServer(
  at: string,
  gives: 'nothing yet' | 'the half',
): { server: Server; held: Promise<void>; go: () => void } {
  const [held, gate] = [turnstile(), turnstile()];
  const answer: RequestListener = (req, res) =>
    void get(site.server, req.url!).then(async ({ status, headers, body }) => {
      res.writeHead(status, { 'Content-Type': headers['content-type'] });
      if (req.url !== at) return res.end(body);
      const half = gives === 'the half' ? body.length - 10 : 0;
      if (half > 0) res.write(body.subarray(0, half));
      await wait(100);
      held.open();
      await gate.opened;
      return res.end(body.subarray(half));
    });
  return { server: createServer(answer), held: held.opened, go: gate.open };
}

describe('a press that had begun before', () => {
  beforeAll(async () => {
    site = await openListeningSite({ env: { SNAPSHOTS: '1' } });
    letter = await site.publish(letterFile());
  });
  afterAll(() => site.end());

  const pressOf = () => {
    const letters = letterStore(site.world.databases.letters);
    return openSnapshots(site.world, { letters, board: site.board, assets: [], own: async () => [] })!;
  };

  test.each([
    [paths.letter(SLUG), 'nothing yet'],
    [paths.letter(SLUG), 'the half'],
    [paths.signaturesCsv(SLUG), 'the half'],
    [`/ar${paths.signatures(SLUG)}`, 'nothing yet'],
    [paths.apiSignatures(SLUG), 'nothing yet'],
  ] as const)('has %s in its hands, of which %s is written: the old words do not come back', async (at, gives) => {
    const { words, pass } = await signsByForm('Feather');
    // so that what is held has to be written
    rmSync(copy(`letters/${SLUG}/signatures.csv`), { force: true });
    const { server, held, go } = slowServer(at, gives);
    const press = pressOf();
    onTestFinished(() => press.stop());
    press.begin(server);
    await held;
    expect(holding(words)).not.toEqual([]);
    expect((await withdrawByForm(site, letter, pass)).status).toBe(200);
    expect(holding(words)).toEqual([]);
    // so that nobody writes after it
    await settled();
    go();
    await press.settled();
    expect(holding(words)).toEqual([]);
    await settled();
    expect(holding(words)).toEqual([]);
    expect(site.log()).toBe('');
    expect(existsSync(copy(`letters/${SLUG}.html.br`))).toBe(true);
  });

  test('is a program of its own, stopped by the system wherever it is: the old words do not come back', async () => {
    const files = { DATABASE_URL: `file:${join(site.folder, 'undersigned.db')}`, BASE_URL: site.origin };
    for (const pause of [0, 60, 240]) {
      const { words, pass } = await signsByForm('Feather');
      rmSync(copy(''), { recursive: true });
      const program = await start('src/cli/undersigned.ts', ['snapshots', toHex(letter.id)], files);
      const [output, closed] = [outputOf(program), once(program, 'close')];
      while (!existsSync(copy('')) && program.exitCode === null) await wait(1);
      await wait(pause);
      program.kill('SIGSTOP');
      const { status: answer } = await withdrawByForm(site, letter, pass);
      // stopped in the middle of reading the database, it keeps the words there, and Maya is told
      expect([200, 503]).toContain(answer);
      const isTold = (file: string) => answer === 503 && file.startsWith('board.db');
      expect(
        holding(words).filter((file) => !isTold(file)),
        `${pause}`,
      ).toEqual([]);
      await settled();
      program.kill('SIGCONT');
      if (answer === 503) await withdrawByForm(site, letter, pass);
      expect(holding(words), `${pause}`).toEqual([]);
      const [status] = (await closed) as [number];
      expect([status, output.err], `${pause}`).toEqual([0, '']);
      expect(holding(words), `${pause}`).toEqual([]);
      await settled();
      expect(holding(words), `${pause}`).toEqual([]);
    }
  }, 120_000);
});

describe('where they cannot be erased', () => {
  beforeAll(async () => {
    site = await openListeningSite({ env: { SNAPSHOTS: '1' } });
    letter = await site.publish(letterFile());
  });
  afterAll(() => site.end());

  /** A folder that leads to itself: nobody can read it or remove what is in it, not even the system's administrator. */
  function breakFolder(): () => void {
    const [shelf, aside] = [copy('de/letters'), copy('aside')];
    renameSync(shelf, aside);
    symlinkSync('letters', shelf);
    return () => {
      rmSync(shelf);
      renameSync(aside, shelf);
    };
  }

  const notErased = { status: 503, title: 'Done, but not erased everywhere yet' };

  test('Maya is told so, also when she asks again; when she is told that it is done, it is', async () => {
    const [form, json] = [await signsByForm('Feather'), await signsByJson('Winter')];
    const mend = breakFolder();
    const withdrawn = await withdrawByForm(site, letter, form.pass);
    expect([withdrawn.status, withdrawn.headers['retry-after']]).toEqual([503, '60']);
    expect(withdrawn.text).toContain(notErased.title);
    // what can be removed is
    expect(kindsOf(holding(form.words)).filter((file) => !file.startsWith('aside/'))).toEqual([]);
    expect((await withdrawByForm(site, letter, form.pass)).status).toBe(503);
    const change = await jsonChange(letter, json.pass, 1, anonymous);
    expect((await send(change)).body).toMatchObject(notErased);
    expect((await send(change)).body).toMatchObject(notErased);
    for (const { words } of [form, json])
      expect((await get(site.server, paths.letter(SLUG))).body).not.toContain(words);
    const log = site.log();
    expect(log).toContain('words that were erased still stand in a file');
    for (const word of [...form.words, ...json.words, SLUG]) expect(log).not.toContain(word);
    mend();
    expect((await send(change)).status).toBe(200);
    expect(holding([...form.words, ...json.words])).toEqual([]);
    expect((await withdrawByForm(site, letter, form.pass)).text).toContain('Already withdrawn');
    await settled();
  });

  test('nor is she told it while another program reads what stands in the log of the database', async () => {
    const { words, pass } = await signsByForm('Feather');
    const reader = new Database(join(site.folder, 'board.db'));
    onTestFinished(() => void reader.close());
    reader.exec('BEGIN; SELECT count(*) FROM signatures');
    expect((await withdrawByForm(site, letter, pass)).status).toBe(503);
    expect(holding(words).filter((file) => file.includes('board.db'))).not.toEqual([]);
    setTimeout(() => reader.exec('COMMIT'), 300);
    expect((await withdrawByForm(site, letter, pass)).text).toContain('Already withdrawn');
    expect(holding(words)).toEqual([]);
  });

  test('copies that were switched off later are erased too', async () => {
    const { words, pass } = await signsByForm('Feather');
    await site.end('keep the folder');
    site = await openListeningSite({ folder: site.folder, env: { SNAPSHOTS: '0' }, seed: 'another start' });
    expect(kindsOf(holding(words)).length).toBeGreaterThan(20);
    expect((await withdrawByForm(site, letter, pass)).status).toBe(200);
    expect(holding(words)).toEqual([]);
  });

  test('what a press that died had begun is thrown away at the next start', async () => {
    await site.end('keep the folder');
    mkdirSync(copy('.part/left'), { recursive: true });
    site = await openListeningSite({ folder: site.folder, env: { SNAPSHOTS: '0' }, seed: 'a third start' });
    expect(existsSync(copy('.part/left'))).toBe(false);
  });
});
