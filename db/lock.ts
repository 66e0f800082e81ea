import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Takes the lock that this file stands for; gives what lets go of it, or undefined where another program, or another
 * part of this one, has it. The system lets go when a program ends, however it ends; the empty file stays.
 */
export function lockFile(file: string): (() => void) | undefined {
  const client = new Database(file, { timeout: 0 });
  chmodSync(file, 0o600);
  try {
    client.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    client.close();
    if ((fault as { code?: string }).code === 'SQLITE_BUSY') return undefined;
    throw fault;
  }
  return () => void client.close();
}
