import type { LetterStatus } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { page } from '../../web/render.ts';
import { type SendAgain, fieldsOf } from '../../web/send-again.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from './organizer-frame.ts';
import type { Organizer, Role } from './organizer.ts';
import { titled } from '../../web/titled.ts';

interface LostSessionPage extends OrganizeFrame, SendAgain {
  signIn: string;
}

export interface SignInValues {
  email: string;
  next: string;
}

interface SignInPage extends OrganizeFrame, SignInValues {
  faults: FieldFault[];
  emailFault: string | null;
  action: string;
  passkey: { action: string; options: string } | null;
  devMail: string | null;
  noMail: boolean;
}

export interface CodeValues extends SignInValues {
  ticket: string;
  code: string;
  recovery: string;
  /** The token of the invitation that is accepted by signing in; empty where there is none. */
  invitation: string;
  name: string;
}

interface CodePage extends OrganizeFrame, CodeValues {
  faults: FieldFault[];
  codeFault: string | null;
  recoveryFault: string | null;
  askRecovery: boolean;
  action: string;
  again: string;
  devMail: string | null;
}

/** A letter as its organizers see it in their list. */
export interface LetterEntry {
  /** Null where it has none yet. */
  title: string | null;
  role: Role;
  stage: LetterStatus;
  path: string;
  decisionsPath: string;
  membersPath: string;
  /** Null for writers, and for drafts. */
  moderationPath: string | null;
  /** Null also while signatures are not shown. */
  firstPath: string | null;
  /** Null where the draft still has faults, and where the letter was removed. */
  translationsPath: string | null;
  trailPath: string | null;
  answersPath: string | null;
}

interface HomePage extends OrganizeFrame {
  letters: (Omit<LetterEntry, 'title' | 'role' | 'stage'> & Record<'title' | 'role' | 'stage', string>)[];
  write: string;
  warnings: string[];
  accountPath: string;
}

const lostSession = page<LostSessionPage>('organizing/lost-session');
const signInPage = page<SignInPage>('organizing/sign-in');
const codePage = page<CodePage>('organizing/code');
const homePage = page<HomePage>('organizing/home');

const ROLES: Record<Role, string> = { writer: 'accounts.home.is-writer', keeper: 'accounts.home.is-keeper' };

const STAGES: Record<LetterStatus, string> = {
  draft: 'accounts.stage.draft',
  gathering: 'accounts.stage.gathering',
  open: 'accounts.stage.open',
  delivered: 'accounts.stage.delivered',
  closed: 'accounts.stage.closed',
  removed: 'accounts.stage.removed',
};

/** What answers a form that was sent after the session was over: all that it held, and a button to send it again. */
export const lostSessionPage =
  (frame: OrganizerFrame) =>
  (action: string, body: Record<string, unknown>): string =>
    lostSession({
      ...frame(undefined, { title: frame.words.say('accounts.lost.title') }),
      action,
      fields: fieldsOf(body),
      signIn: paths.signIn(),
    });

export type AccountPages = ReturnType<typeof accountPages>;

export const accountPages = (frame: OrganizerFrame, { devMail, noMail }: { devMail: boolean; noMail: boolean }) => ({
  signIn(values: SignInValues, passkeyOptions: object, fault: FieldFault | null): string {
    return signInPage({
      ...frame(undefined, { title: titled(frame.words, 'accounts.sign-in.title', fault), islands: ['passkey.js'] }),
      ...values,
      faults: fault ? [fault] : [],
      emailFault: fault?.field === 'email' ? fault.message : null,
      action: paths.signInCode(),
      passkey: { action: paths.signInPasskey(), options: JSON.stringify(passkeyOptions) },
      devMail: devMail ? paths.devMail() : null,
      noMail,
    });
  },
  code(values: CodeValues, fault: FieldFault | null): string {
    return codePage({
      ...frame(undefined, { title: titled(frame.words, 'accounts.code.title', fault) }),
      ...values,
      faults: fault ? [fault] : [],
      codeFault: fault?.field === 'code' ? fault.message : null,
      recoveryFault: fault?.field === 'recovery' ? fault.message : null,
      askRecovery: values.recovery !== '' || fault?.field === 'recovery',
      action: paths.signIn(),
      again: values.invitation === '' ? paths.signIn(values.next) : paths.invitation(values.invitation),
      devMail: devMail ? paths.devMail() : null,
    });
  },
  home(organizer: Organizer, letters: LetterEntry[], warnings: string[]): string {
    return homePage({
      ...frame(organizer, { title: frame.words.say('accounts.home.title') }),
      letters: letters.map((letter) => ({
        ...letter,
        title: letter.title ?? frame.words.say('accounts.new-letter'),
        ...{ role: ROLES[letter.role], stage: STAGES[letter.stage] },
      })),
      write: paths.organizeLetters(),
      warnings,
      accountPath: paths.account(),
    });
  },
});
