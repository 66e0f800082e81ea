import { type Request, type RequestHandler, Router } from 'express';
import { letterAt } from '../letters/find.ts';
import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import { formField, formOf } from '../web/forms.ts';
import { type Frames, type MakeFrame, inEachLanguage } from '../web/frame.ts';
import { wordsOf } from '../web/speak.ts';
import { said } from '../web/words.ts';
import type { CommonWorld } from '../world.ts';
import type { Accept, WholePost } from './accepting.ts';
import type { Board, Posting } from './board.ts';
import { changingPages } from './changing/pages.ts';
import { signingPages } from './pages.ts';
import { pastePages } from './paste-pages.ts';
import { readPost } from './read-post.ts';
import { refusal, unreadable } from './refusals.ts';

/** Tier B: what the tool signed, as text in a form. What was pasted stays in it until it is taken. */
export function pastingRoutes(
  world: CommonWorld,
  shelf: LetterShelf,
  board: Board,
  frames: Frames,
  { flood, accept }: { flood: RequestHandler; accept: Accept },
): Router {
  const pages = inEachLanguage(frames, pastePages);
  const done = inEachLanguage(frames, (frame) => donePages(board, frame));
  const router = Router();
  const slug = ':slug';
  const find = (req: Request) => letterAt(shelf, req.params['slug']);

  router.get(paths.pastePost(slug), async (req, res) => {
    res.send(pages(req).paste(await find(req), '', null));
  });

  router.post(paths.signatures(slug), pastedOnly, flood, async (req, res) => {
    const [letter, now, text] = [await find(req), world.now(), formField(req, 'post')];
    const refuse = (status: number, detail: string) =>
      void res.status(status).send(pages(req).paste(letter, text, detail));
    const given = signedIn(text);
    if (!given) return refuse(422, 'signing.paste.not-signed');
    const read = readPost(letter, given);
    if ('faults' in read) {
      const [, , faults] = unreadable(read.faults, wordsOf(req));
      return refuse(422, said('signing.paste.cut', { faults }));
    }
    const shown = (await board.standing(letter, read.post.pk))?.published ?? false;
    const posting = await accept(letter, read, now);
    if (typeof posting === 'string') {
      const [status, , detail] = refusal(posting);
      return refuse(status, detail);
    }
    res.status(posting.repeated ? 200 : 201).send(await done(req)(letter, { read, posting, shown, now }));
  });

  return router;
}

/** Other forms are for the routes that follow. */
const pastedOnly: RequestHandler = (req, _res, next) => next(formOf(req)['post'] === undefined ? 'route' : undefined);

/** Undefined where it is nothing that anybody signed. */
function signedIn(text: string): object | undefined {
  try {
    const given = Object(JSON.parse(text)) as { pk?: unknown };
    return typeof given.pk === 'string' ? given : undefined;
  } catch {
    return undefined;
  }
}

interface Taken {
  read: WholePost;
  posting: Exclude<Posting, string>;
  /** The public saw the signature before. */
  shown: boolean;
  now: number;
}

/** The page that says what was done: the same ones as by the other forms. */
function donePages(board: Board, frame: MakeFrame) {
  const [signed, changed] = [signingPages(frame), changingPages(frame)];
  return async (letter: PublishedLetter, { read, posting, shown, now }: Taken): Promise<string> => {
    if (read.post.kind === 'sign') {
      const waits = read.fields !== null && (await board.partsThatWait(letter, read.fields)).length > 0;
      return signed.done(letter, { ...posting, waits, counted: shown, ...(await board.outlook(letter)), now });
    }
    const atOnce = shown && (read.atOnce || !takesSignatures(letter, now));
    const withdrawn = atOnce ? 'withdrawn at once' : 'withdrawn';
    return changed.done(letter, read.post.kind === 'edit' ? 'changed' : withdrawn, posting.receipt);
  };
}
