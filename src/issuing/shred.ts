import { open, rm } from 'node:fs/promises';

/**
 * Overwrites a file in place, waits until the disk has it, and removes it: a key that was only unlinked can still be
 * read on the raw disk. (A disk that moves what it overwrites, as flash does, can keep a copy; see SECURITY.md.)
 */
export async function shred(file: string): Promise<void> {
  const opened = await open(file, 'r+');
  const { size } = await opened.stat();
  await opened.write(new Uint8Array(size), 0, size, 0);
  await opened.sync();
  await opened.close();
  await rm(file);
}
