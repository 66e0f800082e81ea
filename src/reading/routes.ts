import { Router } from 'express';
import { canonicalText } from '../letters/canonical-text.ts';
import { letterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import type { Board } from '../signing/board.ts';
import type { MakeFrame } from '../web/frame.ts';
import { type HotPages, htmlAnswer, markdownAnswer } from '../web/hot.ts';
import { talliedOf } from './numbers/tallied.ts';
import { type LetterParts, readingPages } from './pages.ts';

const ON_LETTER = 40;
const COMMENTS = 20;

/** What the public reads. Finished pages are kept until something published changes. */
export function readingRoutes(
  shelf: LetterShelf,
  board: Board,
  hot: HotPages,
  frame: MakeFrame,
  development: boolean,
): Router {
  const pages = readingPages(frame, development);
  const router = Router();

  router.get(paths.home(), async (req, res) => {
    await hot.serve(req, res, paths.home(), async () => {
      const letters = await shelf.listed();
      const counted = letters.map(async (letter) => ({ letter, published: await board.published(letter) }));
      return htmlAnswer(pages.home(await Promise.all(counted)));
    });
  });

  router.get(paths.letter(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    // what stands beside the employees' number is shown with it
    if (letter.main) return res.redirect(302, paths.letter(letter.main.address));
    await hot.serve(req, res, paths.letter(letter.address), async () =>
      htmlAnswer(pages.letter(letter, await partsOf(board, letter))),
    );
  });

  router.get(paths.markdown(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.markdown(letter.address), async () => markdownAnswer(canonicalText(letter)));
  });

  /** What a link's fragment pins: the bytes whose SHA-256 begins with it, for a tool that signs without a page. */
  router.get(paths.descriptor(':slug'), async (req, res) => {
    const { descriptor } = await letterAt(shelf, req.params['slug']);
    res.type('application/json').set('Cache-Control', 'public, no-cache').send(descriptor);
  });

  return router;
}

async function partsOf(board: Board, letter: PublishedLetter): Promise<LetterParts> {
  const { store } = board;
  const first = { letter: letter.publicId, after: -1, limit: ON_LETTER + 1, beginning: '', employer: null };
  const rows = await store.signatories(first);
  return {
    published: await board.published(letter),
    tallied: await talliedOf(board, letter),
    growth: (await store.releases(letter.publicId)).map(({ at, totals }) => ({ at, total: totals.total })),
    signatories: { rows: rows.slice(0, ON_LETTER), more: rows.length > ON_LETTER },
    comments: await store.comments(letter.publicId, -1, COMMENTS),
  };
}
