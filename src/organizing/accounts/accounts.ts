import { readAddress } from '../../issuing/mailbox.ts';
import { type CodeQueue, createCodeQueue, keepWorking } from '../../mail/code-queue.ts';
import type { BoardWorld } from '../../world.ts';
import { type InvitationsStore, invitationsStore } from './invitations/store.ts';
import { hashOfToken } from './invitations/token.ts';
import { signInMail } from './mail.ts';
import { type MembersStore, membersStore } from './members/store.ts';
import { type Organizer, nameFrom } from './organizer.ts';
import { type PasskeyDesk, type PasskeyRefusal, openPasskeyDesk } from './passkeys/passkey.ts';
import { readRecoveryCode } from './passkeys/recovery-code.ts';
import { type PasskeysStore, passkeysStore } from './passkeys/store.ts';
import { type SessionsStore, sessionsStore } from './sessions/store.ts';
import { type DeskRefusal, openSignInDesk } from './sign-in-desk.ts';
import { type OrganizersStore, organizersStore } from './store.ts';
import { type TrailStore, trailStore } from './trail/store.ts';
import { wordsIn } from '../../web/speak.ts';
import type { Words } from '../../web/words.ts';

export type SignInRefusal = DeskRefusal | PasskeyRefusal | 'passkey needed' | 'wrong recovery code' | 'no invitation';

/** What the form of the code holds. */
export interface TypedCode {
  email: string;
  ticket: string;
  code: string;
  recovery: string;
  /** The token of an invitation, by which somebody without an account gets one; empty where there is none. */
  invitation: string;
  name: string;
}

/** Everything about the accounts of organizers; it lives as long as the program. */
export interface Accounts {
  organizers: OrganizersStore;
  members: MembersStore;
  invitations: InvitationsStore;
  passkeys: PasskeysStore;
  passkeyDesk: PasskeyDesk;
  sessions: SessionsStore;
  trail: TrailStore;
  /**
   * Mails a code and gives the ticket: the same, and in the same time, whoever the address belongs to. The mail is in
   * the language that they chose, else in these words.
   */
  askCode(email: string, invitation: string, now: number, words: Words): Promise<string>;
  signInByCode(typed: TypedCode, now: number): Promise<Organizer | SignInRefusal>;
  signInByPasskey(answer: string, now: number): Promise<Organizer | SignInRefusal>;
  /** The mails under way. */
  queue: CodeQueue;
  stop(): void;
}

export function openAccounts({
  databases: { organizers: db },
  random,
  config,
  transport,
  now: clock,
}: BoardWorld): Accounts {
  const [organizers, members, invitations] = [organizersStore(db), membersStore(db), invitationsStore(db)];
  const passkeys = passkeysStore(db);
  const passkeyDesk = openPasskeyDesk(config.baseUrl, passkeys, random);
  const desk = openSignInDesk(random);
  const queue = createCodeQueue(transport);
  const worker = keepWorking(queue, clock);

  /** The account of a proven address; an invitation makes one. */
  const accountOf = async ({ email, invitation, name }: TypedCode, now: number): Promise<Organizer | undefined> => {
    const present = await organizers.byEmail(email);
    if (present || !(await invitations.find(hashOfToken(invitation), now))) return present;
    await organizers.add({ id: random(16), email, name: name || nameFrom(email) });
    return organizers.byEmail(email);
  };

  /** Whoever has a passkey signs in with it; without it at hand, by the mailed code and a recovery code together. */
  const secondProof = async ({ id }: Organizer, recovery: string): Promise<SignInRefusal | undefined> => {
    if ((await passkeys.of(id)).length === 0) return undefined;
    if (recovery.trim() === '') return 'passkey needed';
    const hash = readRecoveryCode(recovery);
    return hash && (await passkeys.useCode(id, hash)) ? undefined : 'wrong recovery code';
  };

  return {
    ...{ organizers, members, invitations, passkeys, passkeyDesk, queue },
    ...{ sessions: sessionsStore(db), trail: trailStore(db), stop: worker.stop },
    async askCode(email, invitation, now, words) {
      const [known, invited] = [await organizers.byEmail(email), await invitations.find(hashOfToken(invitation), now)];
      queue.refuseWhereFull();
      const { code, ticket, mayMail, mail } = desk.ask(email, now);
      const content = signInMail(email, code, known?.language ? wordsIn(known.language) : words);
      queue.add(mail, domainOf(email), (known || invited) && mayMail ? content : null, now);
      setImmediate(worker.wake);
      return ticket;
    },
    async signInByCode(typed, now) {
      const taken = desk.take(typed.email, typed.ticket, typed.code, now);
      if (taken !== 'taken') return taken;
      const organizer = await accountOf(typed, now);
      const refusal = organizer ? await secondProof(organizer, typed.recovery) : 'no invitation';
      if (refusal) desk.giveBack(typed.ticket);
      if (!organizer || refusal) return refusal ?? 'no invitation';
      if (typed.invitation !== '') await invitations.accept(hashOfToken(typed.invitation), organizer.id, now);
      return organizer;
    },
    async signInByPasskey(answer, now) {
      const passkey = await passkeyDesk.check(answer, now);
      if (typeof passkey === 'string') return passkey;
      return (await organizers.byId(passkey.organizer)) ?? 'unknown passkey';
    },
  };
}

const domainOf = (email: string): string => readAddress(email)?.domain ?? '';
