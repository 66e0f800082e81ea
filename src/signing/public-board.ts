import type { PublishedLetter } from '../letters/letter.ts';
import type { BoardDatabases } from '../../db/open.ts';
import { type FirstStore, firstStore } from './first/store.ts';
import { type LogStore, logStore } from './log/store.ts';
import type { Progress } from './sealed/progress.ts';
import { type ProgressStore, progressStore } from './sealed/store.ts';
import { type BoardStore, type Release, boardStore } from './store.ts';
import { type Totals, noTotals, withPledges } from './totals.ts';

/** What is published of a letter now. */
export interface Published {
  totals: Totals;
  /** Instant of the last release; of the opening, before the first. */
  asOf: number;
  number: number;
  /** Leaves in the log. */
  size: number;
  /** How far it is, where it is still sealed; left out before the first step. */
  progress?: Progress | undefined;
}

/** What anybody may see of the signatures. Reading it changes nothing, so a second program may do it meanwhile. */
export interface PublicBoard {
  published(letter: PublishedLetter): Promise<Published>;
  store: BoardStore;
  log: LogStore;
  first: FirstStore;
}

export function openPublicBoard({ board: db }: Pick<BoardDatabases, 'board'>): PublicBoard {
  const [store, progress] = [boardStore(db), progressStore(db)];
  const lastRelease = ({ publicId }: PublishedLetter) => store.lastRelease(publicId);
  return {
    published: (letter) => publishedOf(letter, lastRelease, progress),
    ...{ store, log: logStore(db), first: firstStore(db) },
  };
}

export async function publishedOf(
  letter: PublishedLetter,
  lastRelease: (letter: PublishedLetter) => Promise<Release | undefined>,
  progress: ProgressStore,
): Promise<Published> {
  const last = await lastRelease(letter);
  return {
    totals: withPledges(last?.totals ?? noTotals(letter.employers.length, 0), letter.pledges.length),
    asOf: last?.at ?? letter.openedAt,
    number: last?.number ?? 0,
    size: last?.size ?? 0,
    ...(letter.sealUntil !== null && !last ? { progress: await progress.of(letter.publicId) } : {}),
  };
}
