import { type Request, type RequestHandler, type Response, Router } from 'express';
import { writeLetterFile } from '../../letters/letter-file.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField, formOf, sentJson } from '../../web/forms.ts';
import type { BoardWorld } from '../../world.ts';
import { inEachLanguage } from '../../web/frame.ts';
import { wordsIn } from '../../web/speak.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { asMember, signedIn } from '../accounts/signed-in.ts';
import { amendingRoutes } from './amending-routes.ts';
import { beginRoutes } from './begin-routes.ts';
import { type Content, lists } from './content.ts';
import type { Desk, Opened } from './desk.ts';
import { type Edit, editIn, edited } from './edit.ts';
import { evidenceOf } from './evidence/in-file.ts';
import { evidenceRoutes } from './evidence/routes.ts';
import { historyRoutes } from './history/routes.ts';
import { importRoutes } from './import-routes.ts';
import { draftOf } from './letter-of.ts';
import { openedAs } from './opened-as.ts';
import { draftingPages } from './pages.ts';
import type { RemarkDesk } from './remarks/desk.ts';
import { remarkRoutes } from './remarks/routes.ts';
import { contentIn, fieldsOf } from './read-content.ts';
import { resolved } from './resolve.ts';

/** A preview asks with nearly every pause in typing. */
const FLOOD = 600;

/** Where organizers write a letter. Everything here stands behind the door of /organize. */
export function draftingRoutes(
  world: BoardWorld,
  letters: LetterStore,
  desk: Desk,
  frames: OrganizerFrames,
  remarks: RemarkDesk,
): Router {
  const pages = inEachLanguage(frames, draftingPages);
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();
  const flood = limitFlood(FLOOD);
  const id = ':id';

  router.get(paths.guardHelp(), (req, res) => void res.send(pages(req).guardHelp(signedIn(req))));
  // its addresses look like those of a letter
  router.use(beginRoutes(world, desk, frames));
  router.use(amendingRoutes(world, letters, desk, frames));
  router.use(importRoutes(world, desk, frames, remarks));
  router.use(evidenceRoutes(world, desk, frames, remarks));
  router.use(historyRoutes(world, desk, frames));
  router.use(remarkRoutes(world, desk, remarks, frames));
  router.use(showingRoutes(desk, frames, flood));
  router.use(autosaveRoutes(world, desk, flood));
  router.use(savingRoutes(world, desk, frames, remarks, flood));

  router.get(paths.organizeLetter(id), async (req, res) => show(res, await open(req)));

  return router;

  async function show(res: Response, { organizer, letter, writing }: Opened): Promise<void> {
    const faults = await desk.faultsOf(writing.letter, writing.content);
    res.send(pages(res.req).letter(organizer, { ...writing, letter, faults, ...(await remarks.beside(writing)) }));
  }
}

/** What the form saves, or what stands in its way, with everything that was sent. */
function savingRoutes(
  world: BoardWorld,
  desk: Desk,
  frames: OrganizerFrames,
  remarks: RemarkDesk,
  flood: RequestHandler,
): Router {
  const pages = inEachLanguage(frames, draftingPages);
  const router = Router();

  router.post(paths.organizeLetter(':id'), flood, async (req, res) => {
    const { writing, organizer, letter } = await desk.open(await asMember(desk.members, req, 'writer'));
    const asked = formField(req, 'do');
    const sent = await desk.vouched(writing.letter, resolved(contentIn(formOf(req)), formOf(req)));
    const [from, { uploads, unknown }] = [cameFrom(req), sent];
    if (unknown.length > 0) {
      const came = { revision: from.base, opened: from.opened, content: sent.content };
      const page = { ...writing, ...(await remarks.beside(writing)), ...came, letter, unknown };
      res.status(422).send(pages(req).letter(organizer, page));
      return;
    }
    const { content, focus } = after(editIn(asked), sent.content, (hash) => uploads.has(hash));
    const saved = await desk.save({ writing, organizer, content, now: world.now(), ...from, unseen: () => true });
    if ('conflicts' in saved) {
      const { conflicts, now, merged } = saved;
      const page = { ...now, ...(await remarks.beside(now)), letter, content: merged, conflicts };
      res.status(409).send(pages(req).letter(organizer, page));
      return;
    }
    const [, item] = /^copy\.evidence\.(\w+)$/.exec(asked) ?? [];
    res.redirect(
      303,
      item ? paths.evidenceCopy(letter, item) : `${paths.organizeLetter(letter)}${focus && `#${focus}`}`,
    );
  });

  return router;

  function after(edit: Edit | undefined, content: Content, isHere: (hash: string) => boolean) {
    const into = { words: wordsIn(content.texts.language), isHere };
    return edit ? edited(content, edit, desk.newId, into) : { content, focus: '' };
  }
}

