import { type Request, type Response, Router } from 'express';
import { paths } from '../../../paths.ts';
import { problem } from '../../../web/errors.ts';
import { limitFlood } from '../../../web/flood.ts';
import { formField } from '../../../web/forms.ts';
import { asMember } from '../../accounts/signed-in.ts';
import type { Desk } from '../desk.ts';
import type { Came, RemarkDoor } from './door-routes.ts';
import { type Remark, type Step, fits, formKey, isTheirs, readAnswer, roleFor, stateAfter, steps } from './remark.ts';

const FLOOD = 120;

const notYours = problem(403, 'drafting.remarks.not-yours.title', 'drafting.remarks.not-yours.detail');

/** What becomes of a remark: answers, and the steps that settle it. */
export function settlingRoutes({ members }: Desk, door: RemarkDoor): Router {
  const router = Router();
  const [id, remark] = [':id', ':remark'];

  // whoever loads a page anew that answered a form with its faults
  router.get(paths.remark(id, remark), (req, res) => res.redirect(303, paths.remarks(String(req.params['id']))));

  router.post(paths.remark(id, remark), limitFlood(FLOOD), async (req, res) => {
    const came = await door.open(req);
    const found = await remarkIn(req, door, came);
    const asked = formField(req, 'do');
    if (asked === 'answer') return answer(req, res, door, came, found);
    const step = steps.find((one) => one === asked);
    if (!step) return door.back(res, came, found);
    if (!isTheirs(found, step, came.organizer)) throw notYours;
    await asMember(members, req, roleFor(step, found));
    await take(res, door, came, found, step);
  });

  return router;
}

async function remarkIn(req: Request, { remarks }: RemarkDoor, { writing }: Came): Promise<Remark> {
  const found = await remarks.store.find(writing.letter, String(req.params['remark']));
  if (found) return found;
  throw problem(404, 'drafting.remarks.none.title', 'drafting.remarks.none.detail');
}

async function answer(req: Request, res: Response, door: RemarkDoor, came: Came, remark: Remark): Promise<void> {
  const field = `answer-${remark.name}`;
  const typed = formField(req, field);
  const read = readAnswer(typed);
  if ('faults' in read) {
    const faults = read.faults.map(({ message }) => ({ field, message }));
    return door.show(res, came, 422, { answering: remark.name, typed: { says: typed }, faults });
  }
  const form = formKey(formField(req, 'page'), came.organizer.id, remark.name, read.says);
  await door.remarks.store.answer(door.doer(came), remark, form, read.says);
  door.back(res, came, remark);
}

async function take(res: Response, door: RemarkDoor, came: Came, remark: Remark, step: Step): Promise<void> {
  // the same button pressed twice, or in two tabs
  if (remark.state === stateAfter[step]) return door.back(res, came, remark);
  const settled = { faults: [{ field: 'content', message: 'drafting.remarks.settled-meanwhile' }] };
  if (!fits(remark, step)) return door.show(res, came, 409, settled);
  const { remarks } = door;
  const taken =
    step === 'accept'
      ? await remarks.accept(came, remark, door.doer(came).now)
      : await remarks.store.take(door.doer(came), remark, step);
  if (typeof taken === 'object') return door.show(res, came, 409, { refused: { remark, standing: taken.refused } });
  door.back(res, came, remark);
}
