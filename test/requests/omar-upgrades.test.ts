import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrateSafely } from '../../db/migrate.ts';
import { closeDatabases, openDatabase, openDatabases } from '../../db/open.ts';
import { root } from '../../db/root.ts';

let folder: string;
let migrations: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  migrations = join(folder, 'migrations');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'data.db');
/** A folder of migrations is named by its path from ours. */
const named = () => relative(join(root, 'db', 'migrations'), migrations);

/** Writes migrations as drizzle-kit does. */
function writeMigrations(...all: string[]): void {
  mkdirSync(join(migrations, 'meta'), { recursive: true });
  const entries = all.map((sql, idx) => {
    writeFileSync(join(migrations, `${idx}.sql`), sql);
    return { idx, version: '6', when: 1_700_000_000_000 + idx, tag: `${idx}`, breakpoints: true };
  });
  writeFileSync(
    join(migrations, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'sqlite', entries }),
  );
}

const FIRST = `CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
--> statement-breakpoint
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents(id) ON DELETE CASCADE);`;
/** What drizzle-kit writes when the default of one column changes. */
const REBUILD = `PRAGMA foreign_keys=OFF;
--> statement-breakpoint
CREATE TABLE __new_parents (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'x');
--> statement-breakpoint
INSERT INTO __new_parents SELECT id, name FROM parents;
--> statement-breakpoint
DROP TABLE parents;
--> statement-breakpoint
ALTER TABLE __new_parents RENAME TO parents;
--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

function openFirst(): Database.Database {
  writeMigrations(FIRST);
  const client = new Database(file());
  migrateSafely(client, named());
  client.exec("INSERT INTO parents VALUES (1, 'Ada'), (2, 'Maya'); INSERT INTO children VALUES (1, 1), (2, 2)");
  return client;
}
const count = (client: Database.Database, table: string) =>
  client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
/** Whatever a migration left beside the files. */
const copies = () =>
  readdirSync(folder).filter(
    (name) =>
      ![
        'data.db',
        'migrations',
        'letters.db',
        'issuer.db',
        'pending.db',
        'board.db',
        'organizers.db',
        'followers.db',
        'issuer.db-journal',
        'pending.db-journal',
        'followers.db-journal',
      ].includes(name),
  );

describe('a migration that rebuilds a table', () => {
  test('keeps the rows of its children, and leaves references checked', () => {
    const client = openFirst();
    writeMigrations(FIRST, REBUILD);
    migrateSafely(client, named());
    expect([count(client, 'parents'), count(client, 'children')]).toEqual([2, 2]);
    expect(client.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => client.exec('INSERT INTO children VALUES (3, 99)')).toThrow('FOREIGN KEY');
    expect(copies()).toEqual([]);
    client.close();
  });

  test('would have deleted them without our care, and without a word', () => {
    const client = openFirst();
    writeMigrations(FIRST, REBUILD);
    migrate(drizzle({ client }), { migrationsFolder: migrations });
    expect([count(client, 'parents'), count(client, 'children')]).toEqual([2, 0]);
    client.close();
  });
});

describe('a migration that goes wrong', () => {
  test.each([
    [
      'loses rows',
      'DELETE FROM parents WHERE id = 2; --> statement-breakpoint\nDELETE FROM children WHERE parent = 2;',
    ],
    ['drops a table', 'DROP TABLE children;'],
    [
      'leaves a child without its parent',
      'DELETE FROM parents WHERE id = 2; --> statement-breakpoint\nINSERT INTO parents VALUES (9, NULL);',
    ],
    ['does not run to its end', 'DELETE FROM children; --> statement-breakpoint\nSELECT broken;'],
  ])('because it %s, is refused, at each start, and the file stays as it was', (_what, sql) => {
    openFirst().close();
    writeMigrations(FIRST, sql);
    for (let start = 1; start <= 2; start++) {
      const client = new Database(file());
      expect(() => migrateSafely(client, named())).toThrow(/would lose rows of|Failed to run|no such column/);
      client.close();
      const after = new Database(file());
      expect([start, count(after, 'parents'), count(after, 'children')]).toEqual([start, 2, 2]);
      expect(after.pragma('foreign_key_check')).toEqual([]);
      after.close();
      expect(copies()).toEqual([]);
    }
    writeMigrations(FIRST, REBUILD);
    const mended = new Database(file());
    migrateSafely(mended, named());
    expect(count(mended, 'children')).toBe(2);
    mended.close();
  });
});

describe('a database', () => {
  test('that a newer version wrote is refused, and not touched', () => {
    writeMigrations(FIRST, REBUILD);
    const client = new Database(file());
    migrateSafely(client, named());
    writeMigrations(FIRST);
    expect(() => migrateSafely(client, named())).toThrow('written by a newer version of Undersigned');
    expect(count(client, 'parents')).toBe(0);
    client.close();
  });

  test.each(['letters', 'issuer', 'pending', 'board', 'organizers'] as const)(
    'of this version, %s, is opened again without a change',
    (name) => {
      const path = join(folder, `${name}.db`);
      const shape = () => {
        const db = openDatabase(path, name);
        const sql = db.$client.prepare('SELECT sql FROM sqlite_master ORDER BY name').pluck().all();
        db.$client.close();
        return sql;
      };
      const first = shape();
      expect(first.length).toBeGreaterThan(1);
      expect(shape()).toEqual(first);
      expect(copies()).toEqual([]);
    },
  );

  test('that is none is refused', () => {
    writeFileSync(join(folder, 'undersigned.db'), 'this is a shopping list, and a long one. '.repeat(100));
    expect(() => openDatabases(join(folder, 'undersigned.db'))).toThrow('file is not a database');
  });

  test('stays in use by two programs at a time', () => {
    const [one, two] = [openDatabases(join(folder, 'undersigned.db')), openDatabases(join(folder, 'undersigned.db'))];
    one.pending.$client.prepare('DELETE FROM pending').run();
    two.pending.$client.prepare('DELETE FROM pending').run();
    closeDatabases(one);
    closeDatabases(two);
  });
});
