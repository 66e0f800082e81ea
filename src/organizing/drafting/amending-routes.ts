import { Router } from 'express';
import { isPublished, takesSignatures } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { BoardWorld } from '../../world.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { asMember } from '../accounts/signed-in.ts';
import { publishedPage } from './amending-pages.ts';
import type { Desk } from './desk.ts';

/** A published letter is not edited: its next version is, from the words of the one that stands. */
export function amendingRoutes(world: BoardWorld, letters: LetterStore, desk: Desk, frames: OrganizerFrames): Router {
  const page = inEachLanguage(frames, publishedPage);
  const router = Router();
  const id = ':id';

  router.get(paths.organizeLetter(id), async (req, res, next) => {
    const { organizer, letter } = await asMember(desk.members, req, 'writer');
    const found = await letters.byId(letter);
    if (!found || !isPublished(found) || (await desk.underWork(found, letter))) return next('route');
    const is = { open: takesSignatures(found, world.now()), writtenHere: Boolean(await desk.store.read(letter)) };
    res.status(409).send(page(req)(organizer, toHex(letter), found, is));
  });

  router.post(paths.amendLetter(id), async (req, res) => {
    const membership = await asMember(desk.members, req, 'writer');
    await desk.amend(membership, world.now());
    res.redirect(303, paths.organizeLetter(toHex(membership.letter)));
  });

  return router;
}
