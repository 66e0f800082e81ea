import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import type { Organizer, Role } from '../organizer.ts';

interface InvitationPage extends OrganizeFrame {
  letterTitle: string;
  by: string;
  role: Role;
  isKeeper: boolean;
  action: string;
  me: string | null;
  signIn: string;
  faults: FieldFault[];
  emailFault: string | null;
  email: string;
  name: string;
}

export interface InvitationView {
  token: string;
  letterTitle: string;
  by: string;
  role: Role;
  email: string;
  name: string;
}

const invitationPage = page<InvitationPage>('organizing/invitation');

export const invitationPages =
  (frame: OrganizerFrame) =>
  (me: Organizer | undefined, { token, ...view }: InvitationView, fault: FieldFault | null): string =>
    invitationPage({
      ...frame(me, { title: `${fault ? 'Error: ' : ''}You are invited: ${view.letterTitle}` }),
      ...view,
      isKeeper: view.role === 'keeper',
      action: paths.invitation(token),
      me: me?.name ?? null,
      signIn: paths.signIn(paths.invitation(token)),
      faults: fault ? [fault] : [],
      emailFault: fault?.message ?? null,
    });
