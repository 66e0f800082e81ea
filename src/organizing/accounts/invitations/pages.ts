import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import type { Organizer, Role } from '../organizer.ts';
import { titled } from '../../../web/titled.ts';

interface InvitationPage extends OrganizeFrame {
  letterTitle: string;
  by: string;
  isKeeper: boolean;
  waits: boolean;
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
  /** Null where the letter has none yet. */
  letterTitle: string | null;
  by: string;
  role: Role;
  /** Whether it makes nobody keeper until another keeper confirms it. */
  waits: boolean;
  email: string;
  name: string;
}

const invitationPage = page<InvitationPage>('organizing/invitation');

export const invitationPages =
  (frame: OrganizerFrame) =>
  (me: Organizer | undefined, { token, role, ...view }: InvitationView, fault: FieldFault | null): string => {
    const letter = view.letterTitle ?? frame.words.say('accounts.new-letter');
    return invitationPage({
      ...frame(me, { title: titled(frame.words, 'accounts.invitation.title-of', fault, { letter }) }),
      ...{ ...view, letterTitle: letter },
      isKeeper: role === 'keeper',
      action: paths.invitation(token),
      me: me?.name ?? null,
      signIn: paths.signIn(paths.invitation(token)),
      faults: fault ? [fault] : [],
      emailFault: fault?.message ?? null,
    });
  };
