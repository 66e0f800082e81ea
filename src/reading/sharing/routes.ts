import { type Request, Router } from 'express';
import { qrOf } from '../../issuing/qr.ts';
import { countedLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { mainOf } from '../../letters/tally.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import type { Board } from '../../signing/board.ts';
import { problem } from '../../web/errors.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { type Answer, FOR_ALL, type HotPages, htmlAnswer, jsonAnswer } from '../../web/hot.ts';
import { FRAMED } from '../../web/security.ts';
import { view } from '../../web/render.ts';
import { cardOf } from './card.ts';
import type { CardPress } from './card-press.ts';
import { oembedOf, readOembed } from './oembed.ts';
import { badgeFile, sharingPages } from './pages.ts';
import { pinned } from './words.ts';

/** Ways in which a letter is passed on: links, pictures, frames on other sites. No tracker in any of them. */
export function sharingRoutes(
  shelf: LetterShelf,
  board: Board,
  hot: HotPages,
  frame: MakeFrame,
  cards: CardPress,
  baseUrl: string,
): Router {
  const router = Router();
  const pages = sharingPages(frame, baseUrl, cards.available);

  /** One address below each letter, whose answer is kept until something published changes. */
  const offer = (path: (slug: string) => string, make: (letter: PublishedLetter) => Promise<Answer>) =>
    router.get(path(':slug'), async (req, res) => {
      const letter = mainOf(await countedLetterAt(shelf, req.params['slug']));
      await hot.serve(req, res, path(letter.address), () => make(letter));
    });

  offer(paths.share, async (letter) => htmlAnswer(pages.share(letter, await board.published(letter))));
  offer(paths.embed, async (letter) => ({
    ...htmlAnswer(pages.embed(letter, await board.published(letter))),
    headers: FRAMED,
  }));
  offer(paths.badge, async (letter) => svgAnswer(badgeFile(await board.published(letter))));
  offer(paths.qr, (letter) => Promise.resolve(svgAnswer(qr(qrOf(pinned(letter, baseUrl))))));
  offer(paths.card, async (letter) => {
    const png = cards.available && (await cards.draw(cardOf(letter, await board.published(letter), baseUrl)));
    if (!png) throw problem(404, 'No picture here', 'This site cannot draw a picture of this letter.');
    return { type: 'image/png', body: png, cacheControl: 'public, no-cache', packed: true, headers: FOR_ALL };
  });

  router.get(paths.oembed(), async (req, res) => {
    const asked = readAsked(req, baseUrl);
    const letter = mainOf(await countedLetterAt(shelf, asked.slug));
    await hot.once(req, res, jsonAnswer(oembedOf(letter, asked, baseUrl, cards.available)));
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
      throw problem(400, 'Not readable', 'Ask with url, and if you like with maxwidth and maxheight in pixels.');
    case 'not a letter':
      throw problem(404, 'No such letter', `Only letters can be embedded: ${baseUrl}/letters/…`);
    case 'format':
      throw problem(501, 'Only JSON', 'The answer is to be had as JSON: ask with format=json or without format.');
    default:
      return asked;
  }
}
