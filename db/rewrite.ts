import { closeSync, existsSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { Db } from './open.ts';

/**
 * Rewrites a forgetful file, so that it tells nothing of what came when or was deleted. VACUUM leaves the pages as
 * they were in the journal, so that is overwritten too, in place, where the disk held it.
 */
export function rewrite({ $client: client }: Db): void {
  client.exec('VACUUM');
  // whoever holds the write lock needs no journal until it writes, and nobody else has one
  client.transaction(() => overwrite(`${client.name}-journal`)).immediate();
}

function overwrite(file: string): void {
  if (!existsSync(file)) return;
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.alloc(fstatSync(opened).size));
  fsyncSync(opened);
  closeSync(opened);
}
