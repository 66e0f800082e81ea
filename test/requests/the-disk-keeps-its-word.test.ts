import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupCommit } from '../../db/group-commit.ts';
import { type Databases, closeDatabases, openDatabase, openDatabases } from '../../db/open.ts';
import { countingRandom } from '../support/random.ts';

let folder: string;
let databases: Databases;
const open = () => openDatabases(join(folder, 'undersigned.db'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  databases = open();
});
afterEach(() => {
  closeDatabases(databases);
  rmSync(folder, { recursive: true, force: true });
});

const names = ['letters', 'issuer', 'pending', 'board', 'organizers', 'followers'] as const;
const pragma = (name: keyof Databases, word: string) => databases[name].$client.pragma(word, { simple: true });

describe('each database', () => {
  test.each(names)('%s is safe from a power cut at its first opening, its second and its third', (name) => {
    for (let opening = 1; opening <= 3; opening++) {
      expect([opening, pragma(name, 'synchronous')]).toEqual([opening, 2]);
      closeDatabases(databases);
      databases = open();
    }
  });

  test.each(names)('%s zeroes what is deleted, keeps scratch data in memory, and checks references', (name) => {
    expect(pragma(name, 'secure_delete')).toBe(1);
    expect(pragma(name, 'temp_store')).toBe(2);
    expect(pragma(name, 'foreign_keys')).toBe(1);
  });

  test('has the journal that goes with what it remembers', () => {
    expect(names.map((name) => [name, pragma(name, 'journal_mode')])).toEqual([
      ['letters', 'wal'],
      ['issuer', 'persist'],
      ['pending', 'persist'],
      ['board', 'wal'],
      ['organizers', 'wal'],
      ['followers', 'persist'],
    ]);
    closeDatabases(databases);
    databases = open();
    expect(pragma('pending', 'journal_mode')).toBe('persist');
  });

  test('stands in a file of its own; nobody else may look into the folder', () => {
    const files = names.map((name) => databases[name].$client.name);
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
      ...['undersigned.db', 'issuer.db', 'pending.db', 'board.db', 'organizers.db', 'followers.db'],
    ]);
    const inside = join(folder, 'deeper', 'data');
    closeDatabases(openDatabases(join(inside, 'undersigned.db')));
    expect(statSync(inside).mode & 0o777).toBe(0o700);
  });
});

describe('what must not remember an order', () => {
  test.each([
    ['issuer', 'spent'],
    ['issuer', 'codes'],
    ['issuer', 'sending'],
    ['pending', 'pending'],
    ['followers', 'followers'],
    ['followers', 'notices'],
    ['followers', 'announced'],
  ] as const)('in %s, the table %s has no row numbers', (name, table) => {
    const { $client } = databases[name];
    const sql = $client.prepare('SELECT sql FROM sqlite_master WHERE name = ?').pluck().get(table) as string;
    expect(sql).toMatch(/WITHOUT ROWID;?\s*$/i);
    expect(() => $client.prepare(`SELECT rowid FROM ${table}`)).toThrow('no such column: rowid');
  });

  test.each([
    ['issuer', 'spent', ['letter', 'tag', 'bm']],
    ['issuer', 'codes', ['letter', 'tag']],
    ['issuer', 'sending', ['letter', 'h', 'code_tag']],
    [
      ...['pending', 'pending'],
      ['letter', 'pk', 'seq', 'kind', 'version_hash', 'prefix', 'sig', 'salt', 'commit', 'esig', 'body'],
    ],
  ] as const)('in %s, the table %s holds %j and no time', (name, table, columns) => {
    const found = databases[name as 'issuer'].$client.pragma(`table_info(${table as string})`) as { name: string }[];
    expect(found.map((column) => column.name)).toEqual(columns);
  });
});

describe('posts that arrive together', () => {
  const random = countingRandom('together');
  const committing = (apply: (item: Uint8Array) => string) =>
    groupCommit(databases.issuer, (item: Uint8Array) => item, apply);
  const rows = () => databases.issuer.$client.prepare('SELECT hex(tag) FROM spent').pluck().all() as string[];
  const insert = (item: Uint8Array) => {
    databases.issuer.$client.prepare('INSERT INTO spent VALUES (?, ?, ?)').run(Buffer.alloc(1), item, item);
    return Buffer.from(item).toString('hex').toUpperCase();
  };

  test('are committed together, in the order of their keys, and each gets its own result', async () => {
    const applied: string[] = [];
    const add = committing((item) => {
      expect(databases.issuer.$client.inTransaction).toBe(true);
      applied.push(insert(item));
      return applied.at(-1)!;
    });
    const items = Array.from({ length: 20 }, () => random(16));
    const results = await Promise.all(items.map(add));
    expect(results).toEqual(items.map((item) => Buffer.from(item).toString('hex').toUpperCase()));
    expect(applied).toEqual(results.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(rows().toSorted((a, b) => a.localeCompare(b))).toEqual(results.toSorted((a, b) => a.localeCompare(b)));
  });

  test('have their results only after another connection can read them', async () => {
    const other = openDatabase(join(folder, 'issuer.db'), 'issuer');
    const seen = () => other.$client.prepare('SELECT count(*) FROM spent').pluck().get();
    const add = committing((item) => {
      insert(item);
      expect(seen()).toBe(0);
      return '';
    });
    const counts = await Promise.all([random(16), random(16)].map((item) => add(item).then(seen)));
    other.$client.close();
    expect(counts).toEqual([2, 2]);
  });

  test('are all rolled back by a fault, which each of them hears; the next ones go through', async () => {
    let broken = true;
    let calls = 0;
    const add = committing((item) => {
      if (broken && ++calls === 3) throw new Error('the third breaks');
      return insert(item);
    });
    const items = Array.from({ length: 5 }, () => random(16));
    const outcomes = await Promise.allSettled(items.map(add));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(rows()).toEqual([]);
    broken = false;
    await Promise.all(items.map(add));
    expect(rows()).toHaveLength(5);
  });

  test('survive the end of the program without a closing word', async () => {
    await Promise.all(Array.from({ length: 10 }, () => committing(insert)(random(16))));
    const copy = mkdtempSync(join(tmpdir(), 'undersigned-'));
    copyFileSync(join(folder, 'issuer.db'), join(copy, 'issuer.db'));
    const after = openDatabase(join(copy, 'issuer.db'), 'issuer');
    expect(after.$client.prepare('SELECT count(*) FROM spent').pluck().get()).toBe(10);
    after.$client.close();
    rmSync(copy, { recursive: true });
  });
});
