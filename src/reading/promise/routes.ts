import { Router } from 'express';
import type { Issuer } from '../../issuing/issuer.ts';
import type { LetterStore } from '../../letters/store.ts';
import { dateTime, number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { BoardStore } from '../../signing/store.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { World } from '../../world.ts';

interface PromisePage {
  now: { iso: string; words: string };
  /** How many mailboxes this process holds in memory at this instant. */
  held: string;
  /** Since when the oldest of them, in words; null where there is none. */
  oldest: string | null;
  destroyed: string;
  lastRelease: string | null;
}

const promisePage = page<PromisePage>('reading/promise');

/** What is promised, what each adversary learns, and figures of this very moment. */
export function promiseRoutes(
  world: World,
  issuer: Issuer,
  letters: LetterStore,
  store: BoardStore,
  frame: MakeFrame,
): Router {
  const router = Router();

  router.get(paths.promise(), async (_req, res) => {
    const now = world.now();
    const { mailboxes, oldest } = issuer.queue.holds();
    const last = await store.newestRelease();
    const closed = await letters.byStatus('closed');
    res.send(
      promisePage({
        ...frame({ title: 'What we promise', listedAt: paths.promise() }),
        now: { iso: new Date(now).toISOString(), words: dateTime('en', now) },
        held: number('en', mailboxes),
        oldest: oldest === undefined ? null : seconds(now - oldest),
        destroyed: number('en', closed.length),
        lastRelease: last === undefined ? null : dateTime('en', last),
      }),
    );
  });

  return router;
}

const seconds = (milliseconds: number): string =>
  new Intl.NumberFormat('en-GB', { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
    Math.round(milliseconds / 1000),
  );
