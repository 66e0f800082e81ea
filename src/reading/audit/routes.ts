import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { leafMessage } from '../../protocol/messages.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import type { Leaf } from '../../signing/log/store.ts';
import { problem } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { placeOf } from '../../web/languages.ts';
import { type HotPages, htmlAnswer, pageAt } from '../../web/hot.ts';
import { auditFile, leafHashes } from './audit-file.ts';
import { fileOf } from './checkpoint-files.ts';
import { auditPage } from './pages.ts';

const hash = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hashOf = (leaf: Leaf) => leafHash(hash, leafMessage({ ...leaf, letterId: leaf.letter }));

/** Everything with which anybody can check the published number. */
export function auditRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  hot: HotPages,
  frames: Frames,
  baseUrl: string,
): Router {
  const router = Router();
  const slug = ':slug';

  router.get(paths.audit(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, pageAt(req, paths.audit(letter.address)), async () =>
      htmlAnswer(auditPage(frames(placeOf(req)), letter, await board.published(letter), baseUrl)),
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

  router.use(checkpointRoutes(shelf, board));
  return router;
}

/** The signed checkpoints: the last, and each at an address of its own. */
function checkpointRoutes(shelf: LetterShelf, board: PublicBoard): Router {
  const router = Router();
  const slug = ':slug';

  router.get(paths.checkpoint(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const { size } = await board.published(letter);
    const last = await board.log.checkpoint(letter.publicId, size);
    if (!last) throw problem(404, 'audit.no-checkpoint.title', 'audit.no-checkpoint.detail');
    res.type('text/plain').set('Cache-Control', 'public, no-cache').send(last);
  });

  router.get(paths.checkpoints(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const sizes = await board.log.checkpointSizes(letter.publicId);
    const lines = sizes.map((size) => `checkpoints/${fileOf(size)}\n`);
    res.type('text/plain').set('Cache-Control', 'public, no-cache').send(lines.join(''));
  });

  router.get(paths.checkpoints(slug, ':size.txt'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const size = String(req.params['size']);
    const found = /^\d{1,15}$/.test(size) ? await board.log.checkpoint(letter.publicId, Number(size)) : undefined;
    // one that is not there yet may come; one that is there stays as it is
    if (!found || String(Number(size)) !== size)
      throw problem(404, 'audit.other-checkpoint.title', 'audit.other-checkpoint.detail');
    res.type('text/plain').set('Cache-Control', 'public, max-age=31536000, immutable').send(found);
  });

  return router;
}
