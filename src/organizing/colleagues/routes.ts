import { type Request, type Response, Router } from 'express';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { formField } from '../../web/forms.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { BoardWorld } from '../../world.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { type Membership, asMember } from '../accounts/signed-in.ts';
import type { Desk } from '../drafting/desk.ts';
import type { ColleaguesDesk } from './desk.ts';
import { colleaguesPages } from './pages.ts';
import { openingWords } from './refusals.ts';

/** Where keepers open a draft to colleagues and close it again, and where all who write read what those said. */
export function colleaguesRoutes(
  { now, config }: BoardWorld,
  writings: Desk,
  desk: ColleaguesDesk,
  frames: OrganizerFrames,
): Router {
  const pages = inEachLanguage(frames, (frame) => colleaguesPages(frame, config.baseUrl));
  const router = Router();
  const at = paths.colleagues(':id');

  router.get(at, async (req, res) => show(req, res, await asMember(writings.members, req, 'writer')));

  router.post(at, async (req, res) => {
    const keeper = await asMember(writings.members, req, 'keeper');
    const fault = await act(keeper, req);
    if (fault) await show(req, res.status(409), keeper, fault);
    else res.redirect(303, paths.colleagues(toHex(keeper.letter)));
  });

  return router;

  async function show(req: Request, res: Response, member: Membership, fault?: FieldFault): Promise<void> {
    const { writing } = await writings.open(member);
    const open = await desk.of(member.letter);
    const title = writing.content.texts.title.trim() || null;
    const view = { member, title, apart: desk.issuer === undefined };
    const written = open && (await desk.store.written(open.draft.publicId));
    res.send(
      pages(req)({ ...view, open: open && written ? { ...open, written } : undefined, ...(fault && { fault }) }),
    );
  }

  async function act(keeper: Membership, req: Request): Promise<FieldFault | undefined> {
    const asked = formField(req, 'do');
    if (asked === 'open') {
      const opened = await desk.open(keeper, now());
      return opened === 'opened' ? undefined : { field: 'open', message: openingWords[opened] };
    }
    if (asked !== 'close' || formField(req, 'sure') !== 'yes')
      return { field: 'sure', message: 'colleagues.close.unsure' };
    await desk.close(keeper, now());
    return undefined;
  }
}
