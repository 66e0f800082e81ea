import { Readable } from 'node:stream';
import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { type HotPages, htmlAnswer } from '../../web/hot.ts';
import { placeOf } from '../../web/languages.ts';
import { sendStreamed } from '../../web/streamed.ts';
import { editionOf } from './edition.ts';
import { signatoriesPage } from './pages.ts';
import { namesAreListed } from './listed.ts';
import { PAGE, readAsked, storeQuery } from './query.ts';
import { rowsOf, table } from './table.ts';

/** The list of those who are shown: pages, search, employer. */
export function signatoryRoutes(shelf: LetterShelf, board: PublicBoard, hot: HotPages, frames: Frames): Router {
  const router = Router();

  router.get(paths.signatures(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const asked = readAsked(req.query, letter);
    if (!asked) {
      throw problem(400, 'site.not-readable.title', 'reading.signatories.mistyped');
    }
    const rows = await board.store.signatories(storeQuery(letter, asked, PAGE + 1));
    const published = await board.published(letter);
    const place = placeOf(req);
    const page = signatoriesPage(frames(place), letter, {
      rows: rows.slice(0, PAGE),
      more: rows.length > PAGE,
      first: await board.first.of(letter.publicId),
      listed: await namesAreListed(board, letter),
      asked,
      published,
    });
    await hot.once(req, res, { ...htmlAnswer(page), ...(place.prefix === '' ? { byWish: true } : {}) });
  });

  router.get(paths.signaturesCsv(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    // before the list is read, which can only be newer than it
    const changes = await board.store.listChanges(letter.publicId);
    const { number } = await board.published(letter);
    res.set('Content-Disposition', `attachment; filename="${letter.address}.csv"`);
    if (!(await namesAreListed(board, letter))) res.set('X-Robots-Tag', 'noindex');
    await sendStreamed(req, res, {
      ...{ type: 'text/csv; charset=utf-8', edition: editionOf(letter, number, changes), packed: true },
      pieces: () => [Readable.from(rowsOf(letter, board.store)), table()],
    });
  });

  return router;
}
