import type { Dirent } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ENDINGS, type Pile, beginPile, withoutTime } from './pile.ts';

/** The files below a folder that any web server can give out. Under its name stands a whole file or none. */
export interface SnapshotFiles {
  /** Begins to write what hangs together. What follows from the site is to be asked after this. */
  begin(of: string): Promise<Pile>;
  /** Takes away whatever is being written of this, or of anything: none of it is put in its place afterwards. */
  take(of?: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Removes what stands directly in a folder, but for these names, asked for when it is known what stands there. */
  keepOnly(folder: string, ask: () => Promise<Set<string>>): Promise<void>;
  /** Removes the files anywhere below a folder that are not kept, each asked for by its plain name. */
  sweep(folder: string, isKept: (file: string) => boolean): Promise<void>;
}

const PILES = '.part';
const AWAY = '.away';

export function snapshotFiles(root: string): SnapshotFiles {
  const piles = join(root, PILES);
  return {
    begin: (of) => beginPile(root, piles, of),
    async take(of = '') {
      for (const { name } of await inside(piles)) if (name.startsWith(of)) await takeAway(join(piles, name));
      await withoutTime(piles);
    },
    async remove(file) {
      for (const ending of ENDINGS) await remove(join(root, file + ending));
    },
    async keepOnly(folder, ask) {
      const there = await inside(join(root, folder));
      const names = await ask();
      for (const { name } of there) if (!names.has(plain(name))) await remove(join(root, folder, name));
    },
    async sweep(folder, isKept) {
      for await (const file of below(join(root, folder))) if (!isKept(plain(relative(root, file)))) await remove(file);
    },
  };
}

/** First its name, so that nothing finds it any more; what was on its way into it then is removed with it. */
async function takeAway(pile: string): Promise<void> {
  const away = pile.endsWith(AWAY) ? pile : pile + AWAY;
  if (away !== pile) await unlessGone(rename(pile, away));
  await rm(away, { recursive: true, force: true, maxRetries: 5 });
}

async function remove(path: string): Promise<void> {
  await unlessGone(rm(path, { recursive: true }));
  await withoutTime(dirname(path));
}

async function* below(folder: string): AsyncGenerator<string> {
  for (const entry of await inside(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path);
    else yield path;
  }
}

const inside = async (folder: string): Promise<Dirent[]> =>
  (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? [];

/** What is not there needs no removing; any other trouble is told. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fault;
  }
}

const plain = (file: string): string => file.replace(/\.(gz|br)$/, '');
