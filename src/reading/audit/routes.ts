import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { leafMessage } from '../../protocol/messages.ts';
import type { Board } from '../../signing/board.ts';
import type { Leaf } from '../../signing/log/store.ts';
import { problem } from '../../web/errors.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { type HotPages, htmlAnswer } from '../../web/hot.ts';
import { auditFile, leafHashes } from './audit-file.ts';
import { auditPage } from './pages.ts';

const hash = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hashOf = (leaf: Leaf) => leafHash(hash, leafMessage({ ...leaf, letterId: leaf.letter }));

/** Everything with which anybody can check the published number. */
export function auditRoutes(
  shelf: LetterShelf,
  board: Board,
  hot: HotPages,
  frame: MakeFrame,
  baseUrl: string,
): Router {
  const router = Router();
  const slug = ':slug';

  router.get(paths.audit(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.audit(letter.address), async () =>
      htmlAnswer(auditPage(frame, letter, await board.published(letter), baseUrl)),
    );
  });

  router.get(paths.auditJson(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    res.type('application/json').set('Cache-Control', 'public, no-cache');
    await pipeline(Readable.from(auditFile(letter, await board.published(letter), board.log)), res);
  });

  router.get(paths.leafHashes(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    res.type('application/octet-stream').set('Cache-Control', 'public, no-cache');
    await pipeline(Readable.from(leafHashes(letter, await board.published(letter), board.log, hashOf)), res);
  });

  router.get(paths.checkpoint(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const last = (await board.log.checkpoints(letter.publicId)).at(-1);
    if (!last)
      throw problem(
        404,
        'No checkpoint yet',
        'The log of this letter gets its first checkpoint when the first signatures are counted.',
      );
    res.type('text/plain').set('Cache-Control', 'public, no-cache').send(last);
  });

  return router;
}
