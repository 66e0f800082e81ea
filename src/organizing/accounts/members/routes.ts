import { type Request, type Response, Router } from 'express';
import { paths } from '../../../paths.ts';
import { fromHex, toBase64url, toHex } from '../../../protocol/bytes.ts';
import { formField } from '../../../web/forms.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { BoardWorld } from '../../../world.ts';
import type { MemberDeed } from '../../deciding/proposal.ts';
import type { Accounts } from '../accounts.ts';
import { hashOfToken } from '../invitations/token.ts';
import { type InEachLanguage, inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../organizer-frame.ts';
import type { TitleOf } from '../titles.ts';
import { type Role, isKeptByOther, mayActAs } from '../organizer.ts';
import { type Membership, asMember, letterIn, signedIn } from '../signed-in.ts';
import { memberPages } from './pages.ts';
import { explained } from './refusals.ts';

const DAY = 86_400_000;
const LIFETIME = 7 * DAY;

/** Puts a deed about a member before the other keepers. */
type AskOthers = (
  keeper: Membership,
  deed: MemberDeed,
  detail: Record<string, string>,
  now: number,
) => Promise<string | { refused: string }>;

/**
 * Who belongs to a letter: everybody who does sees it; keepers invite, change roles and remove. Where that touches
 * another keeper, or makes one beside another, it is asked of the others.
 */
export function memberRoutes(
  world: BoardWorld,
  accounts: Accounts,
  titleOf: TitleOf,
  frames: OrganizerFrames,
  askOthers: AskOthers,
): Router {
  const { now } = world;
  const { members } = accounts;
  const titled: Titled = async (id) => ({ id, title: await titleOf(id) });
  const pages = inEachLanguage(frames, memberPages);
  const show = showing(world, accounts, pages, titled);
  const router = Router();

  router.get(paths.members(':id'), async (req, res) => {
    await show(res, await asMember(members, req, 'writer'));
  });

  router.post(paths.member(':id', ':organizer'), async (req, res) => {
    const other = letterIn(req.params['organizer']);
    const isOwn = other !== undefined && toHex(other) === toHex(signedIn(req).id);
    const leaves = isOwn && formField(req, 'do') === 'remove';
    const member = await asMember(members, req, leaves ? 'writer' : 'keeper');
    const refusal = await change(req, member, other);
    if (refusal === 'second keeper') return ask(req, res, member, other!);
    if (refusal) return show(res, member, { field: 'members', message: explained[refusal] }, 422);
    res.redirect(303, leaves ? paths.organize() : paths.members(toHex(member.letter)));
  });

  return router.use(invitingRoutes(world, accounts, pages, titled));

  async function change(req: Request, { letter, organizer }: Membership, other: Membership['letter'] | undefined) {
    if (!other) return 'no member';
    if (formField(req, 'do') === 'remove') return members.remove(letter, other, organizer.id, now());
    const role = roleIn(req);
    return role ? members.change(letter, other, role, organizer.id, now()) : 'no role';
  }

  async function ask(req: Request, res: Response, member: Membership, other: Membership['letter']): Promise<void> {
    const detail = { who: toHex(other), member: (await accounts.organizers.byId(other))?.name ?? '' };
    const decision = await askOthers(member, deedIn(req), detail, now());
    if (typeof decision === 'string') res.redirect(303, paths.decisions(toHex(member.letter)));
    else await show(res, member, { field: 'members', message: decision.refused }, 409);
  }
}

/** Links by which others join: made, shown once, withdrawn. */
function invitingRoutes(world: BoardWorld, accounts: Accounts, pages: Pages, titled: Titled): Router {
  const { now, random, config } = world;
  const { members, invitations } = accounts;
  const show = showing(world, accounts, pages, titled);
  const router = Router();

  router.get(paths.invitations(':id'), (req, res) => res.redirect(303, paths.members(String(req.params['id']))));

  router.post(paths.invitations(':id'), async (req, res) => {
    const member = await asMember(members, req, 'keeper');
    const role = roleIn(req);
    if (!role) return show(res, member, { field: 'role-writer', message: explained['no role'] }, 422);
    const token = toBase64url(random(32));
    const { letter, organizer } = member;
    const invitation = { hash: hashOfToken(token), letter, role, by: organizer.id, expiresAt: now() + LIFETIME };
    await invitations.add(invitation, now());
    const link = config.baseUrl + paths.invitation(token);
    const waits = isKeptByOther(await members.of(letter), organizer.id);
    res.send(pages(req).invited(organizer, await titled(letter), { ...invitation, waits }, link));
  });

  router.post(paths.withdrawInvitation(':id', ':hash'), async (req, res) => {
    const { letter, organizer } = await asMember(members, req, 'keeper');
    const hash = String(req.params['hash']);
    if (/^[0-9a-f]{64}$/.test(hash)) await invitations.withdraw(letter, fromHex(hash), organizer.id, now());
    res.redirect(303, paths.members(toHex(letter)));
  });

  return router;
}

type Pages = InEachLanguage<ReturnType<typeof memberPages>>;
type Titled = (letter: Membership['letter']) => Promise<{ id: Membership['letter']; title: string | null }>;

const showing =
  ({ now }: BoardWorld, { members, invitations }: Accounts, pages: Pages, titled: Titled) =>
  async (
    res: Response,
    { organizer: me, letter, role }: Membership,
    fault: FieldFault | null = null,
    status = 200,
  ): Promise<void> => {
    const open = mayActAs(role, 'keeper') ? await invitations.to(letter, now()) : [];
    const view = { letter: await titled(letter), me, role, members: await members.of(letter), invitations: open };
    res.status(status).send(pages(res.req).members(view, fault));
  };

const deedIn = (req: Request): MemberDeed =>
  formField(req, 'do') === 'remove' ? 'expel' : roleIn(req) === 'keeper' ? 'promote' : 'demote';

const roleIn = (req: Request): Role | undefined =>
  (['writer', 'keeper'] as const).find((role) => role === formField(req, 'role'));
