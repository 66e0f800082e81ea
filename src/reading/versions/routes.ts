import { type Request, Router } from 'express';
import { canonicalText } from '../../letters/canonical-text.ts';
import { letterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import type { LetterStore } from '../../letters/store.ts';
import { mainOf } from '../../letters/tally.ts';
import { descriptorsOf, firstDescriptor } from '../../letters/version.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { placeOf } from '../../web/languages.ts';
import { type HotPages, htmlAnswer, markdownAnswer, pageAt, textAnswer } from '../../web/hot.ts';
import { pageOfVersions } from './pages.ts';

/** Every text of a letter that people signed, and the descriptors that name them. */
export function versionRoutes(
  shelf: LetterShelf,
  letters: LetterStore,
  board: PublicBoard,
  hot: HotPages,
  frames: Frames,
): Router {
  const router = Router();
  const slug = ':slug';
  // the tallies beside the employees' sign the same texts
  const find = async (req: Request): Promise<PublishedLetter> => mainOf(await letterAt(shelf, req.params['slug']));

  router.get(paths.versions(slug), async (req, res) => {
    const letter = await find(req);
    await hot.serve(req, res, pageAt(req, paths.versions(letter.address)), async () =>
      htmlAnswer(
        pageOfVersions(frames(placeOf(req)), letter, await letters.versions(letter.id), await board.published(letter)),
      ),
    );
  });

  router.get(paths.version(slug, ':number'), async (req, res) => {
    const letter = await find(req);
    const number = String(req.params['number']);
    const version = (await letters.versions(letter.id)).find((one) => String(one.version) === number);
    if (!version) throw problem(404, 'reading.problem.no-version.title', 'reading.problem.no-version.detail');
    await hot.serve(req, res, paths.version(letter.address, number), async () =>
      markdownAnswer(canonicalText(version)),
    );
  });

  /** What a link's fragment pins: the bytes whose SHA-256 begins with it, for a tool that signs without a page. */
  router.get(paths.descriptor(slug), async (req, res) => {
    const letter = await find(req);
    await hot.serve(req, res, paths.descriptor(letter.address), async () =>
      textAnswer('application/json', firstDescriptor(letter)),
    );
  });

  /** The same with every later version, the oldest first. */
  router.get(paths.descriptors(slug), async (req, res) => {
    const letter = await find(req);
    await hot.serve(req, res, paths.descriptors(letter.address), async () =>
      textAnswer('application/json', `[${descriptorsOf(letter).join(',')}]`),
    );
  });

  return router;
}
