import { paths } from '../../../paths.ts';
import { equalBytes, toHex } from '../../../protocol/bytes.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { Invitation } from '../invitations/store.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import { type Organizer, type Role, isKeptByOther, mayActAs } from '../organizer.ts';
import { titled } from '../../../web/titled.ts';
import type { Member } from './store.ts';

interface MemberView {
  name: string;
  email: string;
  role: string;
  isMe: boolean;
  isKeeper: boolean;
  /** Whether another role, or none, is asked of the other keepers. */
  asks: boolean;
  asksToRemove: boolean;
  action: string;
}

interface MembersPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  isKeeper: boolean;
  /** Where the other keepers are asked, and answer; null where there are none. */
  others: string | null;
  members: MemberView[];
  /** `from`: a saying that is given the name. */
  invitations: { from: string; until: string; by: string; withdraw: string }[];
  invite: string;
  trail: string | null;
  leave: string;
}

interface InvitedPage extends OrganizeFrame {
  letterTitle: string;
  lead: string;
  /** Whether it makes nobody keeper until another keeper confirms it. */
  waits: boolean;
  link: string;
  until: string;
  back: string;
}

export interface MembersView {
  /** `title` is null where it has none yet. */
  letter: { id: Uint8Array; title: string | null };
  me: Organizer;
  role: Role;
  members: Member[];
  invitations: Invitation[];
}

const membersPage = page<MembersPage>('organizing/members');
const invitedPage = page<InvitedPage>('organizing/invited');

const ROLES: Record<Role, string> = { writer: 'accounts.role.writer', keeper: 'accounts.role.keeper' };
const LINKS: Record<Role, string> = { writer: 'accounts.members.link-writer', keeper: 'accounts.members.link-keeper' };
const LEADS: Record<Role, string> = { writer: 'accounts.invited.lead-writer', keeper: 'accounts.invited.lead-keeper' };

export const memberPages = (frame: OrganizerFrame) => ({
  members({ letter, me, role, members, invitations }: MembersView, fault: FieldFault | null): string {
    const id = toHex(letter.id);
    const keeps = mayActAs(role, 'keeper');
    const { words } = frame;
    const letterTitle = letter.title ?? words.say('accounts.new-letter');
    return membersPage({
      ...frame(me, { title: titled(words, 'accounts.members.title-of', fault, { letter: letterTitle }) }),
      ...{ letterTitle, back: paths.organize(), isKeeper: keeps, faults: fault ? [fault] : [] },
      others: keeps && isKeptByOther(members, me.id) ? paths.decisions(id) : null,
      members: members.map((one) => memberView(one, me, members, id)),
      invitations: invitations.map((one) => ({
        ...{ from: LINKS[one.role], until: words.dateTime(one.expiresAt) },
        by: members.find((member) => toHex(member.id) === toHex(one.by))?.name ?? words.say('accounts.left'),
        withdraw: paths.withdrawInvitation(id, toHex(one.hash)),
      })),
      invite: paths.invitations(id),
      trail: keeps ? paths.trail(id) : null,
      leave: paths.member(id, toHex(me.id)),
    });
  },
  invited(
    me: Organizer,
    letter: MembersView['letter'],
    invitation: Invitation & { waits: boolean },
    link: string,
  ): string {
    const { words } = frame;
    const letterTitle = letter.title ?? words.say('accounts.new-letter');
    return invitedPage({
      ...frame(me, { title: words.say('accounts.invited.title-of', { letter: letterTitle }) }),
      ...{ letterTitle, lead: LEADS[invitation.role], link, until: words.dateTime(invitation.expiresAt) },
      ...{ back: paths.members(toHex(letter.id)), waits: invitation.waits && invitation.role === 'keeper' },
    });
  },
});

function memberView(one: Member, me: Organizer, all: Member[], letter: string): MemberView {
  const isMe = equalBytes(one.id, me.id);
  const asks = !isMe && isKeptByOther(all, me.id);
  const isKeeper = one.role === 'keeper';
  return {
    ...{ name: one.name, email: one.email, role: ROLES[one.role], isMe, isKeeper },
    ...{ asks, asksToRemove: asks && isKeeper, action: paths.member(letter, toHex(one.id)) },
  };
}
