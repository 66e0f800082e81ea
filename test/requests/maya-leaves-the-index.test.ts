import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Db, openDatabase } from '../../db/open.ts';
import type { Bytes } from '../../src/protocol/bytes.ts';
import { type BoardStore, type SignatureRow, boardStore } from '../../src/signing/store.ts';
import { wordsOf } from '../../src/signing/signature.ts';
import { noTotals } from '../../src/signing/totals.ts';
import { findOnDisk } from '../support/disk.ts';
import { countingRandom } from '../support/random.ts';

const random = countingRandom('index');
const letter = random(32);
const other = random(32);

let folder: string;
let db: Db;
let store: BoardStore;
let releases = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  db = openDatabase(join(folder, 'board.db'), 'board');
  store = boardStore(db);
});
afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true, force: true });
});

const rowOf = (position: number, name: string | null, role: string | null = null, of = letter): SignatureRow => ({
  ...{ letter: of, position, pk: random(32), shown: name === null ? 'by role' : 'named', name, role },
  ...{
    words: wordsOf({ name, role }),
    employer: position % 2,
    comment: null,
    version: 1,
    pledges: [],
    site: null,
    occupation: null,
    body: '',
    salt: random(32),
  },
});

async function release(signatures: SignatureRow[], withdrawn: SignatureRow[] = []): Promise<void> {
  const totals = noTotals(2, 0);
  const made = { letter, number: ++releases, at: 0, size: 0, totals, edge: random(32), checkpoint: '' };
  await store.release({ leaves: [], signatures, withdrawn, release: made });
}

async function found(beginnings: string[], employer: number | null = null, of: Bytes = letter): Promise<string[]> {
  const rows = await store.signatories({ letter: of, after: -1, limit: 1000, beginnings, employer });
  return rows.map(({ name, role }) => name ?? role ?? '');
}

/** The words as they would stand in the index. */
const onDisk = (...words: string[]) => {
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  return findOnDisk(folder, words);
};

/** Names of colleagues, enough for many pages of the index. */
const many = (count: number, from: number): SignatureRow[] =>
  Array.from({ length: count }, (_, i) => rowOf(from + i, `${madeName(i)} ${madeName(i * 7 + 3)}`));
const madeName = (n: number) => `q${((n * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, 'k')}`;

describe('Maya, who is found by her words', () => {
  test('is found no more after she withdrew, and her words are in no file', async () => {
    const maya = rowOf(0, 'Maya Lindqvistova', 'Cartographer');
    await release([maya, ...many(2_000, 1)]);
    expect(await found(['lindqvistova'])).toEqual(['Maya Lindqvistova']);
    expect(onDisk('lindqvisto')).not.toEqual([]);
    await store.erase(letter, maya.pk);
    expect(await found(['lind'])).toEqual([]);
    expect(onDisk('lindqvist', 'cartograp', 'Lindqvist')).toEqual([]);
    await release([], [maya]);
    expect(onDisk('lindqvist', 'cartograp')).toEqual([]);
    expect(await found([madeName(5)])).toHaveLength(1);
  });

  test('is found by her new words only, at the same place', async () => {
    const maya = rowOf(3, 'Maya Lindqvist');
    await release([rowOf(1, 'Noor Maya'), maya, rowOf(5, 'Maya Osei')]);
    await release([{ ...maya, name: 'Maya Winter', words: 'maya winter' }]);
    expect(await found(['maya'])).toEqual(['Noor Maya', 'Maya Winter', 'Maya Osei']);
    expect([await found(['lindqvist']), onDisk('lindqvist')]).toEqual([[], []]);
  });

  test('is not found under another letter, nor by an employer that is not hers', async () => {
    await release([rowOf(0, 'Maya Lind'), rowOf(0, 'Maya Elsewhere', null, other), rowOf(1, 'Maya Osei')]);
    expect(await found(['maya'])).toEqual(['Maya Lind', 'Maya Osei']);
    expect(await found(['maya'], 1)).toEqual(['Maya Osei']);
    expect(await found(['maya'], null, other)).toEqual(['Maya Elsewhere']);
    expect(await found(['maya'], null, random(32))).toEqual([]);
  });
});

describe('where a page of the index begins', () => {
  /** What stands at the beginnings of pages, without the sign of the list. */
  const marks = () =>
    (
      db.$client
        .prepare("SELECT substr(CAST(term AS TEXT), 2) FROM indexed_words_idx WHERE term <> ''")
        .pluck()
        .all() as string[]
    ).filter((mark) => mark.length >= 4);

  test('with a word that was deleted, all is written anew', async () => {
    const rows = many(3_000, 0);
    await release(rows);
    const mark = marks().find((one) => rows.filter(({ words }) => words!.includes(one)).length === 1)!;
    const hers = rows.find(({ words }) => words!.includes(mark))!;
    await store.erase(letter, hers.pk);
    expect(marks().length).toBeGreaterThan(5);
    expect(marks()).not.toContain(mark);
    expect(await found(['q'])).toHaveLength(1000);
    db.$client.exec("INSERT INTO indexed_words (indexed_words) VALUES ('integrity-check')");
  });

  test('the word would have stayed without our care', async () => {
    const rows = many(3_000, 0);
    await release(rows);
    const mark = marks().find((one) => rows.filter(({ words }) => words!.includes(one)).length === 1)!;
    const hers = rows.find(({ words }) => words!.includes(mark))!;
    db.$client
      .prepare("INSERT INTO indexed_words (indexed_words, rowid, words) VALUES ('delete', ?, ?)")
      .run(2 ** 32 + hers.position, `${hers.words} §${hers.employer}`);
    expect(marks()).toContain(mark);
  });
});

test('an index that keeps deleted words until later would be found out', () => {
  const file = join(folder, 'careless.db');
  const careless = new Database(file);
  careless.pragma('secure_delete = ON');
  careless.exec("CREATE VIRTUAL TABLE w USING fts5(words, content='', detail='none', tokenize='ascii')");
  careless.exec("INSERT INTO w (rowid, words) VALUES (1, 'maya lindqvist'), (2, 'noor osei')");
  careless.exec("INSERT INTO w (w, rowid, words) VALUES ('delete', 1, 'maya lindqvist')");
  careless.close();
  expect(findOnDisk(folder, ['lindqvist'])).not.toEqual([]);
});

test('what an earlier version published is indexed when the board opens', async () => {
  await release([rowOf(0, 'Zoë Ångström', 'Ärztin'), rowOf(1, null, 'Nurse')]);
  db.$client.exec("DELETE FROM indexed_letters; UPDATE signatures SET words = 'old'");
  store = boardStore(db);
  expect([await found(['zoe', 'arzt']), await found(['nur'])]).toEqual([['Zoë Ångström'], ['Nurse']]);
});
