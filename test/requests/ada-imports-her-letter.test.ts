import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { closeDatabases, openDatabases } from '../../db/open.ts';
import { root } from '../../db/root.ts';
import { letterStore } from '../../src/letters/store.ts';
import { type Ran, undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { readSeed } from '../support/site.ts';

// each call starts a program of its own, on machines that may be busy
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let files: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  files = join(folder, 'letters');
  mkdirSync(files);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The tool on data of this name; with an input for its standard input. */
const run = (data: string, args: string[], input = ''): Promise<Ran> =>
  undersigned(
    args,
    { DATABASE_URL: `file:${join(folder, data, 'undersigned.db')}`, BASE_URL: 'https://letters.example' },
    input,
  );

function write(name: string, source: string | Buffer): string {
  writeFileSync(join(files, name), source);
  return join(files, name);
}

async function stored(data: string, slug: string) {
  const databases = openDatabases(join(folder, data, 'undersigned.db'));
  const letter = await letterStore(databases.letters).bySlug(slug);
  closeDatabases(databases);
  return letter;
}
const hashOf = async (data: string, slug: string) => Buffer.from((await stored(data, slug))!.textHash).toString('hex');

describe('the tool', () => {
  test('explains itself, and names its version', async () => {
    const help = await run('help', ['--help']);
    expect(help).toMatchObject({ status: 0, err: '' });
    for (const word of ['serve', 'migrate', 'letter']) expect(help.out).toContain(word);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await run('help', ['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  test.each([
    [[], 'Usage:'],
    [['letter', 'import'], 'missing required argument'],
    [['letter', 'export', 'x', '--loudly'], 'unknown option'],
  ])('refuses %j as wrong usage', async (args, words) => {
    const { status, out, err } = await run('usage', args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});

test.each([['/dev/null/x/y.db'], ['/dev/null/y.db'], [tmpdir()]])(
  'the tool names the setting where its data cannot be kept: %s',
  async (file) => {
    const { status, out, err } = await undersigned(['letter', 'export', 'x'], { DATABASE_URL: `file:${file}` });
    expect([status, out]).toEqual([78, '']);
    expect(err).toMatch(/^The settings cannot be used:\n {2}DATABASE_URL /);
    expect(err).not.toContain('    at ');
  },
);

describe('a file that is no letter is refused', () => {
  const wrong = { title: null, status: 'loud', employers: '[{name: X, domains: [co.uk]}]' };

  test.each<[how: string, name: string, source: string | Buffer | null, ...words: string[]]>([
    [
      ...(['with every fault, by line and field', 'faults.md', letterFile(wrong)] as const),
      ...[
        'title: is required',
        'line 5, employers[0].domains[0]: "co.uk" is a suffix',
        'line 10, status: must be draft',
      ],
    ],
    ['because it is not UTF-8', 'bytes.md', Buffer.from([0x2d, 0x2d, 0x2d, 0xff]), 'must be UTF-8 text'],
    ['because it is not there', 'nowhere.md', null, 'there is no such file'],
    ['because its last day is over', 'late.md', letterFile({ closes: '2001-01-01' }), 'closes: 2001-01-01 is over'],
  ])('%s', async (_how, name, source, ...words) => {
    const file = source === null ? join(files, name) : write(name, source);
    const { status, out, err } = await run('bad', ['letter', 'import', file]);
    expect([status, out]).toEqual([1, '']);
    for (const word of words) expect(err).toContain(word);
    for (const line of err.trim().split('\n')) expect(line.startsWith(`${file}: `)).toBe(true);
  });
});

describe('Ada', () => {
  test('exports a letter as a file that imports to the same hash', async () => {
    const first = await run('one', ['letter', 'import', '-'], readSeed('2-tern'));
    expect(first).toEqual({ status: 0, out: 'Open: https://letters.example/letters/tern\n', err: '' });
    const exported = await run('one', ['letter', 'export', 'tern']);
    expect([exported.status, exported.err]).toEqual([0, '']);
    expect((await run('two', ['letter', 'import', write('tern.md', exported.out)])).status).toBe(0);
    expect(await hashOf('two', 'tern')).toBe(await hashOf('one', 'tern'));
  });

  test('is told that a seal below what is published together is raised, and only then', async () => {
    const told = await run('seal', ['letter', 'import', '-'], letterFile({ slug: 'sealed', seal_until: '5' }));
    expect(told).toEqual({
      status: 0,
      out: 'Open: https://letters.example/letters/sealed\n',
      err: 'note: seal_until is raised from 5 to 10: so many signatures are published together\n',
    });
    const exported = await run('seal', ['letter', 'export', 'sealed']);
    expect(exported.out).toContain('seal_until: 10\n');
    const again = await run('seal-again', ['letter', 'import', '-'], exported.out);
    expect(again).toEqual({ ...told, err: '' });
    expect(await hashOf('seal-again', 'sealed')).toBe(await hashOf('seal', 'sealed'));
    const [one, two] = [await stored('seal', 'sealed'), await stored('seal-again', 'sealed')];
    for (const letter of [one, two]) expect(JSON.parse(letter!.descriptor!)).toMatchObject({ seal_until: 10 });
    const alone = letterFile({ slug: 'alone', seal_until: '5', shown: '[named]', release: null });
    expect(await run('seal', ['letter', 'import', '-'], alone)).toMatchObject({ status: 0, err: '' });
  });

  test('may not publish a letter twice, nor change its words', async () => {
    const before = await hashOf('one', 'tern');
    for (const source of [readSeed('2-tern'), letterFile({ slug: 'tern', status: 'draft' })]) {
      const { status, out, err } = await run('one', ['letter', 'import', '-'], source);
      expect([status, out]).toEqual([1, '']);
      expect(err).toContain('"tern" is already published');
    }
    expect(await hashOf('one', 'tern')).toBe(before);
  });

  test('is told when there is no letter to export', async () => {
    const nothing = await run('one', ['letter', 'export', 'nothing']);
    expect(nothing).toEqual({ status: 1, out: '', err: 'There is no letter "nothing".\n' });
  });

  test('is told that evidence is kept with a draft on its page, and not by the tool', async () => {
    const source = letterFile({ status: 'draft', evidence: '[{ link: "https://halden.example/12" }]' });
    const { status, out } = await run('evidence', ['letter', 'import', '-'], source);
    expect(status).toBe(0);
    expect(out).toMatch(/^Stored as a draft: answer-us\nIts evidence was not stored: /);
  });

  test('stores a translation beside its letter, and writes it again', async () => {
    const source = (fields: string) =>
      `---\ntranslation_of: answer-us\nlanguage: de\ntitle: Antworten Sie uns\ndemands:\n${fields}---\nWir bitten um Antwort.\n\n[demands]\n`;
    const file = source('  - Öffentlich.\n  - Ganz.\n');
    const bring = (words: string) => run('translations', ['letter', 'import', '-'], words);
    expect(await bring(file)).toMatchObject({
      status: 1,
      err: '-: translation_of: there is no letter “answer-us” to translate\n',
    });
    expect((await run('translations', ['letter', 'import', '-'], letterFile())).status).toBe(0);
    expect(await bring(source('  - Öffentlich.\n'))).toMatchObject({
      ...{ status: 1, err: '-: demands: must be as many as in the letter: 2, not 1\n' },
    });
    expect(await bring(source('  - Öffentlich.\n  - 7\n'))).toMatchObject({
      ...{ status: 1, err: expect.stringMatching(/^-: line 7, demands\[1\]: /) as string },
    });
    expect(await bring(file)).toEqual({
      ...{ status: 0, out: 'Deutsch: https://letters.example/letters/answer-us/in/de\n', err: '' },
    });
    const { out } = await run('translations', ['letter', 'export', 'answer-us', '--language', 'de']);
    expect(out).toBe(file.replace('language: de', 'language: de\nversion: 1'));
    expect((await run('translations', ['letter', 'export', 'answer-us', '--language', 'fr'])).status).toBe(1);
  });

  test('replaces a draft, gathers, and then opens', async () => {
    const save = (fields: Record<string, string>, body?: string) =>
      run('drafts', ['letter', 'import', '-'], letterFile(fields, body));
    expect(await save({ status: 'draft' })).toMatchObject({ status: 0, out: 'Stored as a draft: answer-us\n' });
    expect((await save({ status: 'draft', title: 'Second' })).status).toBe(0);
    expect(await stored('drafts', 'answer-us')).toMatchObject({ status: 'draft', title: 'Second', publicId: null });

    const gathers = await save({ status: 'gathering' });
    expect(gathers.out).toMatch(
      /^Gathering, at a private address: https:\/\/letters\.example\/letters\/answer-us-\w{25}\n$/,
    );
    const gathering = (await stored('drafts', 'answer-us'))!;
    expect([gathering.status, gathering.title]).toEqual(['gathering', 'Answer us']);

    expect((await save({ status: 'open' }, 'Other words.\n\n[demands]')).status).toBe(1);
    const opens = await save({ status: 'open' });
    expect(opens).toEqual({ status: 0, out: 'Open: https://letters.example/letters/answer-us\n', err: '' });
    const open = (await stored('drafts', 'answer-us'))!;
    expect([open.status, open.address]).toEqual(['open', 'answer-us']);
    expect(open.publicId).toEqual(gathering.publicId);
  });
});
