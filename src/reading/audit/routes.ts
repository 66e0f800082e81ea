import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Router } from 'express';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { leafMessage } from '../../protocol/messages.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import type { Leaf } from '../../signing/log/store.ts';
import { problem } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { placeOf } from '../../web/languages.ts';
import { type HotPages, htmlAnswer, pageAt, textAnswer } from '../../web/hot.ts';
import { sendStreamed } from '../../web/streamed.ts';
import { auditFile, leafHashes } from './audit-file.ts';
import { fileOf } from './checkpoint-files.ts';
import { editionOf } from './edition.ts';
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
  const lastOf = async (letter: PublishedLetter) => {
    const published = await board.published(letter);
    return { published, checkpoint: await board.log.checkpoint(letter.publicId, published.size) };
  };

  router.get(paths.audit(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, pageAt(req, paths.audit(letter.address)), async () =>
      htmlAnswer(auditPage(frames(placeOf(req)), letter, await board.published(letter), baseUrl)),
    );
  });

  router.get(paths.auditJson(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const { published, checkpoint } = await lastOf(letter);
    await sendStreamed(req, res, {
      ...{ type: 'application/json', edition: editionOf('audit', letter, published, checkpoint), packed: true },
      pieces: () => [Readable.from(auditFile(letter, published, board.log))],
    });
  });

  router.get(paths.leafHashes(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const { published, checkpoint } = await lastOf(letter);
    await sendStreamed(req, res, {
      ...{ type: 'application/octet-stream', packed: false },
      edition: editionOf('hashes', letter, published, checkpoint),
      pieces: () => [Readable.from(leafHashes(letter, published, board.log, hashOf))],
    });
  });

  router.use(checkpointRoutes(shelf, board, hot));
  return router;
}

/** The signed checkpoints: the last, and each at an address of its own. */
function checkpointRoutes(shelf: LetterShelf, board: PublicBoard, hot: HotPages): Router {
  const router = Router();
  const slug = ':slug';

  router.get(paths.checkpoint(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.checkpoint(letter.address), async () => {
      const { size } = await board.published(letter);
      const last = await board.log.checkpoint(letter.publicId, size);
      if (!last) throw problem(404, 'audit.no-checkpoint.title', 'audit.no-checkpoint.detail');
      return textAnswer('text/plain', last);
    });
  });

  router.get(paths.checkpoints(slug), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    await hot.serve(req, res, paths.checkpoints(letter.address), async () => {
      const sizes = await board.log.checkpointSizes(letter.publicId);
      return textAnswer('text/plain', sizes.map((size) => `checkpoints/${fileOf(size)}\n`).join(''));
    });
  });

  router.get(paths.checkpoints(slug, ':size.txt'), async (req, res) => {
    const letter = await countedLetterAt(shelf, req.params['slug']);
    const size = String(req.params['size']);
    const found = /^\d{1,15}$/.test(size) ? await board.log.checkpoint(letter.publicId, Number(size)) : undefined;
    // one that is not there yet may come; one that is there stays as it is
    if (!found || String(Number(size)) !== size)
      throw problem(404, 'audit.other-checkpoint.title', 'audit.other-checkpoint.detail');
    await hot.once(req, res, textAnswer('text/plain', found, 'public, max-age=31536000, immutable'));
  });

  return router;
}
