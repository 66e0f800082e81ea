import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileKind, kindOf } from './file-kind.ts';

/** The largest copy that is taken. */
export const MOST_BYTES = 10_000_000;

/** Copies of sources, in the data folder under `uploads/`, each named by its SHA-256. */
export interface Copies {
  /** Stores a copy and gives its hash; the same bytes are stored once. Undefined for a kind that is not taken. */
  store(bytes: Buffer): Promise<string | undefined>;
  read(hash: string): Promise<{ bytes: Buffer; kind: FileKind } | undefined>;
  /** The names of files that were stored before this instant: hashes, and what a crash left unfinished. */
  storedBefore(instant: number): Promise<string[]>;
  /** Removes a file, unless it was stored again meanwhile. */
  remove(name: string, storedBefore: number): Promise<void>;
}

export function openCopies(dataFolder: string, newName: () => string): Copies {
  const folder = join(dataFolder, 'uploads');
  const isBefore = async (name: string, instant: number) => {
    const found = await stat(join(folder, name)).catch(absent);
    return found !== undefined && found.mtimeMs < instant;
  };
  return {
    async store(bytes) {
      if (!kindOf(bytes)) return undefined;
      const hash = createHash('sha256').update(bytes).digest('hex');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // whole or not at all: a half-written file would carry a hash that is not its own
      const unfinished = join(folder, `unfinished-${newName()}`);
      await writeFile(unfinished, bytes, { mode: 0o600, flush: true });
      await rename(unfinished, join(folder, hash));
      return hash;
    },
    async read(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
      const bytes = await readFile(join(folder, hash)).catch(absent);
      const kind = bytes && kindOf(bytes);
      return kind && { bytes, kind };
    },
    async storedBefore(instant) {
      const names = (await readdir(folder).catch(absent)) ?? [];
      const ours = names.filter((name) => /^([0-9a-f]{64}|unfinished-.*)$/.test(name));
      const old = await Promise.all(ours.map((name) => isBefore(name, instant)));
      return ours.filter((_name, i) => old[i]);
    },
    async remove(name, instant) {
      if (await isBefore(name, instant)) await rm(join(folder, name), { force: true });
    },
  };
}

function absent(fault: NodeJS.ErrnoException): undefined {
  if (fault.code === 'ENOENT') return undefined;
  throw fault;
}
