import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import { minuteOf } from '../account/words.ts';
import type { Invitation } from '../invitations/store.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import { type Organizer, type Role, mayActAs } from '../organizer.ts';
import type { Member } from './store.ts';

interface MembersPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  isKeeper: boolean;
  members: { name: string; email: string; role: Role; isMe: boolean; isKeeper: boolean; action: string }[];
  invitations: { role: Role; until: string; by: string; withdraw: string }[];
  invite: string;
  trail: string | null;
  leave: string;
}

interface InvitedPage extends OrganizeFrame {
  letterTitle: string;
  role: Role;
  link: string;
  until: string;
  back: string;
}

export interface MembersView {
  letter: { id: Uint8Array; title: string };
  me: Organizer;
  role: Role;
  members: Member[];
  invitations: Invitation[];
}

const membersPage = page<MembersPage>('organizing/members');
const invitedPage = page<InvitedPage>('organizing/invited');

export const memberPages = (frame: OrganizerFrame) => ({
  members({ letter, me, role, members, invitations }: MembersView, fault: FieldFault | null): string {
    const id = toHex(letter.id);
    const keeps = mayActAs(role, 'keeper');
    return membersPage({
      ...frame(me, { title: `${fault ? 'Error: ' : ''}Who writes: ${letter.title}` }),
      ...{ letterTitle: letter.title, back: paths.organize(), isKeeper: keeps, faults: fault ? [fault] : [] },
      members: members.map((one) => ({
        ...{ name: one.name, email: one.email, role: one.role },
        isMe: toHex(one.id) === toHex(me.id),
        isKeeper: one.role === 'keeper',
        action: paths.member(id, toHex(one.id)),
      })),
      invitations: invitations.map((one) => ({
        ...{ role: one.role, until: minuteOf(one.expiresAt) },
        by: members.find((member) => toHex(member.id) === toHex(one.by))?.name ?? 'somebody who left',
        withdraw: paths.withdrawInvitation(id, toHex(one.hash)),
      })),
      invite: paths.invitations(id),
      trail: keeps ? paths.trail(id) : null,
      leave: paths.member(id, toHex(me.id)),
    });
  },
  invited(me: Organizer, letter: MembersView['letter'], invitation: Invitation, link: string): string {
    return invitedPage({
      ...frame(me, { title: `An invitation: ${letter.title}` }),
      ...{ letterTitle: letter.title, role: invitation.role, link, until: minuteOf(invitation.expiresAt) },
      back: paths.members(toHex(letter.id)),
    });
  },
});
