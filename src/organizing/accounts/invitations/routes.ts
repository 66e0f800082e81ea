import { type Request, type Response, Router } from 'express';
import { readAddress } from '../../../issuing/mailbox.ts';
import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { problem } from '../../../web/errors.ts';
import { limitFlood } from '../../../web/flood.ts';
import { formField } from '../../../web/forms.ts';
import type { BoardWorld } from '../../../world.ts';
import type { Accounts } from '../accounts.ts';
import { type Organizer, isKeptByOther } from '../organizer.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../organizer-frame.ts';
import type { TitleOf } from '../titles.ts';
import { invitationPages } from './pages.ts';
import type { Invitation } from './store.ts';
import { hashOfToken } from './token.ts';
import { wordsOf } from '../../../web/speak.ts';

/** Requests a minute from one network. */
const FLOOD = 60;

/** Shows the page on which a mailed code is typed. */
export type ShowCode = (
  req: Request,
  values: { email: string; ticket: string; invitation: string; name: string },
) => string;

/** Accepting an invitation: opening the link shows it, only the form accepts it. It needs no account. */
export function invitationRoutes(
  { now }: BoardWorld,
  accounts: Accounts,
  titleOf: TitleOf,
  frames: OrganizerFrames,
  showCode: ShowCode,
): Router {
  const page = inEachLanguage(frames, invitationPages);
  const router = Router();
  const flood = limitFlood(FLOOD);

  const find = async (req: Request): Promise<{ token: string; invitation: Invitation }> => {
    const token = String(req.params['token']);
    const invitation = await accounts.invitations.find(hashOfToken(token), now());
    if (invitation) return { token, invitation };
    throw problem(410, 'accounts.invitation.over.title', 'accounts.invitation.over.detail');
  };

  const show = async (req: Request, res: Response, typed: { email: string; name: string }, fault?: string) => {
    const { token, invitation } = await find(req);
    const [letterTitle, by] = [await titleOf(invitation.letter), await accounts.organizers.byId(invitation.by)];
    const others = isKeptByOther(await accounts.members.of(invitation.letter), invitation.by);
    const keeps = (await accounts.members.roleOf(invitation.letter, invitation.by)) === 'keeper';
    // whoever keeps the letter no more makes nobody its keeper
    const role = keeps ? invitation.role : 'writer';
    const view = { token, letterTitle, by: by?.name ?? '', role };
    const html = page(req)(
      req.user as Organizer | undefined,
      { ...view, waits: others && role === 'keeper', ...typed },
      fault ? { field: 'email', message: fault } : null,
    );
    res.status(fault ? 422 : 200).send(html);
  };

  router.get(paths.invitation(':token'), async (req, res) => {
    await show(req, res, { email: '', name: '' });
  });

  router.post(paths.invitation(':token'), flood, async (req, res) => {
    const { token, invitation } = await find(req);
    const me = req.user as Organizer | undefined;
    if (me) {
      await accounts.invitations.accept(invitation.hash, me.id, now());
      return res.redirect(303, paths.members(toHex(invitation.letter)));
    }
    const typed = { email: formField(req, 'email'), name: formField(req, 'name').slice(0, 80) };
    const read = readAddress(typed.email);
    if (!read) return show(req, res, typed, 'accounts.refusal.address');
    const ticket = await accounts.askCode(read.mailbox, token, now(), wordsOf(req));
    res.send(showCode(req, { email: read.mailbox, ticket, invitation: token, name: typed.name }));
  });

  return router;
}
