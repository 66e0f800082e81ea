import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Board } from '../../signing/board.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import type { BoardWorld } from '../../world.ts';
import { type MakePacket, readWhole } from '../delivering/make-packet.ts';
import { packetName } from '../delivering/packet.ts';
import type { Stand } from './desk.ts';
import { readMailTo } from './form.ts';
import { packetMail } from './mail.ts';
import type { AnsweringDoor } from './door-routes.ts';

const FLOOD = 20;
/** Mail servers commonly take 10 MB, of which the encoding of a file needs a quarter. */
const MOST_BY_MAIL = 7_000_000;

const CONFIRM_FIRST = 'answering.packet.confirm-first';
const NO_ADDRESS = 'answering.packet.no-address';
const TOO_LARGE = 'answering.packet.too-large';
const NO_MAIL = 'answering.packet.no-mail';
const REFUSED = 'answering.packet.refused';
const TROUBLE = 'answering.packet.trouble';

/** The packet as a download and as a mail. Whoever it is mailed to is written down nowhere. */
export function packetRoutes(
  world: BoardWorld,
  door: AnsweringDoor,
  makePacket: MakePacket,
  board: Pick<Board, 'published'>,
): Router {
  const router = Router();
  const id = ':id';

  router.get(paths.packet(id), limitFlood(FLOOD), async (req, res) => {
    const { letter } = await door.openFor(req);
    const now = world.now();
    const packet = await makePacket(letter, now);
    res.type('application/zip').set('Content-Disposition', `attachment; filename="${packetName(letter, now)}"`);
    // a download that breaks, by us or by the reader, ends the other side too; there is nobody left to tell
    await pipeline(packet, res).catch(() => res.destroy());
  });

  router.post(paths.mailPacket(id), limitFlood(FLOOD), async (req, res) => {
    const stand = await door.openFor(req);
    const typed = { 'mail-to': formField(req, 'mail-to') };
    const refusal = await send(stand, typed['mail-to'], world.now());
    if (refusal) {
      const faults = [{ field: 'mail-to', message: refusal.message }];
      return door.show(res, stand, refusal.status, { typed, faults });
    }
    res.redirect(303, `${paths.answers(toHex(stand.letter.id))}?said=mailed`);
  });

  return router;

  async function send(
    stand: Stand,
    typed: string,
    now: number,
  ): Promise<{ status: number; message: string } | undefined> {
    const { letter, second, answers } = stand;
    if (second && answers.deliveries.length === 0) return { status: 409, message: CONFIRM_FIRST };
    if (world.mailbox !== undefined && world.config.production) return { status: 503, message: NO_MAIL };
    const address = readMailTo(typed);
    if (!address) return { status: 422, message: NO_ADDRESS };
    const content = await readWhole(await makePacket(letter, now), MOST_BY_MAIL);
    if (!content) return { status: 413, message: TOO_LARGE };
    const packet = { filename: packetName(letter, now), content };
    const mail = packetMail(address, letter, await board.published(letter), packet, world.config.baseUrl);
    switch (await world.transport.send(mail)) {
      case 'refused':
        return { status: 422, message: REFUSED };
      case 'trouble':
        return { status: 502, message: TROUBLE };
      case 'sent':
        await door.desk.keep(stand, { what: 'mailed the packet', detail: {}, write: () => Promise.resolve(true) }, now);
        return undefined;
    }
  }
}
