import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oneAtATime } from '../../in-turn.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import type { LogStore } from '../../signing/log/store.ts';

/** Checkpoints as files that never change, for those who keep copies: rsync takes the folder as it is. */
export interface CheckpointFiles {
  /** Writes those of these letters that are missing. A letter that still gathers shows none, nor does a removed one. */
  keep(letters: PublishedLetter[]): Promise<void>;
}

/** The name of a checkpoint among its letter's: how many leaves it covers. */
export const fileOf = (size: number): string => `${size}.txt`;

export function checkpointFiles(dataFolder: string, log: LogStore): CheckpointFiles {
  // two at a time would write the same file
  const inTurn = oneAtATime();

  const keep = async (letters: PublishedLetter[]) => {
    for (const { publicId, address, status, removalNote } of letters) {
      if (status === 'gathering' || removalNote !== null) continue;
      const folder = join(dataFolder, 'snapshots', paths.checkpoints(address));
      await mkdir(folder, { recursive: true });
      const there = new Set(await readdir(folder));
      const missing = (await log.checkpointSizes(publicId)).filter((size) => !there.has(fileOf(size)));
      for (const size of missing) await writeWhole(join(folder, fileOf(size)), await log.checkpoint(publicId, size));
    }
  };

  return { keep: (letters) => inTurn(() => keep(letters)) };
}

/** Under its name there is a whole file or none: a copy is made at any moment. */
async function writeWhole(file: string, content: string | undefined): Promise<void> {
  if (content === undefined) return;
  await writeFile(`${file}.part`, content, { flush: true });
  await rename(`${file}.part`, file);
}
