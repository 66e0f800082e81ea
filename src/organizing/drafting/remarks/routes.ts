import { type Request, Router } from 'express';
import { paths } from '../../../paths.ts';
import { limitFlood } from '../../../web/flood.ts';
import { formField } from '../../../web/forms.ts';
import type { BoardWorld } from '../../../world.ts';
import type { OrganizerFrames } from '../../accounts/organizer-frame.ts';
import type { Desk } from '../desk.ts';
import type { RemarkDesk } from './desk.ts';
import { openDoor } from './door-routes.ts';
import type { Told } from './remark-view.ts';
import { type Piece, bare, hashOf, keyOf, piecesOf, placeOf } from './piece.ts';
import { type Typed, formKey, readRemark } from './remark.ts';
import { settlingRoutes } from './settling-routes.ts';

const FLOOD = 120;

/** What organizers say about a draft, piece by piece. */
export function remarkRoutes(world: BoardWorld, desk: Desk, remarks: RemarkDesk, frames: OrganizerFrames): Router {
  const door = openDoor(world, desk, remarks, frames);
  const router = Router();
  const id = ':id';

  router.get(paths.remarks(id), async (req, res) => {
    const { on } = req.query;
    await door.show(res, await door.open(req), 200, typeof on === 'string' ? { on } : {});
  });

  router.post(paths.remarks(id), limitFlood(FLOOD), async (req, res) => {
    const came = await door.open(req);
    const { content } = came.writing;
    const typed = { says: formField(req, 'says'), instead: formField(req, 'instead') };
    const { piece, ...seen } = seenPiece(req, piecesOf(content));
    if (!piece) return door.show(res, came, 409, toldOfChange(seen, typed));
    const read = readRemark(piece, typed);
    if ('faults' in read) return door.show(res, came, 422, { on: keyOf(piece), typed, faults: read.faults });
    const form = formKey(formField(req, 'page'), came.organizer.id, piece, read.says, read.instead);
    const remark = { ...door.doer(came), form, about: piece, where: placeOf(content, piece), ...read };
    if ((await remarks.store.say(remark)) === 'said')
      return res.redirect(303, `${paths.remarks(came.letter)}#${keyOf(piece)}`);
    await door.show(res, came, 409, {
      on: keyOf(piece),
      typed,
      faults: [{ field: 'says', message: 'drafting.remarks.too-many' }],
    });
  });

  return router.use(settlingRoutes(desk, door));
}

interface Seen {
  /** The piece that the writer saw, wherever it stands now. */
  piece: Piece | undefined;
  /** What stands in its place. */
  instead: Piece | undefined;
  hash: string;
}

function seenPiece(req: Request, pieces: Piece[]): Seen {
  const [on, hash] = [formField(req, 'on'), formField(req, 'hash')];
  const instead = pieces.find((piece) => keyOf(piece) === on);
  if (instead && hashOf(instead) === hash) return { piece: instead, instead, hash };
  const at = on.replace(/^body\..*/, 'body');
  return { piece: pieces.find((piece) => piece.at === at && hashOf(piece) === hash), instead, hash };
}

/** The form with its words, beside the text as it is now; a text that nobody touched is not put back. */
function toldOfChange({ instead, hash }: Omit<Seen, 'piece'>, typed: Typed): Told {
  if (!instead) return { lost: typed, faults: [{ field: 'lost', message: 'drafting.remarks.gone-meanwhile' }] };
  const isLeft = hashOf({ ...instead, text: bare(typed.instead) }) === hash;
  const faults = [{ field: 'says', message: 'drafting.remarks.changed-meanwhile' }];
  return { on: keyOf(instead), faults, typed: isLeft ? { says: typed.says } : typed };
}
