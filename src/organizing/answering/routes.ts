import { type RequestHandler, Router } from 'express';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Board } from '../../signing/board.ts';
import type { BoardWorld } from '../../world.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import type { Deciding } from '../deciding/deciding.ts';
import type { MakePacket } from '../delivering/make-packet.ts';
import { copyRoutes } from './copy-routes.ts';
import type { AnswersDesk } from './desk.ts';
import { type AnsweringDoor, openDoor, typedIn } from './door-routes.ts';
import { entryRoutes } from './entry-routes.ts';
import { readDelivery } from './form.ts';
import { packetRoutes } from './packet-routes.ts';
import { answeringPages } from './pages.ts';

const SAID = new Map<unknown, string>([
  ['mailed', 'answering.said.mailed'],
  ['delivered', 'answering.said.delivered'],
]);

const forms = [
  ...[paths.deliver, paths.postUpdate, paths.recordResponse],
  ...[paths.markDemand, paths.correct, paths.mailPacket],
];

/** Delivery and answers, for the keepers of a letter. */
export function answeringRoutes(
  world: BoardWorld,
  { members }: Accounts,
  desk: AnswersDesk,
  deciding: Deciding,
  makePacket: MakePacket,
  board: Pick<Board, 'published'>,
  frames: OrganizerFrames,
): Router {
  const door = openDoor(desk, members, inEachLanguage(frames, answeringPages), world.now);
  const router = Router();
  const id = ':id';

  router.get(paths.answers(id), async (req, res) => {
    door.show(res, await door.openFor(req), 200, { said: SAID.get(req.query['said']) ?? null });
  });
  router.post(paths.deliver(id), deliver(door, deciding));
  // whoever loads a page anew that answered a form with its faults
  router.get(
    forms.map((path) => path(id)),
    (req, res) => res.redirect(303, paths.answers(String(req.params['id']))),
  );
  return router
    .use(entryRoutes(door))
    .use(copyRoutes(world, door))
    .use(packetRoutes(world, door, makePacket, board));
}

const deliver =
  (door: AnsweringDoor, deciding: Deciding): RequestHandler =>
  async (req, res) => {
    const [stand, now, typed] = [await door.openFor(req), door.now(), typedIn(req)];
    const read = readDelivery(typed, { letter: stand.letter, now });
    if ('faults' in read) return door.show(res, stand, 422, { typed, faults: read.faults });
    const decision = await deciding.ask(stand.keeper, 'deliver', { ...read.value }, now);
    const at = toHex(stand.letter.id);
    if (decision === 'done') return res.redirect(303, `${paths.answers(at)}?said=delivered`);
    if (typeof decision === 'string') return res.redirect(303, paths.decisions(at));
    door.show(res, stand, 409, { typed, faults: [{ field: 'delivery-day', message: decision.refused }] });
  };
