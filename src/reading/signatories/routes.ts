import { type Request, Router } from 'express';
import * as z from 'zod';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { Board } from '../../signing/board.ts';
import { searchKey } from '../../signing/signature.ts';
import { problem } from '../../web/errors.ts';
import { typedLine } from '../../web/typed.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { signatoriesPage } from './pages.ts';

const PAGE = 50;

/** The list of those who are shown: pages, search, employer. */
export function signatoryRoutes(shelf: LetterShelf, board: Board, frame: MakeFrame): Router {
  const router = Router();

  router.get(paths.signatures(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const { after, query, employer } = readQuery(req, letter);
    const asked = { letter: letter.publicId, after, limit: PAGE + 1, beginning: searchKey(query), employer };
    const rows = await board.store.signatories(asked);
    const shown = { rows: rows.slice(0, PAGE), more: rows.length > PAGE, query, employer };
    res
      .set('Cache-Control', 'public, no-cache')
      .send(signatoriesPage(frame, letter, { ...shown, published: await board.published(letter) }));
  });

  return router;
}

function readQuery(req: Request, letter: PublishedLetter): { after: number; query: string; employer: number | null } {
  const digits = z.string().regex(/^\d{0,9}$/);
  // an empty field is none, not the first
  const position = digits.transform((text) => (text === '' ? null : Number(text))).optional();
  const read = z
    .object({
      after: position,
      q: typedLine(100).optional(),
      employer: position.refine((at) => (at ?? 0) < letter.employers.length),
    })
    .safeParse(req.query);
  if (!read.success) {
    throw problem(
      400,
      'Not readable',
      'This address of a page of signatories is mistyped. Open the list from the letter.',
    );
  }
  const { after, q = '', employer } = read.data;
  return { after: after ?? -1, query: q, employer: employer ?? null };
}
