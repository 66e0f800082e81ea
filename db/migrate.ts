import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { root } from './root.ts';

/**
 * Applies what is missing of `db/migrations/<name>`, or throws and leaves the file as it was.
 *
 * drizzle-kit rebuilds a table by dropping it; with foreign keys on, that deletes the rows of its children,
 * and the pragma that should prevent it does nothing inside the migrator's transaction. So foreign keys are
 * switched off on the connection, and a rehearsal on a copy shows that no row goes missing and no reference dangles.
 */
export function migrateSafely(client: Database.Database, name: string): void {
  const folder = join(root, 'db', 'migrations', name);
  const missing = missingMigrations(client, folder);
  if (missing === 0) return;
  if (missing < 0) throw new Error(`${name}: the database was written by a newer version of Undersigned`);
  if (tables(client).length > 0) rehearse(client, folder, name);
  apply(client, folder);
}

function apply(client: Database.Database, folder: string): void {
  client.pragma('foreign_keys = OFF');
  migrate(drizzle({ client }), { migrationsFolder: folder });
  client.pragma('foreign_keys = ON');
}

/** What the migrations would lose, they lose in a copy beside the file. */
function rehearse(client: Database.Database, folder: string, name: string): void {
  const file = `${client.name}.rehearsal`;
  rmSync(file, { force: true });
  client.prepare('VACUUM INTO ?').run(file);
  const copy = new Database(file);
  try {
    apply(copy, folder);
    const after = rowCounts(copy);
    const lost = [...rowCounts(client)].filter(([table, rows]) => (after.get(table) ?? 0) < rows);
    const dangling = copy.pragma('foreign_key_check') as { table: string }[];
    const tablesAtFault = new Set([...lost.map(([table]) => table), ...dangling.map(({ table }) => table)]);
    if (tablesAtFault.size > 0)
      throw new Error(`${name}: the migration would lose rows of ${[...tablesAtFault].join(', ')}`);
  } finally {
    copy.close();
    rmSync(file);
  }
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
