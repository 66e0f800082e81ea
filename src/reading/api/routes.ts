import { type Request, type RequestHandler, Router } from 'express';
import type { AnswersStore } from '../../letters/answers/store.ts';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import { type HotPages, jsonAnswer } from '../../web/hot.ts';
import { said } from '../../web/words.ts';
import { talliedOf } from '../numbers/tallied.ts';
import { namesAreListed } from '../signatories/listed.ts';
import { type Asked, readAsked, storeQuery } from '../signatories/query.ts';
import { openApi } from './openapi.ts';
import { MOST_AT_ONCE, signaturesQuery } from './schemas.ts';
import { letterView, signaturesView, summaryView } from './views.ts';

/** What is public, for programs: reading only, from everywhere, without a key. */
export function apiRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  answers: AnswersStore,
  hot: HotPages,
  baseUrl: string,
): Router {
  const router = Router();
  const slug = ':slug';
  router.use('/api', onlyForReading);

  router.get(paths.apiLetters(), async (req, res) => {
    await hot.serve(req, res, paths.apiLetters(), async () => {
      const letters = await shelf.listed();
      const views = letters.map(async (letter) => summaryView(letter, await talliedOf(board, letter), baseUrl));
      return jsonAnswer({ letters: await Promise.all(views) });
    });
  });

  router.get(paths.openApi(), async (req, res) => {
    await hot.serve(req, res, paths.openApi(), () => Promise.resolve(jsonAnswer(openApi(baseUrl))));
  });

  router.get(paths.apiLetter(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    if (letter.main) return res.redirect(302, paths.apiLetter(letter.main.address));
    await hot.serve(req, res, paths.apiLetter(letter.address), async () =>
      jsonAnswer(letterView(letter, await talliedOf(board, letter), await answers.of(letter.id), baseUrl)),
    );
  });

  router.get(paths.apiSignatures(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const { asked, limit } = readQuery(req, letter);
    const rows = await board.store.signatories(storeQuery(letter, asked, limit + 1));
    const first = await board.first.of(letter.publicId);
    const shown = { rows: rows.slice(0, limit), more: rows.length > limit, first, asked, limit };
    const view = signaturesView(letter, await board.published(letter), shown, baseUrl);
    const { headers, ...answer } = jsonAnswer(view);
    const robots = (await namesAreListed(board, letter)) ? {} : { 'X-Robots-Tag': 'noindex' };
    await hot.once(req, res, { ...answer, headers: { ...headers, ...robots } });
  });

  return router;
}

/** Whoever would write is told what this interface is for. */
const onlyForReading: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  res.set('Allow', 'GET, HEAD, OPTIONS');
  next(problem(405, 'reading.problem.read-only.title', 'reading.problem.read-only.detail'));
};

function readQuery(req: Request, letter: PublishedLetter): { asked: Asked; limit: number } {
  const given = Object.entries(req.query).filter(([, value]) => value !== '');
  const read = signaturesQuery.safeParse(Object.fromEntries(given));
  if (!read.success) {
    const [parameter] = read.error.issues[0]!.path as (keyof typeof mistyped)[];
    throw problem(400, 'site.not-readable.title', mistyped[parameter!]);
  }
  const { limit, ...rest } = read.data;
  const asked = readAsked(rest, letter);
  if (asked) return { asked, limit };
  throw problem(400, 'site.not-readable.title', 'reading.problem.query.meaning');
}

const mistyped = {
  after: 'reading.problem.query.after',
  limit: said('reading.problem.query.limit', { most: MOST_AT_ONCE }),
  q: 'reading.problem.query.q',
  employer: 'reading.problem.query.employer',
};
