import type { Request, Response } from 'express';
import type { MembersStore } from '../accounts/members/store.ts';
import { asMember } from '../accounts/signed-in.ts';
import type { AnswersDesk, Stand } from './desk.ts';
import type { Typed } from './form.ts';
import { formOf } from '../../web/forms.ts';
import type { InEachLanguage } from '../../web/frame.ts';
import type { AnsweringPages, Given } from './pages.ts';

/** What the routes of this page share: who keeps the letter, and how the page is shown. */
export interface AnsweringDoor {
  desk: AnswersDesk;
  pages: InEachLanguage<AnsweringPages>;
  now: () => number;
  openFor(req: Request): Promise<Stand>;
  show(res: Response, stand: Stand, status: number, given: Given): void;
}

export const openDoor = (
  desk: AnswersDesk,
  members: MembersStore,
  pages: InEachLanguage<AnsweringPages>,
  now: () => number,
): AnsweringDoor => ({
  ...{ desk, pages, now },
  openFor: async (req) => desk.open(await asMember(members, req, 'keeper')),
  show: (res, stand, status, given) => void res.status(status).send(pages(res.req).answers(stand, now(), given)),
});

/** Each field that was sent as one text. */
export function typedIn(req: Request): Typed {
  return Object.fromEntries(
    Object.entries(formOf(req)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
