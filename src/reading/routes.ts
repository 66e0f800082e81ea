import { Router } from 'express';
import type { AnswersStore } from '../letters/answers/store.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { letterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import type { PublicBoard } from '../signing/public-board.ts';
import { type Frames, inEachLanguage } from '../web/frame.ts';
import { type HotPages, htmlAnswer, markdownAnswer, pageAt } from '../web/hot.ts';
import { talliedOf } from './numbers/tallied.ts';
import { without } from './signatories/pages.ts';
import { type LetterParts, type Offers, readingPages } from './pages.ts';

const ON_LETTER = 40;
const COMMENTS = 20;

/** What the public reads. Finished pages are kept until something published changes. */
export function readingRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  answers: AnswersStore,
  hot: HotPages,
  frames: Frames,
  { now, ...offers }: Offers & { now: () => number },
): Router {
  const pages = inEachLanguage(frames, (frame) => readingPages(frame, offers));
  const router = Router();

  router.get(paths.home(), async (req, res) => {
    await hot.serve(req, res, pageAt(req, paths.home()), async () => {
      const letters = await shelf.listed();
      const counted = letters.map(async (letter) => ({ letter, published: await board.published(letter) }));
      return htmlAnswer(pages(req).home(await Promise.all(counted)));
    });
  });

  router.get(paths.letter(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    // what stands beside the employees' number is shown with it
    if (letter.main) return res.redirect(302, paths.letter(letter.main.address));
    await hot.serve(req, res, pageAt(req, paths.letter(letter.address)), async () =>
      htmlAnswer(
        pages(req).letter(letter, {
          ...(await partsOf(board, letter)),
          answers: await answers.of(letter.id),
          now: now(),
        }),
      ),
    );
  });

  router.get(paths.markdown(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.markdown(letter.address), async () => markdownAnswer(canonicalText(letter)));
  });

  return router;
}

async function partsOf(board: PublicBoard, letter: PublishedLetter): Promise<Omit<LetterParts, 'answers' | 'now'>> {
  const { store } = board;
  const first = await board.first.of(letter.publicId);
  const query = { letter: letter.publicId, after: -1, limit: ON_LETTER + first.length + 1 };
  const rows = without(first, await store.signatories({ ...query, beginnings: null, employer: null }));
  return {
    published: await board.published(letter),
    tallied: await talliedOf(board, letter),
    growth: (await store.releases(letter.publicId)).map(({ at, totals }) => ({ at, total: totals.total })),
    first,
    signatories: { rows: rows.slice(0, ON_LETTER), more: rows.length > ON_LETTER },
    comments: await store.comments(letter.publicId, -1, COMMENTS),
  };
}
