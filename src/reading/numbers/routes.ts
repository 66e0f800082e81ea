import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import type { LiveStreams } from '../../web/live-stream.ts';
import { countEvent } from './count.ts';
import { talliedOf } from './tallied.ts';

/** The numbers as they move: a stream of events. */
export function numberRoutes(shelf: LetterShelf, board: PublicBoard, streams: LiveStreams): Router {
  return Router().get(paths.live(':slug'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    // every number of a letter is in its own stream
    if (letter.main) return res.redirect(302, paths.live(letter.main.address));
    if (req.method === 'HEAD') {
      res.type('text/event-stream').end();
      return;
    }
    streams.join(req, letter.address, countEvent(letter, await talliedOf(board, letter)));
  });
}
