import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { root } from './root.ts';

/**
 * Applies what is missing of `db/migrations/<name>`, or throws and leaves the file as it was.
 *
 * drizzle-kit rebuilds a table by dropping it; with foreign keys on, that deletes the rows of its children,
 * and the pragma that should prevent it does nothing inside the migrator's transaction. So foreign keys are
 * switched off on the connection, and afterwards no row may be missing and no reference may dangle.
 */
export function migrateSafely(client: Database.Database, name: string): void {
  const folder = join(root, 'db', 'migrations', name);
  const missing = missingMigrations(client, folder);
  if (missing === 0) return;
  if (missing < 0) throw new Error(`${name}: the database was written by a newer version of Undersigned`);
  const copy = keepCopy(client);
  const before = rowCounts(client);
  client.pragma('foreign_keys = OFF');
  migrate(drizzle({ client }), { migrationsFolder: folder });
  const faults = client.pragma('foreign_key_check') as unknown[];
  client.pragma('foreign_keys = ON');
  const lost = [...before].filter(([table, rows]) => (rowCounts(client).get(table) ?? 0) < rows);
  if (faults.length > 0 || lost.length > 0) {
    throw new Error(`${name}: the migration lost rows of ${lost.map(([t]) => t).join(', ')}; kept: ${copy}`);
  }
  if (copy) rmSync(copy);
}

/** How many migrations wait to be applied; negative where the file knows more than this program. */
export function missingMigrations(client: Database.Database, folder: string): number {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: unknown[];
  };
  const applied = tables(client).includes('__drizzle_migrations')
    ? (client.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() as number)
    : 0;
  return journal.entries.length - applied;
}

/** A copy beside the file, removed again once the migration has held; nothing to copy in a new file. */
function keepCopy(client: Database.Database): string | undefined {
  if (client.name === ':memory:' || tables(client).length === 0) return undefined;
  const copy = `${client.name}.before-migration`;
  if (existsSync(copy)) rmSync(copy);
  client.prepare('VACUUM INTO ?').run(copy);
  return copy;
}

function rowCounts(client: Database.Database): Map<string, number> {
  return new Map(
    tables(client)
      .filter((table) => table !== '__drizzle_migrations')
      .map((table) => [table, client.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]),
  );
}

const tables = (client: Database.Database): string[] =>
  client
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
