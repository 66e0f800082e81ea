import { type Request, Router } from 'express';
import { paths } from '../../../paths.ts';
import { problem } from '../../../web/errors.ts';
import type { BoardWorld } from '../../../world.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../../accounts/organizer-frame.ts';
import { asMember } from '../../accounts/signed-in.ts';
import type { Desk } from '../desk.ts';
import type { Writing } from '../store.ts';
import { historyPages } from './pages.ts';

const ON_PAGE = 50;

/** Every state that a letter had, word by word, and the way back; when it is published, to be read alone. */
export function historyRoutes(world: BoardWorld, desk: Desk, frames: OrganizerFrames): Router {
  const pages = inEachLanguage(frames, historyPages);
  const member = (req: Request) => asMember(desk.members, req, 'writer');
  const router = Router();
  const [id, number] = [':id', ':number'];

  router.get(paths.history(id), async (req, res) => {
    const { organizer, letter, writing } = await desk.look(await member(req));
    const before = Number(req.query['before'] ?? Infinity);
    const from = before > 0 ? Math.min(before, Number.MAX_SAFE_INTEGER) : 1;
    const found = await desk.store.history(writing.letter, from, ON_PAGE + 1);
    const shown = found.slice(0, ON_PAGE);
    const older = found.length > ON_PAGE ? shown.at(-1)!.number : null;
    res.send(pages(req).history(organizer, letter, writing.content.texts.title, shown, older));
  });

  router.get(paths.revision(id, number), async (req, res) => {
    const { organizer, letter, writing, isOver } = await desk.look(await member(req));
    const revision = await revisionAt(req, writing);
    const stands = revision.number === writing.revision;
    res.send(pages(req).revision(organizer, letter, revision, { stands, isOver }));
  });

  router.post(paths.restoreRevision(id, number), async (req, res) => {
    const { organizer, letter, writing } = await desk.open(await member(req));
    const { content, number: state } = await revisionAt(req, writing);
    const act = { what: 'restored' as const, detail: { state } };
    await desk.save({ writing, organizer, content, now: world.now(), unseen: () => true, act });
    res.redirect(303, paths.organizeLetter(letter));
  });

  return router;

  async function revisionAt(req: Request, { letter }: Writing) {
    const asked = Number(req.params['number']);
    const revision = Number.isSafeInteger(asked) ? await desk.store.revision(letter, asked) : undefined;
    if (revision) return revision;
    throw problem(404, 'drafting.history.no-state.title', 'drafting.history.no-state.detail');
  }
}
