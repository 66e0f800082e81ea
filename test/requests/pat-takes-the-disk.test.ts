import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Databases, closeDatabases, openDatabases } from '../../db/open.ts';
import { spentStore } from '../../src/issuing/store.ts';
import { type Bytes, toHex } from '../../src/protocol/bytes.ts';
import { type PendingPost, pendingStore } from '../../src/signing/pending/store.ts';
import { orderIn } from '../support/order.ts';
import { countingRandom } from '../support/random.ts';

const SIGNATURES = 120;
const random = countingRandom('pat');
const letter = random(32);

let folder: string;
let databases: Databases;
let keys: Bytes[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  databases = openDatabases(join(folder, 'undersigned.db'));
  keys = Array.from({ length: SIGNATURES }, () => random(32));
  return () => {
    closeDatabases(databases);
    rmSync(folder, { recursive: true, force: true });
  };
});

const post = (pk: Bytes): PendingPost => ({
  ...{ letter, pk, seq: 0, kind: 'sign', versionHash: letter, prefix: random(32), sig: random(384) },
  ...{ salt: random(32), commit: random(32), esig: random(64), body: `{"comment":"secret ${toHex(pk)}"}` },
});

/** The files in which these keys follow their order more than chance explains. */
const telling = (): string[] =>
  readdirSync(folder).filter((file) => {
    const { whole, pages } = orderIn(readFileSync(join(folder, file)), keys);
    return Math.abs(whole) > 4 || Math.abs(pages) > 4;
  });
const holding = (): string[] =>
  readdirSync(folder).filter((file) => orderIn(readFileSync(join(folder, file)), keys).found > 0);

describe('whoever takes the disk cannot tell who came when', () => {
  test('from the tags of those who collected a pass, once the file has been rewritten', async () => {
    const store = spentStore(databases.issuer);
    // as many as stand on one page: there they stand in the order in which they came
    keys = keys.slice(0, 30).map((key) => key.slice(0, 16));
    for (const tag of keys) await store.collect({ letter, tag, bm: random(16) });
    expect(telling()).toContain('issuer.db');
    await store.vacuum();
    expect(telling()).toEqual([]);
    expect(holding()).toEqual(['issuer.db']);
  });

  test('from what waits, once the file has been rewritten', async () => {
    const store = pendingStore(databases.pending, databases.board);
    for (const pk of keys) await store.accept(post(pk));
    await store.vacuum();
    expect(telling()).toEqual([]);
    expect(holding()).toEqual(['pending.db']);
  });

  test('though from an ordinary table, or from a write-ahead log, anybody can', () => {
    for (const [file, journal, table] of [
      ['rowid.db', 'PERSIST', 'CREATE TABLE t (pk BLOB PRIMARY KEY)'],
      ['wal.db', 'WAL', 'CREATE TABLE t (pk BLOB PRIMARY KEY) WITHOUT ROWID'],
    ] as const) {
      const plain = new Database(join(folder, file));
      plain.pragma(`journal_mode = ${journal}`);
      plain.exec(table);
      const insert = plain.prepare('INSERT INTO t VALUES (?)');
      for (const pk of keys) insert.run(pk);
      if (journal === 'PERSIST') plain.exec('VACUUM');
      expect(telling().some((name) => name.startsWith(file))).toBe(true);
      plain.close();
      rmSync(join(folder, file));
    }
  });
});

describe('what was deleted is in no file', () => {
  test('neither a tag of a letter that closed', async () => {
    const store = spentStore(databases.issuer);
    keys = keys.map((key) => key.slice(0, 16));
    for (const tag of keys) await store.collect({ letter, tag, bm: random(16) });
    expect(holding()).toContain('issuer.db');
    await store.forget(letter);
    expect(holding()).toEqual([]);
  });

  test('nor a word that waited and will not be published', async () => {
    const store = pendingStore(databases.pending, databases.board);
    for (const pk of keys) await store.accept(post(pk));
    await store.remove(keys.map((pk) => ({ letter, pk, seq: 0 })));
    await store.vacuum();
    expect(holding()).toEqual([]);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    expect(files.filter((content) => content.includes('"comment":"secret'))).toEqual([]);
  });
});
