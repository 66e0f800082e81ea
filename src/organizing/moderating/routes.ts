import { type Request, type Response, Router } from 'express';
import type { LetterStore } from '../../letters/store.ts';
import { type PublishedLetter, isPublished } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { problem } from '../../web/errors.ts';
import { formField } from '../../web/forms.ts';
import type { FieldFault } from '../../web/typed.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import { type InEachLanguage, inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { type Membership, asMember } from '../accounts/signed-in.ts';
import type { Decided, ModerationDesk } from './desk.ts';
import { verdictOf } from './entry.ts';
import { moderationPages } from './pages.ts';
import { type TypedRule, readRule } from './rule.ts';
import type { Holder } from './store.ts';

const LONGEST_QUERY = 100;

/** What the public wrote under a letter: showing it, hiding it, and what of it waits. For keepers. */
export function moderatingRoutes(
  { now }: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  desk: ModerationDesk,
  frames: OrganizerFrames,
  changed: () => Promise<void>,
  /** Ends when what was hidden is in no copy. */
  erased: (letter: PublishedLetter) => Promise<void>,
): Router {
  const show = showing(now, desk, inEachLanguage(frames, moderationPages));
  const router = Router();
  const id = ':id';

  router.get(paths.moderation(id), async (req, res) => {
    await show(req, res, await keeperOf(req, letters, members), 200);
  });

  router.post(paths.moderation(id), async (req, res) => {
    const at = await keeperOf(req, letters, members);
    const verdict = verdictOf(formField(req, 'do'), formField(req, 'reason'));
    if (!verdict) return show(req, res, at, 422, { field: 'content', message: 'moderating.fault.reason' });
    const decided = await desk.decide(at.keeper, at.letter, formField(req, 'entry'), verdict, now());
    // sent again where a copy could not be removed, it comes too late for all but that
    if (verdict !== 'show' && typeof decided === 'string') await erased(at.letter);
    if (decided !== 'decided') return show(req, res, at, 409, { field: 'content', message: explained(decided) });
    if (verdict === 'show') await changed();
    res.redirect(303, paths.moderation(String(req.params['id']), queryOf(req)));
  });

  router.post(paths.moderationLock(id), async (req, res) => {
    const at = await keeperOf(req, letters, members);
    const other = await takeOrLeave(desk, at.keeper, formField(req, 'do'), now());
    if (other) return show(req, res, at, 409, { field: 'content', message: explained({ heldBy: other }) });
    res.redirect(303, paths.moderation(String(req.params['id'])));
  });

  router.post(paths.moderationRule(id), async (req, res) => {
    const at = await keeperOf(req, letters, members);
    const typed = { comments: formField(req, 'comments'), words: formField(req, 'words') };
    const rule = readRule(typed);
    if ('message' in rule) return show(req, res, at, 422, rule, typed);
    await desk.store.setRule(at.keeper.letter, rule, at.keeper.organizer.id, now());
    res.redirect(303, paths.moderation(String(req.params['id'])));
  });

  return router;
}

type Show = (
  req: Request,
  res: Response,
  kept: Kept,
  status: number,
  fault?: FieldFault,
  typed?: TypedRule,
) => Promise<void>;

/** Answers with the page as it is now. */
const showing =
  (now: () => number, desk: ModerationDesk, page: InEachLanguage<ReturnType<typeof moderationPages>>): Show =>
  async (req, res, { keeper, letter }, status, fault, typed) => {
    const [query, at] = [queryOf(req), now()];
    const moderation = {
      ...{ keeper, letter, query, now: at },
      queue: await desk.queue(letter, query),
      rule: await desk.store.ruleOf(letter.id),
      holder: await desk.store.holder(letter.id, at),
    };
    res.status(status).send(page(req)(moderation, fault, typed));
  };

async function takeOrLeave(
  { store }: ModerationDesk,
  { organizer, letter }: Membership,
  act: string,
  now: number,
): Promise<Holder | undefined> {
  if (act !== 'leave') return store.take(letter, organizer.id, now);
  await store.leave(letter, organizer.id);
  return undefined;
}

/** A published letter and the keeper who looks after it. */
interface Kept {
  keeper: Membership;
  letter: PublishedLetter;
}

async function keeperOf(req: Request, letters: LetterStore, members: MembersStore): Promise<Kept> {
  const keeper = await asMember(members, req, 'keeper');
  const letter = await letters.byId(keeper.letter);
  if (letter && isPublished(letter)) return { keeper, letter };
  throw problem(404, 'moderating.not-published.title', 'moderating.not-published.detail');
}

/** What shown words are searched for: in the address, or in a form so that it comes back to the same page. */
const queryOf = (req: Request): string =>
  (typeof req.query['q'] === 'string' ? req.query['q'] : formField(req, 'q')).trim().slice(0, LONGEST_QUERY);

function explained(decided: Exclude<Decided, 'decided'>): string {
  if (typeof decided === 'object') return said('moderating.fault.held', { name: decided.heldBy.name });
  return 'moderating.fault.changed';
}
