import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileKind, kindOf } from './file-kind.ts';

/** The largest copy that is taken. */
export const MOST_BYTES = 10_000_000;

/** Copies of sources, in the data folder under `uploads/`, each named by its SHA-256. */
export interface Copies {
  /** Stores a copy and gives its hash; the same bytes are stored once. Undefined for a kind that is not taken. */
  store(bytes: Buffer): Promise<string | undefined>;
  read(hash: string): Promise<{ bytes: Buffer; kind: FileKind } | undefined>;
}

export function openCopies(dataFolder: string, newName: () => string): Copies {
  const folder = join(dataFolder, 'uploads');
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
      const bytes = await readFile(join(folder, hash)).catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return undefined;
        throw fault;
      });
      const kind = bytes && kindOf(bytes);
      return kind && { bytes, kind };
    },
  };
}
