import { type Request, type RequestHandler, Router } from 'express';
import { letterAt, openLetterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { problem } from '../web/errors.ts';
import { limitFlood } from '../web/flood.ts';
import { formOf, sentJson } from '../web/forms.ts';
import { type Frames, inEachLanguage } from '../web/frame.ts';
import { wordsOf } from '../web/speak.ts';
import type { CommonWorld } from '../world.ts';
import { acceptPosts } from './accepting.ts';
import type { Board } from './board.ts';
import { signingPages } from './pages.ts';
import { pastingRoutes } from './pasting-routes.ts';
import { postOf, readForm, readPost } from './read-post.ts';
import { refusal, unreadable } from './refusals.ts';
import type { Fields } from './signature.ts';

const FLOOD = 600;

/** Protocol step 3: write a signature, look at it, post it. `posted` is called when something new waits. */
export function signingRoutes(
  world: CommonWorld,
  shelf: LetterShelf,
  board: Board,
  frames: Frames,
  posted: (letter: PublishedLetter) => void,
  erased: (letter: PublishedLetter) => Promise<void>,
): Router {
  const pages = inEachLanguage(frames, signingPages);
  const accept = acceptPosts(board, posted, erased);
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
    // also one that is closed: what was accepted in time gets its answer again
    const letter = await letterAt(shelf, req.params['slug']);
    const read = await readForm(letter, formOf(req));
    if ('faults' in read)
      return void res.status(422).send(pages(req).write(await openLetter(req, now), formOf(req), read.faults));
    const post = await postOf(letter, read.pass, read.fields);
    const posting = await board.post(letter, post, read.fields, now);
    if (typeof posting === 'string') throw problem(...refusal(posting));
    posted(letter);
    const done = { ...posting, ...(await fateOf(board, letter, post.pk, read.fields)), now };
    res.status(posting.repeated ? 200 : 201).send(pages(req).done(letter, done));
  });

  return router;
}

const jsonOnly: RequestHandler = (req, _res, next) => next(sentJson(req) ? undefined : 'route');

/** What becomes of a signature: whether the public sees it already, or when it will, and what is read before. */
async function fateOf(board: Board, letter: PublishedLetter, pk: Bytes, fields: Fields) {
  const outlook = await board.outlook(letter);
  const counted = (await board.standing(letter, pk))?.published ?? false;
  return { ...outlook, counted, waits: (await board.partsThatWait(letter, fields)).length > 0 };
}
