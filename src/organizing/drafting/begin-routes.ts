import { type Request, type Response, Router } from 'express';
import { paths } from '../../paths.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld } from '../../world.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { signedIn } from '../accounts/signed-in.ts';
import { contentOfFile } from './bring-in.ts';
import { type Content, emptyContent, itemOf, withText } from './content.ts';
import type { Desk } from './desk.ts';
import { draftingPages } from './pages.ts';
import { readSentFile } from './import-routes.ts';

const FLOOD = 60;
const LONGEST_TITLE = 300;

/** A new letter: from nothing but its title, or from a letter file. */
export function beginRoutes(world: BoardWorld, desk: Desk, frames: OrganizerFrames): Router {
  const pages = inEachLanguage(frames, draftingPages);
  const router = Router();
  const blank = { letterTitle: '', source: '', faults: [] };
  const begin = async (req: Request, res: Response, content: Content, what: 'began' | 'imported') => {
    const letter = await desk.begin(signedIn(req), content, world.now(), what);
    res.redirect(303, paths.organizeLetter(letter));
  };

  router.get(paths.organizeLetters(), (_req, res) => res.redirect(303, paths.newLetter()));
  router.get([paths.newLetter(), paths.importLetter()], (req, res) => {
    res.send(pages(req).newLetter(signedIn(req), blank));
  });

  router.post(paths.organizeLetters(), (_req, res) => res.redirect(303, paths.newLetter()));
  router.post(paths.newLetter(), limitFlood(FLOOD), async (req, res) => {
    const title = formField(req, 'title').replace(/\s+/g, ' ').trim();
    if (title.length <= LONGEST_TITLE) return begin(req, res, firstContent(title, desk.newId), 'began');
    const message = said('site.typed.too-long', { max: LONGEST_TITLE });
    res
      .status(422)
      .send(
        pages(req).newLetter(signedIn(req), { ...blank, letterTitle: title, faults: [{ field: 'title', message }] }),
      );
  });

  router.post(paths.importLetter(), limitFlood(FLOOD), async (req, res) => {
    const sent = await readSentFile(req);
    if ('read' in sent) return begin(req, res, contentOfFile(sent.read, desk.newId), 'imported');
    res.status(422).send(pages(req).newLetter(signedIn(req), { ...blank, ...sent }));
  });

  return router;
}

/** A form with a first line for all that a letter needs. */
function firstContent(title: string, newId: () => string): Content {
  const content = withText(emptyContent(), 'title', title);
  const first = { to: {}, demands: { status: 'open' }, employers: {} };
  const items = Object.entries(first).map(([list, fields]) => [
    list,
    [itemOf(list as keyof typeof first, newId(), fields)],
  ]);
  return { ...content, lists: { ...content.lists, ...(Object.fromEntries(items) as object) } };
}
