import type { Bytes } from '../protocol/bytes.ts';
import type { LogStore } from './log/store.ts';
import type { PendingPost, PendingStore } from './pending/store.ts';
import type { BoardStore } from './store.ts';

/**
 * Ends what a crash interrupted between two files. What waits and is published already no longer waits: it would be
 * counted as company for whoever signs next. What was changed has no words any more, on no page and in no file.
 */
export async function settle(store: BoardStore, log: LogStore, pending: PendingStore): Promise<void> {
  for (const { letter } of await pending.counts()) {
    const posts = await pending.of(letter);
    const held = await log.holds(letter, posts);
    await pending.remove(posts.filter((_post, i) => held[i]));
    for (const post of posts.filter(({ seq }, i) => seq > 0 && !held[i])) await eraseOutdated(store, letter, post);
  }
  await pending.vacuum();
}

async function eraseOutdated(store: BoardStore, letter: Bytes, { pk }: PendingPost): Promise<void> {
  const published = await store.signature(letter, pk);
  if (published && published.body !== '') await store.erase(letter, pk);
}
