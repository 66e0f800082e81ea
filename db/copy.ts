import Database from 'better-sqlite3';
import type { Db } from './open.ts';

/**
 * Copies a database as it stands at one instant, without what was deleted; `clean` is SQL that takes away what the copy
 * must not hold. False where the copy is not whole.
 */
export function copyDatabase(db: Db, path: string, clean?: string): boolean {
  db.$client.prepare('VACUUM INTO ?').run(path);
  const copy = new Database(path);
  if (clean) copy.exec(`${clean}; VACUUM`);
  const whole = copy.pragma('integrity_check', { simple: true }) === 'ok';
  copy.close();
  return whole;
}
