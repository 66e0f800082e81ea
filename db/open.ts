import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrateSafely } from './migrate.ts';

export type Db = BetterSQLite3Database & { $client: Database.Database };

/** What the issuer opens: the letters, and who has collected a pass. */
export interface IssuerDatabases {
  letters: Db;
  issuer: Db;
}

/** What the board opens: the letters, what waits and what is published, who looks after the letters and who follows. */
export interface BoardDatabases {
  letters: Db;
  pending: Db;
  board: Db;
  organizers: Db;
  followers: Db;
}

/** All six, where issuer and board are one program. Apart, each keeps the letters in a file of its own. */
export type Databases = IssuerDatabases & BoardDatabases;

/**
 * How a file remembers. `published` may keep a write-ahead log. `forgetful` files must not tell in which order
 * rows came nor keep what was deleted: no write-ahead log, a journal that is overwritten in place, deleted
 * content zeroed (PROTOCOL.md, section 7).
 */
type Memory = 'published' | 'forgetful';

const memories: Record<keyof Databases, Memory> = {
  letters: 'published',
  issuer: 'forgetful',
  pending: 'forgetful',
  board: 'published',
  organizers: 'published',
  followers: 'forgetful',
};

/** Opens and migrates all six; `mainFile` is undersigned.db, the others stand in its folder. */
export const openDatabases = (mainFile: string): Databases => ({
  ...openIssuerDatabases(mainFile),
  ...openOwn(mainFile, 'pending', 'board', 'organizers', 'followers'),
});

export const openIssuerDatabases = (mainFile: string): IssuerDatabases => openOwn(mainFile, 'letters', 'issuer');

export const openBoardDatabases = (mainFile: string): BoardDatabases =>
  openOwn(mainFile, 'letters', 'pending', 'board', 'organizers', 'followers');

function openOwn<Name extends keyof Databases>(mainFile: string, ...names: Name[]): Pick<Databases, Name> {
  const folder = dirname(mainFile);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (name: Name) => (name === 'letters' ? mainFile : join(folder, `${name}.db`));
  return Object.fromEntries(names.map((name) => [name, openDatabase(fileOf(name), name)])) as Pick<Databases, Name>;
}

export function closeDatabases(databases: Partial<Databases>): void {
  for (const db of Object.values(databases) as Db[]) db.$client.close();
}

export function openDatabase(file: string, name: keyof Databases): Db {
  const client = new Database(file);
  // the journals that SQLite makes beside a file get the same mode
  if (file !== ':memory:') chmodSync(file, 0o600);
  settle(client, memories[name]);
  migrateSafely(client, name);
  return drizzle({ client });
}

/**
 * `synchronous` is set at every open: a write-ahead-logged file opens at NORMAL the second time, and a power
 * cut would then lose acknowledged signatures.
 */
function settle(client: Database.Database, memory: Memory): void {
  client.pragma('secure_delete = ON');
  client.pragma('temp_store = MEMORY');
  client.pragma(memory === 'forgetful' ? 'journal_mode = PERSIST' : 'journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('busy_timeout = 5000');
}
