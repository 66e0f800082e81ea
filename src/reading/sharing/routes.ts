import { type Request, Router } from 'express';
import { qrOf } from '../../issuing/qr.ts';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { mainOf } from '../../letters/tally.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { problem } from '../../web/errors.ts';
import { type Frames, inEachLanguage } from '../../web/frame.ts';
import { type Answer, FOR_ALL, type HotPages, type Spot, htmlAnswer, jsonAnswer, pageAt } from '../../web/hot.ts';
import { FRAMED } from '../../web/security.ts';
import { view } from '../../web/render.ts';
import { wordsIn } from '../../web/speak.ts';
import { said } from '../../web/words.ts';
import { cardOf } from './card.ts';
import type { CardPress } from './card-press.ts';
import { oembedOf, readOembed } from './oembed.ts';
import { badgeFile, sharingPages } from './pages.ts';
import { pinned } from './words.ts';

/** Ways in which a letter is passed on: links, pictures, frames on other sites. No tracker in any of them. */
export function sharingRoutes(
  shelf: LetterShelf,
  board: PublicBoard,
  hot: HotPages,
  frames: Frames,
  cards: CardPress,
  baseUrl: string,
): Router {
  const router = Router();
  const pages = inEachLanguage(frames, (frame) => sharingPages(frame, baseUrl, cards.available));

  /** One address below each letter, whose answer is kept until something published changes. */
  const offer = (
    path: (slug: string) => string,
    make: (letter: PublishedLetter, req: Request) => Promise<Answer>,
    spotOf: (req: Request, path: string) => Spot = (_req, file) => file,
  ) =>
    router.get(path(':slug'), async (req, res) => {
      const letter = mainOf(await countedLetterAt(shelf, req.params['slug']));
      await hot.serve(req, res, spotOf(req, path(letter.address)), () => make(letter, req));
    });

  const pageOf = async (letter: PublishedLetter, req: Request, page: 'share' | 'embed') =>
    htmlAnswer(pages(req)[page](letter, await board.published(letter)));

  offer(paths.share, (letter, req) => pageOf(letter, req, 'share'), pageAt);
  offer(paths.embed, async (letter, req) => ({ ...(await pageOf(letter, req, 'embed')), headers: FRAMED }), pageAt);
  offer(paths.badge, async (letter) =>
    svgAnswer(badgeFile(letter, await board.published(letter), wordsIn(letter.language))),
  );
  offer(paths.qr, (letter) => Promise.resolve(svgAnswer(qr(qrOf(pinned(letter, baseUrl))))));
  offer(paths.card, async (letter) => {
    const png =
      cards.available &&
      (await cards.draw(cardOf(letter, await board.published(letter), baseUrl, wordsIn(letter.language))));
    if (!png) throw problem(404, 'reading.problem.no-picture.title', 'reading.problem.no-picture.detail');
    return { type: 'image/png', body: png, cacheControl: 'public, no-cache', compressed: 'itself', headers: FOR_ALL };
  });

  router.get(paths.oembed(), async (req, res) => {
    const asked = readAsked(req, baseUrl);
    const letter = mainOf(await countedLetterAt(shelf, asked.slug));
    await hot.once(req, res, jsonAnswer(oembedOf(letter, asked, baseUrl, wordsIn(letter.language), cards.available)));
  });

  return router;
}

const qr = view<ReturnType<typeof qrOf>>('pages/reading/qr', 'svg');

const svgAnswer = (body: string): Answer => ({
  type: 'image/svg+xml; charset=utf-8',
  body,
  cacheControl: 'public, no-cache',
  headers: FOR_ALL,
});

function readAsked(req: Request, baseUrl: string) {
  const asked = readOembed(req.query, baseUrl);
  switch (asked) {
    case 'mistyped':
      throw problem(400, 'site.not-readable.title', 'reading.problem.oembed.mistyped');
    case 'not a letter':
      throw problem(
        404,
        'letters.not-found.title',
        said('reading.problem.oembed.no-letter', { url: `${baseUrl}/letters/…` }),
      );
    case 'format':
      throw problem(501, 'reading.problem.oembed.format.title', 'reading.problem.oembed.format.detail');
    default:
      return asked;
  }
}
