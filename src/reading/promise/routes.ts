import { Router } from 'express';
import type { Issuer } from '../../issuing/issuer.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import type { BoardStore } from '../../signing/store.ts';
import { type Frames, inEachLanguage } from '../../web/frame.ts';
import type { CommonWorld } from '../../world.ts';
import { type IssuerFigures, promisePages } from './pages.ts';

/** What is promised, what each adversary learns, and figures of this very moment. */
export function promiseRoutes(
  world: CommonWorld,
  issuer: Issuer,
  letters: LetterStore,
  store: BoardStore,
  frames: Frames,
): Router {
  const pages = inEachLanguage(frames, promisePages);
  return Router().get(paths.promise(), async (req, res) => {
    const now = world.now();
    res.send(pages(req).promise(now, await figuresOf(issuer, letters), await store.newestRelease()));
  });
}

/** The same on a board that stands apart: what only the issuer knows, it leaves to the issuer to say. */
export function boardPromiseRoutes(world: CommonWorld, store: BoardStore, frames: Frames): Router {
  const pages = inEachLanguage(frames, promisePages);
  return Router().get(paths.promise(), async (req, res) => {
    res.send(pages(req).promise(world.now(), null, await store.newestRelease()));
  });
}

/** What an issuer that stands apart says of itself. */
export function issuerPromiseRoutes(world: CommonWorld, issuer: Issuer, letters: LetterStore, frames: Frames): Router {
  const pages = inEachLanguage(frames, promisePages);
  return Router().get(paths.issuerPromise(), async (req, res) => {
    const now = world.now();
    res.send(pages(req).issuer(now, await figuresOf(issuer, letters)));
  });
}

async function figuresOf(issuer: Issuer, letters: LetterStore): Promise<IssuerFigures> {
  return { ...issuer.queue.holds(), destroyed: (await letters.byStatus('closed', 'removed')).length };
}
