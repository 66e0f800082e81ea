import { type RequestHandler, Router } from 'express';
import { letterAt } from '../../letters/find.ts';
import { type PublishedLetter, takesSignatures } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { sentJson } from '../../web/forms.ts';
import type { CommonWorld } from '../../world.ts';
import type { Board } from '../board.ts';
import { readStandingAsk } from '../read-post.ts';
import { provesPass } from '../verify-post.ts';

const FLOOD = 300;

/**
 * Tells a browser's own client, or the tool, where the signature of a pass stands. The pass stays with them: they
 * send its public key, and prove that they hold it, for keys are public and what waits under them is not.
 */
export function standingRoutes(
  world: CommonWorld,
  shelf: LetterShelf,
  board: Board,
  erased: (letter: PublishedLetter) => Promise<void>,
): Router {
  const router = Router();
  const slug = ':slug';
  router.post(paths.change(slug), jsonOnly, limitFlood(FLOOD), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    const ask = readStandingAsk(req.body);
    if (!ask || !provesPass(letter.publicId, ask))
      throw problem(422, 'signing.not-proven.title', 'signing.not-proven.detail');
    const standing = (await board.standing(letter, ask.pk)) ?? null;
    // nobody hears that the words are erased while a file has them that could not be removed at first
    if (standing?.fields === null) await erased(letter);
    res.json({ standing, open: takesSignatures(letter, world.now()) });
  });
  return router;
}

/** Forms are for the routes that follow. */
const jsonOnly: RequestHandler = (req, _res, next) => next(sentJson(req) ? undefined : 'route');
