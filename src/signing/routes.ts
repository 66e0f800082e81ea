import { type Request, type Response, Router } from 'express';
import { openLetterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import { type Problem, problem } from '../web/errors.ts';
import { limitFlood } from '../web/flood.ts';
import { sentJson } from '../web/forms.ts';
import type { FieldFault } from '../web/typed.ts';
import type { MakeFrame } from '../web/frame.ts';
import type { World } from '../world.ts';
import type { Board, Posting } from './board.ts';
import { signingPages } from './pages.ts';
import { postOf, readForm, readPost } from './read-post.ts';

const FLOOD = 600;

/** Protocol step 3: write a signature, look at it, post it. `posted` is called when something new waits. */
export function signingRoutes(
  world: World,
  shelf: LetterShelf,
  board: Board,
  frame: MakeFrame,
  posted: () => void,
): Router {
  const pages = signingPages(frame);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const openLetter = (req: Request, now: number) => openLetterAt(shelf, req.params['slug'], now);

  router.get(paths.writeSignature(slug), async (req, res) => {
    res.send(pages.write(await openLetter(req, world.now()), {}, []));
  });

  router.get(paths.previewSignature(slug), async (req, res) => {
    const letter = await openLetter(req, world.now());
    res.redirect(303, paths.writeSignature(letter.address));
  });

  router.post(paths.writeSignature(slug), flood, async (req, res) => {
    res.send(pages.write(await openLetter(req, world.now()), formOf(req), []));
  });

  router.post(paths.previewSignature(slug), flood, async (req, res) => {
    const letter = await openLetter(req, world.now());
    const read = await readForm(letter, formOf(req));
    if ('faults' in read) res.status(422).send(pages.write(letter, formOf(req), read.faults));
    else res.send(pages.preview(letter, String(formOf(req)['pass']), read.fields));
  });

  router.post(paths.signatures(slug), flood, async (req, res) => {
    const now = world.now();
    const letter = await openLetter(req, now);
    if (sentJson(req)) return acceptPost(letter, req, res, now);
    const read = await readForm(letter, formOf(req));
    if ('faults' in read) {
      res.status(422).send(pages.write(letter, formOf(req), read.faults));
      return;
    }
    const posting = await board.post(letter, await postOf(letter, read.pass, read.fields), read.fields, now);
    if (typeof posting === 'string') throw refusal(posting);
    posted();
    const { published, earliest } = await board.outlook(letter);
    res.status(posting.repeated ? 200 : 201).send(pages.done(letter, { ...posting, published, earliest }));
  });

  const acceptPost = async (letter: PublishedLetter, req: Request, res: Response, now: number): Promise<void> => {
    const read = readPost(letter, req.body);
    if ('faults' in read) throw unreadable(read.faults);
    const posting = await board.post(letter, read.post, read.fields, now);
    if (typeof posting === 'string') throw refusal(posting);
    posted();
    res.status(posting.repeated ? 200 : 201).json(posting.receipt);
  };

  return router;
}

const formOf = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;

const unreadable = (faults: FieldFault[]): Problem =>
  problem(422, 'Not a signature', faults.map(({ field, message }) => `${field}: ${message}`).join(' '));

function refusal(posting: Extract<Posting, string>): Problem {
  switch (posting) {
    case 'closed':
      return problem(
        410,
        'This letter is closed',
        'It closed before your signature arrived. It takes no more signatures.',
      );
    case 'signed otherwise':
      return problem(
        409,
        'Already signed',
        'This pass has already signed this letter, with other words. One pass makes one signature; the first one stands.',
      );
    case 'another version':
      return problem(409, 'The text has changed', 'The letter has a new version since. Please read it and sign again.');
    case 'not a pass of this letter':
      return problem(
        422,
        'Not a pass of this letter',
        'The pass was not issued for this letter. Each letter has passes of its own.',
      );
    case 'not signed with the pass':
    case 'not the committed text':
      return problem(
        422,
        'Not signed with the pass',
        'What arrived was altered on its way or signed with another key. Nothing was stored.',
      );
  }
}
