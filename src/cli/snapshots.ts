import { join } from 'node:path';
import { type PublishedLetter, isPublished } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { fromHex } from '../protocol/bytes.ts';
import { createReadersSite } from '../readers.ts';
import { snapshotFiles } from '../reading/snapshots/files.ts';
import { writeSnapshots } from '../reading/snapshots/writing.ts';
import type { BoardWorld, CommonWorld } from '../world.ts';
import { Refusal } from './refusal.ts';

/** Writes the copies of these letters, or of all. The site starts it at each change. */
export async function writeCopies(world: CommonWorld, ids: string[]): Promise<void> {
  if (world.config.role === 'issuer') throw new Refusal('The public pages are written where the board is.');
  const letters = ids.length === 0 ? undefined : await lettersOf(world, ids);
  const { server, sources } = await createReadersSite(world as BoardWorld);
  const stopping = new AbortController();
  process.once('SIGTERM', () => stopping.abort());
  const files = snapshotFiles(join(world.config.dataFolder, 'snapshots'));
  await writeSnapshots({ ...sources, files, server, signal: stopping.signal }, letters);
}

async function lettersOf({ databases }: CommonWorld, ids: string[]): Promise<PublishedLetter[]> {
  const letters = await Promise.all(ids.map((id) => letterWith(letterStore(databases.letters), id)));
  return letters.filter((letter) => letter !== undefined);
}

/** Undefined where it was taken away meanwhile. */
async function letterWith(letters: ReturnType<typeof letterStore>, hex: string): Promise<PublishedLetter | undefined> {
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new Refusal(`${hex} is no id of a letter.`);
  const letter = await letters.byId(fromHex(hex));
  return letter && isPublished(letter) ? letter : undefined;
}