/** What the page saves by itself: the answer holds only what it does not know yet. */
function autosaveRoutes(world: BoardWorld, desk: Desk, flood: RequestHandler): Router {
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();

  router.post(paths.autosaveLetter(':id'), flood, async (req, res) => {
    const { writing, organizer } = await open(req);
    const sent = contentIn(formOf(req));
    const { content, unknown } = await desk.vouched(writing.letter, sent);
    // sent as a form, it is told what is wrong
    if (unknown.length > 0) return void res.status(422).json({});
    const now = world.now();
    const unseen = (merged: Content) => sameItems(content, merged);
    const saved = await desk.save({ writing, organizer, content, now, ...cameFrom(req), unseen });
    if ('conflicts' in saved) {
      res.status(409).json({ revision: saved.now.revision, conflicts: saved.conflicts.length });
      return;
    }
    const { revision, content: stands } = saved.saved;
    const at = new Date(now).toISOString();
    res.json({ revision, opened: openedAs(stands), at, fields: differing(sent, stands) });
  });

  return router;
}

/** The letter as it will look, and as a file. */
function showingRoutes(desk: Desk, frames: OrganizerFrames, flood: RequestHandler): Router {
  const pages = inEachLanguage(frames, draftingPages);
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();
  const id = ':id';

  router.post(paths.previewLetter(id), flood, async (req, res) => {
    const { organizer, letter } = await open(req);
    res.send(pages(req).preview(organizer, letter, contentIn(formOf(req))));
  });

  router.get(paths.previewLetter(id), async (req, res) => {
    const { organizer, letter, writing } = await open(req);
    res.send(pages(req).preview(organizer, letter, writing.content));
  });

  router.get(paths.exportLetter(id), async (req, res) => {
    const opened = await open(req);
    const read = draftOf(opened.writing.content);
    // the page says what still stands in its way
    if ('faults' in read) return res.redirect(303, paths.organizeLetter(opened.letter));
    res.set('Content-Disposition', `attachment; filename="${read.draft.slug}.md"`);
    res.type('text/markdown').send(writeLetterFile(read.draft, evidenceOf(opened.writing.content)));
  });

  return router;
}

/** The revision that a form was made from; without one, the first, so that nothing is overwritten unseen. */
function cameFrom(req: Request): { base: number; opened: string } {
  const base = sentJson(req) ? Number(formOf(req)['base']) : Number(formField(req, 'base') || NaN);
  return { base: Number.isSafeInteger(base) && base > 0 ? base : 1, opened: formField(req, 'opened') };
}

/** Whether every list has the same items in the same order, so that a page can show the merged texts in its fields. */
const sameItems = (a: Content, b: Content): boolean =>
  lists.every((list) => a.lists[list].map(({ id }) => id).join() === b.lists[list].map(({ id }) => id).join());

/** The fields that a colleague's words changed: what the page must show from now on. */
function differing(sent: Content, saved: Content): Record<string, string> {
  const [before, after] = [fieldsOf(sent), fieldsOf(saved)];
  const names = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
  return Object.fromEntries(names.map((name) => [name, after[name] ?? '']));
}
