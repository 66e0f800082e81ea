import { Router } from 'express';
import type { AnswersStore } from '../../letters/answers/store.ts';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { FOR_ALL, type HotPages } from '../../web/hot.ts';
import { namesAreListed } from '../signatories/listed.ts';
import { type Grown, letterFeed, siteFeed, sitemapFile } from './pages.ts';

const CACHE = 'public, no-cache';
const xmlAnswer = (type: string, body: string) => ({ type: `${type}; charset=utf-8`, body, cacheControl: CACHE });
const feedAnswer = (body: string) => ({ ...xmlAnswer('application/atom+xml', body), headers: FOR_ALL });

/** What programs read that follow letters or find them: feeds, the map of the site, the rules for robots. */
export function feedRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  answers: AnswersStore,
  hot: HotPages,
  baseUrl: string,
): Router {
  const router = Router();
  const grown = async (letter: PublishedLetter): Promise<Grown> => ({
    letter,
    answers: await answers.of(letter.id),
    growth: (await board.store.releases(letter.publicId)).map(({ at, totals }) => ({ at, total: totals.total })),
  });
  const named = async (one: Grown) => ({ ...one, listed: await namesAreListed(board, one.letter) });
  const listed = async () => Promise.all((await shelf.listed()).map(grown));

  router.get(paths.siteFeed(), async (req, res) => {
    await hot.serve(req, res, paths.siteFeed(), async () => feedAnswer(siteFeed(await listed(), baseUrl)));
  });

  router.get(paths.feed(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    if (letter.main) return res.redirect(302, paths.feed(letter.main.address));
    await hot.serve(req, res, paths.feed(letter.address), async () =>
      feedAnswer(letterFeed(await grown(letter), baseUrl)),
    );
  });

  router.get(paths.sitemap(), async (req, res) => {
    await hot.serve(req, res, paths.sitemap(), async () =>
      xmlAnswer('application/xml', sitemapFile(await Promise.all((await listed()).map(named)), baseUrl)),
    );
  });

  // what must not be listed says so itself, which a robot has to read; here stands what is of no use to it
  router.get(paths.robots(), (_req, res) => {
    const signing = ['', '/*'].flatMap((choice) => ['$', '/'].map((end) => `${choice}${paths.sign('*')}${end}`));
    const lines = ['User-agent: *', ...[...signing, paths.organize()].map((path) => `Disallow: ${path}`)];
    res
      .type('text/plain')
      .set('Cache-Control', 'public, max-age=86400')
      .send([...lines, '', `Sitemap: ${baseUrl}${paths.sitemap()}`, ''].join('\n'));
  });

  return router;
}
