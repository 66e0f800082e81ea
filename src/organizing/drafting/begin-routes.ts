import { type Request, type Response, Router } from 'express';
import { readLetterFile } from '../../letters/letter-file.ts';
import { paths } from '../../paths.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import { readUpload } from '../../web/upload.ts';
import type { BoardWorld } from '../../world.ts';
import type { OrganizerFrame } from '../accounts/organizer-frame.ts';
import { signedIn } from '../accounts/signed-in.ts';
import { type Content, emptyContent, itemOf, withText } from './content.ts';
import type { Desk } from './desk.ts';
import { contentOf } from './letter-of.ts';
import { draftingPages } from './pages.ts';

const FLOOD = 60;
const LARGEST_FILE = 1_000_000;
const LONGEST_TITLE = 300;

/** A new letter: from nothing but its title, or from a letter file. */
export function beginRoutes(world: BoardWorld, desk: Desk, frame: OrganizerFrame): Router {
  const pages = draftingPages(frame);
  const router = Router();
  const blank = { letterTitle: '', source: '', faults: [] };
  const begin = async (req: Request, res: Response, content: Content) => {
    const letter = await desk.begin(signedIn(req), content, world.now());
    res.redirect(303, paths.organizeLetter(letter));
  };

  router.get(paths.organizeLetters(), (_req, res) => res.redirect(303, paths.newLetter()));
  router.get([paths.newLetter(), paths.importLetter()], (req, res) => {
    res.send(pages.newLetter(signedIn(req), blank));
  });

  router.post(paths.organizeLetters(), (_req, res) => res.redirect(303, paths.newLetter()));
  router.post(paths.newLetter(), limitFlood(FLOOD), async (req, res) => {
    const title = formField(req, 'title').replace(/\s+/g, ' ').trim();
    if (title.length <= LONGEST_TITLE) return begin(req, res, firstContent(title, desk.newId));
    const message = `Please use at most ${LONGEST_TITLE} characters.`;
    res
      .status(422)
      .send(pages.newLetter(signedIn(req), { ...blank, letterTitle: title, faults: [{ field: 'title', message }] }));
  });

  router.post(paths.importLetter(), limitFlood(FLOOD), async (req, res) => {
    const given = await sourceIn(req);
    const read = typeof given === 'string' ? readLetterFile(given) : { faults: [given.fault] };
    if ('draft' in read) return begin(req, res, contentOf({ ...read.draft, status: 'draft' }, desk.newId));
    const faults = read.faults.map((message) => ({ field: 'source', message }));
    const source = typeof given === 'string' ? given : '';
    res.status(422).send(pages.newLetter(signedIn(req), { ...blank, source, faults }));
  });

  return router;
}

/** The letter file that was pasted, or uploaded. */
async function sourceIn(req: Request): Promise<string | { fault: string }> {
  if (!req.is('multipart/form-data')) return formField(req, 'source');
  const upload = await readUpload(req, LARGEST_FILE);
  if (upload?.file === 'too large') return { fault: 'This file is larger than 1 MB; no letter is.' };
  if (!upload?.file) return upload?.fields['source'] ?? '';
  const text = upload.file.bytes.toString('utf8');
  return text.includes('\uFFFD') || text.includes('\0') ? { fault: 'This file is not text in UTF-8.' } : text;
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
