import { type Request, type Response, Router } from 'express';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import type { Choosing } from '../../signing/first/store.ts';
import { MOST_FIRST } from '../../signing/first/first.ts';
import { problem } from '../../web/errors.ts';
import { formField } from '../../web/forms.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { FieldFault } from '../../web/typed.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { asMember } from '../accounts/signed-in.ts';
import { readChoice, readPlace, showsSignatories } from './choice.ts';
import type { FirstDesk, Kept } from './desk.ts';
import { firstPages } from './pages.ts';

const LONGEST_QUERY = 100;

/** Who stands first under a letter, and whether search engines may list its signatories. For keepers. */
export function firstRoutes(
  { now }: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  desk: FirstDesk,
  frames: OrganizerFrames,
  changed: () => Promise<void>,
): Router {
  const page = inEachLanguage(frames, firstPages);
  const router = Router();
  const keptBy = (req: Request) => keeperOf(req, letters, members);
  const show = async (req: Request, res: Response, kept: Kept, status = 200, fault?: FieldFault) => {
    const typed = { query: queryOf(req), entry: formField(req, 'entry'), agreed: formField(req, 'consent') === 'yes' };
    res.status(status).send(page(req)(kept, await desk.table(kept.letter, typed.query), typed, fault));
  };
  const done = async (req: Request, res: Response) => {
    await changed();
    res.redirect(303, paths.firstSignatories(String(req.params['id'])));
  };

  router.get(paths.firstSignatories(':id'), async (req, res) => show(req, res, await keptBy(req)));

  router.post(paths.firstSignatories(':id'), async (req, res) => {
    const [kept, seen] = [await keptBy(req), readChoice(formField(req, 'entry'))];
    if (!seen) return show(req, res, kept, 422, { field: 'entry-1', message: 'first.fault.nobody' });
    if (formField(req, 'consent') !== 'yes')
      return show(req, res, kept, 422, { field: 'consent', message: 'first.fault.consent' });
    const refusal = refusalOf(await desk.choose(kept, seen, now()));
    return refusal ? show(req, res, kept, 409, { field: 'choose', message: refusal }) : done(req, res);
  });

  // before those of one signatory, whose address has a place in the log there
  router.post(paths.searchEngines(':id'), async (req, res) => {
    await desk.listNames(await keptBy(req), formField(req, 'names') === 'listed', now());
    return done(req, res);
  });

  router.post(paths.firstSignatory(':id', ':position'), async (req, res) => {
    const [kept, position] = [await keptBy(req), readPlace(req.params['position']) ?? -1];
    const to = formField(req, 'to');
    if (to === 'out') await desk.remove(kept, position, now());
    else if ((await desk.put(kept, position, readPlace(to) ?? 0, now())) === 'gone')
      return show(req, res, kept, 409, { field: 'standing', message: 'first.fault.gone' });
    return done(req, res);
  });

  return router;
}

function refusalOf(choosing: Choosing): string | undefined {
  switch (choosing) {
    case 'chosen':
    case 'stands there already':
      return undefined;
    case 'changed meanwhile':
      return 'first.fault.changed';
    case 'full':
      return said('first.choose.full', { most: MOST_FIRST });
  }
}

async function keeperOf(req: Request, letters: LetterStore, members: MembersStore): Promise<Kept> {
  const keeper = await asMember(members, req, 'keeper');
  const letter = await letters.byId(keeper.letter);
  if (showsSignatories(letter)) return { keeper, letter };
  throw problem(404, 'first.hidden.title', 'first.hidden.detail');
}

/** What is searched for: in the address, or in a form so that it comes back to the same page. */
const queryOf = (req: Request): string =>
  (typeof req.query['q'] === 'string' ? req.query['q'] : formField(req, 'q')).trim().slice(0, LONGEST_QUERY);
