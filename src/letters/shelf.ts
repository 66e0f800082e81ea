import type { Db } from '../../db/open.ts';
import { type Letter, type PublishedLetter, isPublished } from './letter.ts';
import type { LetterStore } from './store.ts';
import { isMain, readAddress, talliesOf, tallyOf } from './tally.ts';

/**
 * Published letters at hand, read once and again only when the database changed, be it by this program or by
 * the command-line tool beside it.
 */
export interface LetterShelf {
  byAddress(address: string): Promise<PublishedLetter | undefined>;
  /** Every letter that takes signatures or may have some waiting, and the tallies beside it. */
  live(): Promise<PublishedLetter[]>;
  /** Every letter that the public finds on the first page. */
  listed(): Promise<PublishedLetter[]>;
  /** Whether the database changed since the last call that said so. */
  hasChanged(): boolean;
}

export function letterShelf(store: LetterStore, db: Db): LetterShelf {
  const foreign = db.$client.prepare('PRAGMA data_version').pluck();
  const own = db.$client.prepare('SELECT total_changes()').pluck();
  const edition = () => `${foreign.get() as number}.${own.get() as number}`;
  let kept = new Map<string, PublishedLetter>();
  let keptLive: PublishedLetter[] | undefined;
  let keptEdition = edition();
  let toldEdition = keptEdition;

  const refresh = () => {
    const now = edition();
    if (now === keptEdition) return;
    keptEdition = now;
    kept = new Map();
    keptLive = undefined;
  };

  const find = async (address: string) => {
    const { address: letters, tally } = readAddress(address);
    const letter = await store.byAddress(letters);
    if (!letter || !isPublished(letter)) return undefined;
    return tally ? tallyOf(letter, tally) : letter;
  };

  return {
    async byAddress(address) {
      refresh();
      const found = kept.get(address) ?? (await find(address));
      if (found) kept.set(address, found);
      return found;
    },
    async live() {
      refresh();
      keptLive ??= (await store.byStatus('gathering', 'open', 'delivered'))
        .filter((letter: Letter) => isPublished(letter))
        .flatMap(talliesOf);
      return keptLive;
    },
    async listed() {
      return (await this.live()).filter(isListed);
    },
    hasChanged() {
      const now = edition();
      const changed = now !== toldEdition;
      toldEdition = now;
      return changed;
    },
  };
}

const isListed = (letter: PublishedLetter): boolean =>
  letter.status !== 'gathering' && letter.removalNote === null && isMain(letter);
