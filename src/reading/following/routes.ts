import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import { type PublishedLetter, isOver } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { mainOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { type Problem, problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import type { Following } from './following.ts';

const FLOOD = 30;

/** It may talk to nobody: it shows what came, and opens a page. */
const WORKER_POLICY = "default-src 'none'";

type Refused = Exclude<Awaited<ReturnType<Following['follow']>>, 'follows'>;

/** Where browsers follow a letter by web push, and stop. `worker` is the script that shows notices. */
export function followingRoutes(shelf: LetterShelf, following: Following, worker: Buffer): Router {
  const router = Router();
  const flood = limitFlood(FLOOD);
  const letterOf = async (slug: unknown) => mainOf(await countedLetterAt(shelf, slug));

  router.get(paths.followWorker(), (_req, res) => {
    res.set('Content-Security-Policy', WORKER_POLICY).set('Cache-Control', 'no-cache').type('text/javascript');
    res.send(worker);
  });

  // whoever opens the address of what a browser sends comes to where it is offered
  router.get([paths.follow(':slug'), paths.unfollow(':slug')], async (req, res) => {
    const letter = await letterOf(req.params['slug']);
    res.redirect(303, `${paths.letter(letter.address)}#follow`);
  });

  router.post(paths.follow(':slug'), flood, async (req, res) => {
    const letter = await letterOf(req.params['slug']);
    refuseFollowing(following, letter);
    const [endpoint, p256dh, auth] = ['endpoint', 'p256dh', 'auth'].map((name) => formField(req, name));
    const outcome = await following.follow(letter, { endpoint: endpoint!, p256dh: p256dh!, auth: auth! });
    if (outcome !== 'follows') throw refusalOf(outcome);
    res.status(204).end();
  });

  router.post(paths.unfollow(':slug'), flood, async (req, res) => {
    await following.unfollow(await letterOf(req.params['slug']), formField(req, 'endpoint'));
    res.status(204).end();
  });

  return router;
}

function refuseFollowing({ publicKey }: Following, letter: PublishedLetter): void {
  if (publicKey === undefined)
    throw problem(404, 'reading.problem.no-notices.title', 'reading.problem.no-notices.detail');
  if (isOver(letter)) throw problem(410, 'letters.closed.title', 'reading.problem.closed.followers');
}

function refusalOf(refused: Refused): Problem {
  switch (refused) {
    case 'foreign endpoint':
      return problem(422, 'reading.problem.push-service.title', 'reading.problem.push-service.detail');
    case 'broken keys':
      return problem(422, 'site.not-readable.title', 'reading.problem.push-keys');
    case 'full':
      return problem(503, 'reading.problem.too-many-follow.title', 'reading.problem.too-many-follow.detail');
  }
}
