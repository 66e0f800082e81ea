import { type Request, Router } from 'express';
import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import type { Accounts } from '../accounts.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../organizer-frame.ts';
import type { TitleOf } from '../titles.ts';
import { asMember } from '../signed-in.ts';
import { trailCsv, trailJson } from './export.ts';
import { trailPages } from './pages.ts';

const ON_PAGE = 100;
const MOST = 100_000;
const NEWEST = Number.MAX_SAFE_INTEGER;

/** What the organizers of a letter did, for its keepers. */
export function trailRoutes({ members, trail }: Accounts, titleOf: TitleOf, frames: OrganizerFrames): Router {
  const page = inEachLanguage(frames, trailPages);
  const router = Router();

  router.get(paths.trail(':id'), async (req, res) => {
    const { organizer, letter } = await asMember(members, req, 'keeper');
    const acts = await trail.of(letter, beforeIn(req), ON_PAGE + 1);
    const titled = { id: toHex(letter), title: await titleOf(letter) };
    res.send(page(req)(organizer, titled, acts.slice(0, ON_PAGE), acts.length > ON_PAGE));
  });

  const all = async (req: Request) => {
    const { letter } = await asMember(members, req, 'keeper');
    return trail.of(letter, NEWEST, MOST);
  };
  router.get(paths.trailCsv(':id'), async (req, res) => {
    const acts = await all(req);
    res.attachment('trail.csv').send(trailCsv(acts));
  });
  router.get(paths.trailJson(':id'), async (req, res) => {
    const acts = await all(req);
    res.attachment('trail.json').json(trailJson(acts));
  });

  return router;
}

const beforeIn = (req: Request): number => {
  const { before } = req.query;
  return typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : NEWEST;
};
