import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { Board } from '../../signing/board.ts';
import { type HotPages, jsonAnswer } from '../../web/hot.ts';
import type { LiveStreams } from '../../web/live-stream.ts';
import { countEvent, countOf } from './count.ts';
import { talliedOf } from './tallied.ts';

/** The numbers for programs: a stream of events, and JSON. */
export function numberRoutes(shelf: LetterShelf, board: Board, hot: HotPages, streams: LiveStreams): Router {
  const router = Router();
  const slug = ':slug';
  const described = async (letter: PublishedLetter) => ({
    ...summary(letter),
    ...countOf(letter, await talliedOf(board, letter)),
  });

  router.get(paths.live(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    if (req.method === 'HEAD') {
      res.type('text/event-stream').end();
      return;
    }
    streams.join(req, letter.address, countEvent(letter, await talliedOf(board, letter)));
  });

  router.get(paths.apiLetters(), async (req, res) => {
    await hot.serve(req, res, paths.apiLetters(), async () => {
      const letters = await shelf.listed();
      return jsonAnswer({ letters: await Promise.all(letters.map(described)) });
    });
  });

  router.get(paths.apiLetter(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.apiLetter(letter.address), async () => jsonAnswer(await described(letter)));
  });

  return router;
}

const summary = (letter: PublishedLetter) => ({
  slug: letter.address,
  title: letter.title,
  status: letter.status,
  language: letter.language,
  to: letter.to.map(({ name, role, organization }) => ({ name, role, organization })),
  from: letter.from,
  url: paths.letter(letter.address),
});
