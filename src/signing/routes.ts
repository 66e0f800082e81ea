import { type Request, type RequestHandler, Router } from 'express';
import { letterAt, openLetterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import { problem } from '../web/errors.ts';
import { limitFlood } from '../web/flood.ts';
import { sentJson } from '../web/forms.ts';
import { type Frames, inEachLanguage } from '../web/frame.ts';
import { wordsOf } from '../web/speak.ts';
import type { CommonWorld } from '../world.ts';
import { acceptPosts } from './accepting.ts';
import type { Board } from './board.ts';
import { signingPages } from './pages.ts';
import { pastingRoutes } from './pasting-routes.ts';
import { postOf, readForm, readPost } from './read-post.ts';
import { refusal, unreadable } from './refusals.ts';

const FLOOD = 600;

/** Protocol step 3: write a signature, look at it, post it. `posted` is called when something new waits. */
export function signingRoutes(
  world: CommonWorld,
  shelf: LetterShelf,
  board: Board,
  frames: Frames,
  posted: (letter: PublishedLetter) => void,
  released: (letter: PublishedLetter) => Promise<void>,
): Router {
  const pages = inEachLanguage(frames, signingPages);
  const accept = acceptPosts(board, posted, released);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const openLetter = (req: Request, now: number) => openLetterAt(shelf, req.params['slug'], now);

  // before all others: it is what is asked most when many sign
  router.post(paths.signatures(slug), jsonOnly, flood, async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    const read = readPost(letter, req.body);
    if ('faults' in read) throw problem(...unreadable(read.faults, wordsOf(req)));
    const posting = await accept(letter, read, world.now());
    if (typeof posting === 'string') throw problem(...refusal(posting));
    res.status(posting.repeated ? 200 : 201).json(posting.receipt);
  });

  router.use(pastingRoutes(world, shelf, board, frames, { flood, accept }));

  router.get([paths.writeSignature(slug), paths.previewSignature(slug)], async (req, res) => {
    res.send(pages(req).write(await openLetter(req, world.now()), {}, []));
  });

  router.post(paths.writeSignature(slug), flood, async (req, res) => {
    res.send(pages(req).write(await openLetter(req, world.now()), formOf(req), []));
  });

  router.post(paths.previewSignature(slug), flood, async (req, res) => {
    const letter = await openLetter(req, world.now());
    const read = await readForm(letter, formOf(req));
    if ('faults' in read) res.status(422).send(pages(req).write(letter, formOf(req), read.faults));
    else res.send(pages(req).preview(letter, String(formOf(req)['pass']), read.fields));
  });

  router.post(paths.signatures(slug), flood, async (req, res) => {
    const now = world.now();
    const letter = await openLetter(req, now);
    const read = await readForm(letter, formOf(req));
    if ('faults' in read) {
      res.status(422).send(pages(req).write(letter, formOf(req), read.faults));
      return;
    }
    const posting = await board.post(letter, await postOf(letter, read.pass, read.fields), read.fields, now);
    if (typeof posting === 'string') throw problem(...refusal(posting));
    posted(letter);
    const waits = (await board.partsThatWait(letter, read.fields)).length > 0;
    const done = { ...posting, ...(await board.outlook(letter)), waits, now };
    res.status(posting.repeated ? 200 : 201).send(pages(req).done(letter, done));
  });

  return router;
}

const jsonOnly: RequestHandler = (req, _res, next) => next(sentJson(req) ? undefined : 'route');

const formOf = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;
