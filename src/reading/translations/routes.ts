import { Router } from 'express';
import { letterAt } from '../../letters/find.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { mainOf } from '../../letters/tally.ts';
import type { TranslationStore } from '../../letters/translations/store.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { type HotPages, htmlAnswer, pageAt } from '../../web/hot.ts';
import { placeOf } from '../../web/languages.ts';
import { pageOfTranslation } from './pages.ts';

/** A letter in another language, beside the text that is signed. */
export function translationRoutes(
  shelf: LetterShelf,
  translations: TranslationStore,
  board: PublicBoard,
  hot: HotPages,
  frames: Frames,
): Router {
  const router = Router();

  router.get(paths.translation(':slug', ':language'), async (req, res) => {
    const letter = mainOf(await letterAt(shelf, req.params['slug']));
    const language = String(req.params['language']);
    const shown = await translations.shown(letter.id, language);
    if (!shown?.content) throw problem(404, 'translations.none.title', 'translations.none.detail');
    const found = { ...shown, content: shown.content };
    await hot.serve(req, res, pageAt(req, paths.translation(letter.address, language)), async () =>
      htmlAnswer(pageOfTranslation(frames(placeOf(req)), letter, found, await board.published(letter))),
    );
  });

  return router;
}
