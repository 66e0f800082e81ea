import { join } from 'node:path';
import { forEach } from '../../in-turn.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { mainOf, talliesOf } from '../../letters/tally.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { BoardStore } from '../../signing/store.ts';
import { faultOf, problem } from '../../web/errors.ts';
import type { CommonWorld } from '../../world.ts';
import { filesBeside, holdsNoWords, shelves } from './copies.ts';
import { type SnapshotFiles, snapshotFiles } from './files.ts';

/** Words that were erased leave every file before anybody is told so. */
export interface Erasing {
  /** Throws away what a program that died was writing. */
  begin(): Promise<void>;
  /**
   * Removes each copy of a letter in which words of signatories can stand, and what stands in the log of the database;
   * gives what to answer where that cannot be done. To be called after the pages in memory were forgotten.
   */
  erase(letter: PublishedLetter): Promise<{ fault?: unknown }>;
}

/** Also where copies are switched off now: what was written before is there still. */
export function openErasing({ config, log }: CommonWorld, board: Pick<BoardStore, 'emptied'>): Erasing {
  const files = snapshotFiles(join(config.dataFolder, 'snapshots'));
  const tell = (fault: unknown) =>
    log.error({ fault: faultOf(fault) }, 'words that were erased still stand in a file that could not be removed');
  return {
    begin: () => files.take().catch(tell),
    async erase(letter) {
      const works = await Promise.allSettled([eraseCopies(files, mainOf(letter)), emptyLog(board)]);
      const faults: unknown[] = works.flatMap((work) => (work.status === 'rejected' ? [work.reason] : []));
      if (faults.length === 0) return {};
      tell(new AggregateError(faults));
      return { fault: problem(503, 'signing.not-erased.title', 'signing.not-erased.detail', 60) };
    },
  };
}

/** First what is on its way into the copies: nothing comes after it. What can be removed is, whatever cannot. */
async function eraseCopies(files: SnapshotFiles, letter: PublishedLetter): Promise<void> {
  const places = talliesOf(letter).flatMap(({ address }) => shelves().map((shelf) => ({ shelf, address })));
  await forEach(
    [
      () => files.take(toHex(letter.id)),
      ...places.flatMap(({ shelf, address }) => {
        const isKept = holdsNoWords(address);
        const beside = filesBeside(address).filter((file) => !isKept(file));
        return [
          () => files.sweep(`${shelf}/${address}`, isKept),
          ...beside.map((file) => () => files.remove(`${shelf}/${file}`)),
        ];
      }),
    ],
    (work) => work(),
  );
}

async function emptyLog(board: Pick<BoardStore, 'emptied'>): Promise<void> {
  if (!(await board.emptied())) throw new Error('another program reads the database');
}
