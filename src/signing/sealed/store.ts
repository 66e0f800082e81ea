import { eq } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { progress } from '../../../db/schema/board-progress.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Waiting } from '../release.ts';
import { type Progress, nextStep } from './progress.ts';

/** How far sealed letters are, as the public was told. */
export interface ProgressStore {
  of(letter: Bytes): Promise<Progress | undefined>;
  /** Makes the next step, if it is due; false where it is not. */
  advance(letter: PublishedLetter, waiting: Waiting, now: number): Promise<boolean>;
  forget(letter: Bytes): Promise<void>;
}

export function progressStore(db: Db): ProgressStore {
  const read = (letter: Bytes): Progress | undefined =>
    db.select({ reached: progress.reached, at: progress.at }).from(progress).where(eq(progress.letter, letter)).get();
  return {
    of: async (letter) => read(letter),
    advance: async (letter, waiting, now) =>
      db.transaction(() => {
        if (letter.sealUntil === null) return false;
        const step = nextStep(letter, waiting, read(letter.publicId), now);
        if (!step) return false;
        const row = { letter: letter.publicId, ...step };
        db.insert(progress).values(row).onConflictDoUpdate({ target: progress.letter, set: step }).run();
        return true;
      }),
    forget: async (letter) => void db.delete(progress).where(eq(progress.letter, letter)).run(),
  };
}
