import type { Request, Response } from 'express';
import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { BoardWorld } from '../../../world.ts';
import type { OrganizerFrames } from '../../accounts/organizer-frame.ts';
import { type Membership, asMember } from '../../accounts/signed-in.ts';
import type { Desk, Opened } from '../desk.ts';
import type { RemarkDesk } from './desk.ts';
import { remarksPages } from './pages.ts';
import type { Told } from './remark-view.ts';
import { keyOf, piecesOf, standingOf } from './piece.ts';
import type { Remark } from './remark.ts';
import type { Doer } from './store.ts';

/** A letter under work, opened by a member of it. */
export interface Came extends Opened {
  membership: Membership;
}

/** What every form of the remarks needs: who asks, and how they are answered. */
export interface RemarkDoor {
  remarks: RemarkDesk;
  open(req: Request): Promise<Came>;
  show(res: Response, came: Came, status: number, told: Told): Promise<void>;
  /** Back to the piece, where it is still there. */
  back(res: Response, came: Came, remark: Remark): void;
  doer(came: Came): Doer;
}

export function openDoor(world: BoardWorld, desk: Desk, remarks: RemarkDesk, frames: OrganizerFrames): RemarkDoor {
  const pages = inEachLanguage(frames, remarksPages);
  return {
    remarks,
    async open(req) {
      const membership = await asMember(desk.members, req, 'writer');
      return { ...(await desk.open(membership)), membership };
    },
    async show(res, { membership }, status, told) {
      // as it stands now, which may be later than when the request came
      const opened = await desk.open(membership);
      const looked = await remarks.look(opened.writing);
      const page = toHex(world.random(16));
      const asked = { opened, looked, page, role: membership.role, others: remarks.others };
      res.status(status).send(pages(res.req).remarks(asked, told));
    },
    back(res, { letter, writing }, { about }) {
      const standing = standingOf(piecesOf(writing.content), about);
      res.redirect(303, `${paths.remarks(letter)}${standing.state === 'gone' ? '' : `#${keyOf(standing.piece)}`}`);
    },
    doer: ({ organizer, writing }) => ({ letter: writing.letter, by: organizer.id, now: world.now() }),
  };
}
