import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { copyDatabase } from '../../db/copy.ts';
import type { Databases } from '../../db/open.ts';
import type { CommonWorld } from '../world.ts';
import { Refusal } from './refusal.ts';

/**
 * What a backup holds. Not the issuer's half, whose keys and tags must not outlive the closing of a letter anywhere;
 * not what waits, whose words their signatories may still take back.
 */
const KEPT: (keyof Databases)[] = ['letters', 'board', 'organizers'];
const FOLDERS = [join('keys', 'board'), 'uploads'];

/** Writes one zip file while the site may be running, and gives its SHA-256. */
export async function writeBackup(world: CommonWorld, file: string): Promise<string> {
  const target = resolve(file);
  if (existsSync(target)) throw new Refusal(`${file}: there is a file of this name already`);
  if (!existsSync(dirname(target))) throw new Refusal(`${file}: there is no such folder`);
  const folder = await mkdtemp(join(dirname(target), '.undersigned-backup-'));
  try {
    const copies = copyDatabases(world, folder);
    const part = join(folder, 'backup.zip');
    await zip(part, [...copies, ...FOLDERS.flatMap((name) => filesBelow(world.config.dataFolder, name))]);
    await rename(part, target);
  } finally {
    await rm(folder, { recursive: true });
  }
  return sumOf(target);
}

interface Entry {
  name: string;
  path: string;
}

function copyDatabases({ databases, config }: CommonWorld, folder: string): Entry[] {
  return KEPT.flatMap((key) => {
    const db = (databases as Partial<Databases>)[key];
    if (!db) return [];
    const name = key === 'letters' ? basename(config.databaseFile) : `${key}.db`;
    const path = join(folder, name);
    // nobody is signed in by a backup
    const whole = copyDatabase(db, path, key === 'organizers' ? 'DELETE FROM sessions' : undefined);
    if (!whole) throw new Refusal(`${name}: the copy is not whole; run "undersigned check"`);
    return { name, path };
  });
}

const filesBelow = (dataFolder: string, name: string): Entry[] =>
  existsSync(join(dataFolder, name))
    ? readdirSync(join(dataFolder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => ({ name: relative(dataFolder, path), path }))
    : [];

async function zip(file: string, entries: Entry[]): Promise<void> {
  const archive = new ZipFile();
  for (const { name, path } of entries) archive.addFile(path, name, { mode: 0o100600 });
  archive.addBuffer(Buffer.from(entries.map(({ name, path }) => `${sumOf(path)}  ${name}\n`).join('')), 'SHA256SUMS');
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file, { mode: 0o600 }));
}

const sumOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
