import { answersStore } from '../../../letters/answers/store.ts';
import { toHex } from '../../../protocol/bytes.ts';
import type { BoardWorld } from '../../../world.ts';
import { writingStore } from '../store.ts';
import { openCopies } from './copies.ts';

const DAY = 86_400_000;

/**
 * Deletes copies of sources that nothing names any more: no state of a letter under work, and no response. A copy has a
 * day before it is looked at, because it is stored before the page that names it is saved.
 */
export function openSweep(world: BoardWorld): (now: number) => Promise<void> {
  const copies = openCopies(world.config.dataFolder, () => toHex(world.random(8)));
  const writings = writingStore(world.databases.organizers);
  const answers = answersStore(world.databases.letters);
  const isNamed = async (hash: string) => (await writings.names(hash)) || (await answers.names(hash));
  let looked = -Infinity;
  return async (now) => {
    if (now - looked < DAY) return;
    looked = now;
    for (const name of await copies.storedBefore(now - DAY))
      if (!(await isNamed(name))) await copies.remove(name, now - DAY);
  };
}
