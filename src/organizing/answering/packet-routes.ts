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
import type { Sending } from '../../mail/transport.ts';
import type { Stand } from './desk.ts';
import { readMailTo } from './form.ts';
import { packetMail } from './mail.ts';
import type { AnsweringDoor } from './door-routes.ts';
import { createMailed } from './mailed.ts';

const FLOOD = 20;
/** Mail servers commonly take 10 MB, of which the encoding of a file needs a quarter. */
const MOST_BY_MAIL = 7_000_000;

const CONFIRM_FIRST = 'answering.packet.confirm-first';
const TWICE = 'answering.packet.twice';
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
  const send = packetSender(world, door, makePacket, board);
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
}

/** Mails the packet; gives what the keeper is told where it was not. */
function packetSender(world: BoardWorld, door: AnsweringDoor, makePacket: MakePacket, board: Pick<Board, 'published'>) {
  const mailed = createMailed(world.random(32));
  return send;

  async function send(stand: Stand, typed: string, now: number): Promise<Refusal | undefined> {
    const { letter, second, answers } = stand;
    if (second && answers.deliveries.length === 0) return { status: 409, message: CONFIRM_FIRST };
    if (world.mailbox !== undefined && world.config.production) return { status: 503, message: NO_MAIL };
    const address = readMailTo(typed);
    if (!address) return { status: 422, message: NO_ADDRESS };
    const delivery = `${packetName(letter, now)} ${answers.deliveries.length}`;
    const mailing = { letter: letter.id, address, delivery };
    if (!mailed.begin(mailing)) return { status: 409, message: TWICE };
    let sending: Sending | 'too large' | undefined;
    try {
      sending = await mailTo(address, stand, now);
    } finally {
      mailed.end(mailing, sending === 'sent');
    }
    return refusalOf(sending);
  }

  /** The line in the trail is there before the mail is: what went out is never without one. */
  async function mailTo(address: string, stand: Stand, now: number): Promise<Sending | 'too large'> {
    const { letter } = stand;
    const content = await readWhole(await makePacket(letter, now), MOST_BY_MAIL);
    if (!content) return 'too large';
    const packet = { filename: packetName(letter, now), content };
    const mail = packetMail(address, letter, await board.published(letter), packet, world.config.baseUrl);
    let sending: Sending = 'trouble';
    const write = async () => (sending = await world.transport.send(mail)) === 'sent';
    await door.desk.keep(stand, { what: 'mailed the packet', detail: {}, write }, now);
    return sending;
  }
}

interface Refusal {
  status: number;
  message: string;
}

function refusalOf(sending: Sending | 'too large'): Refusal | undefined {
  switch (sending) {
    case 'too large':
      return { status: 413, message: TOO_LARGE };
    case 'refused':
      return { status: 422, message: REFUSED };
    case 'trouble':
      return { status: 502, message: TROUBLE };
    case 'sent':
      return undefined;
  }
}
