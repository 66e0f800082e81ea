import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { Board } from '../../signing/board.ts';
import { problem } from '../../web/errors.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { signatoriesPage } from './pages.ts';
import { readAsked, storeQuery } from './query.ts';
import { rowsOf, table } from './table.ts';

const PAGE = 50;

/** The list of those who are shown: pages, search, employer. */
export function signatoryRoutes(shelf: LetterShelf, board: Board, frame: MakeFrame): Router {
  const router = Router();

  router.get(paths.signatures(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const asked = readAsked(req.query, letter);
    if (!asked) {
      throw problem(
        400,
        'Not readable',
        'This address of a page of signatories is mistyped. Open the list from the letter.',
      );
    }
    const rows = await board.store.signatories(storeQuery(letter, asked, PAGE + 1));
    const published = await board.published(letter);
    res
      .set('Cache-Control', 'public, no-cache')
      .send(signatoriesPage(frame, letter, { rows: rows.slice(0, PAGE), more: rows.length > PAGE, asked, published }));
  });

  router.get(paths.signaturesCsv(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    res.type('text/csv; charset=utf-8').set({
      'Cache-Control': 'public, no-cache',
      'Content-Disposition': `attachment; filename="${letter.address}.csv"`,
      'X-Robots-Tag': 'noindex',
    });
    if (req.method === 'HEAD') return void res.end();
    await pipeline(Readable.from(rowsOf(letter, board.store)), table(), res);
  });

  return router;
}
