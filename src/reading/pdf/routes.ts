import { Router } from 'express';
import { letterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import { type Answer, type HotPages, pdfAnswer } from '../../web/hot.ts';
import { said } from '../../web/words.ts';
import { talliedOf } from '../numbers/tallied.ts';
import { type Paper, canBeSet, sheetOf } from './sheet.ts';
import type { Typesetter } from './typesetter.ts';

const SECONDS_TO_WAIT = 10;
/** What was stopped is tried again after so long. */
const SECONDS_TO_REST = 60;

/** The letter on paper: A4, or Letter with `?paper=letter`. */
export function pdfRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  hot: HotPages,
  typesetter: Typesetter,
  baseUrl: string,
): Router {
  return Router().get(paths.pdf(':slug'), async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    const paper = readPaper(req.query['paper']);
    const asked = paper === 'a4' ? undefined : 'letter';
    if (letter.main) return res.redirect(302, paths.pdf(letter.main.address, asked));
    if (!typesetter.available || !canBeSet(letter)) throw notHere(letter);
    const sheet = async () => sheetOf(letter, await talliedOf(board, letter), baseUrl, paper);
    await hot.serve(req, res, paths.pdf(letter.address, asked), async () =>
      answerOf(letter, await typesetter.set(await sheet())),
    );
  });
}

function answerOf(letter: PublishedLetter, typeset: Awaited<ReturnType<Typesetter['set']>>): Answer {
  if (typeset === 'not possible') throw notHere(letter);
  if (typeset === 'stopped') {
    const detail = said('reading.problem.pdf-stopped.detail', { path: paths.letter(letter.address) });
    throw problem(503, 'reading.problem.pdf-stopped.title', detail, SECONDS_TO_REST);
  }
  if (typeset !== 'busy') return pdfAnswer(typeset, `${letter.slug}.pdf`);
  throw problem(503, 'reading.problem.busy.title', 'reading.problem.busy.detail', SECONDS_TO_WAIT);
}

function readPaper(asked: unknown): Paper {
  if (asked === undefined || asked === 'a4') return 'a4';
  if (asked === 'letter') return 'us-letter';
  throw problem(400, 'reading.problem.paper.title', 'reading.problem.paper.detail');
}

/** The style sheet for print makes as good a document; only a link to it cannot be sent. */
const notHere = ({ address }: PublishedLetter) =>
  problem(501, 'reading.problem.no-pdf.title', said('reading.problem.no-pdf.detail', { path: paths.letter(address) }));
