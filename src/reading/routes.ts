import { Router } from 'express';
import type { AnswersStore } from '../letters/answers/store.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { letterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import type { Board } from '../signing/board.ts';
import type { MakeFrame } from '../web/frame.ts';
import { type HotPages, htmlAnswer, markdownAnswer } from '../web/hot.ts';
import { talliedOf } from './numbers/tallied.ts';
import { type LetterParts, type Offers, readingPages } from './pages.ts';

const ON_LETTER = 40;
const COMMENTS = 20;

/** What the public reads. Finished pages are kept until something published changes. */
export function readingRoutes(
  shelf: LetterShelf,
  board: Board,
  answers: AnswersStore,
  hot: HotPages,
  frame: MakeFrame,
  { now, ...offers }: Offers & { now: () => number },
): Router {
  const pages = readingPages(frame, offers);
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
      htmlAnswer(
        pages.letter(letter, { ...(await partsOf(board, letter)), answers: await answers.of(letter.id), now: now() }),
      ),
    );
  });

  router.get(paths.markdown(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.markdown(letter.address), async () => markdownAnswer(canonicalText(letter)));
  });

  return router;
}

async function partsOf(board: Board, letter: PublishedLetter): Promise<Omit<LetterParts, 'answers' | 'now'>> {
  const { store } = board;
  const first = { letter: letter.publicId, after: -1, limit: ON_LETTER + 1, beginnings: null, employer: null };
  const rows = await store.signatories(first);
  return {
    published: await board.published(letter),
    tallied: await talliedOf(board, letter),
    growth: (await store.releases(letter.publicId)).map(({ at, totals }) => ({ at, total: totals.total })),
    signatories: { rows: rows.slice(0, ON_LETTER), more: rows.length > ON_LETTER },
    comments: await store.comments(letter.publicId, -1, COMMENTS),
  };
}
