import type { Db } from './open.ts';

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (fault: unknown) => void;
}

const MOST_TURNS = 4;

/**
 * Commits together what arrives together: one fsync for all, with no timer, because the fsync itself is the time
 * in which the next ones gather. It waits as long as each turn of the event loop brings more, four turns at most:
 * what is alone waits for one empty turn, and of 64 that ask at once all are in one commit and not in two or
 * three. Items are applied in the order of their random keys, so that a file does not tell in which order they
 * came. Each gets its own result after the commit; a fault rolls all of them back and is thrown to each.
 */
export function groupCommit<Item, Result>(
  db: Db,
  keyOf: (item: Item) => Uint8Array,
  apply: (item: Item) => Result,
): (item: Item) => Promise<Result> {
  let batch: Waiting<Item, Result>[] = [];

  const commit = () => {
    const all = batch.toSorted((a, b) => Buffer.compare(keyOf(a.item), keyOf(b.item)));
    batch = [];
    try {
      const results = db.transaction(() => all.map(({ item }) => apply(item)), { behavior: 'immediate' });
      all.forEach(({ resolve }, i) => resolve(results[i] as Result));
    } catch (fault) {
      for (const { reject } of all) reject(fault);
    }
  };

  const gather = (before: number, turn: number) => {
    if (batch.length === before || turn === MOST_TURNS) commit();
    else setImmediate(gather, batch.length, turn + 1);
  };

  return (item) =>
    new Promise((resolve, reject) => {
      if (batch.push({ item, resolve, reject }) === 1) setImmediate(gather, 0, 1);
    });
}
