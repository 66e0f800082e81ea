import { paths } from '../../../paths.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { everyLanguage, languages } from '../../../web/languages.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import type { Organizer } from '../organizer.ts';
import { titled } from '../../../web/titled.ts';
import type { Passkey } from '../passkeys/store.ts';
import type { OpenSession } from '../sessions/store.ts';

/** What an account page shows beside what was typed. */
export interface AccountView {
  warnings: string[];
  passkeys: Passkey[];
  unusedCodes: number;
  sessions: (OpenSession & { isThis: boolean })[];
  registerOptions: object;
}

/** What was typed into one of its forms, and what is wrong with it. */
export interface AccountTyped {
  name?: string;
  passkeyName?: string;
  fault?: FieldFault;
  /** What was done just now, as a saying. */
  done?: string | undefined;
}

interface AccountPage extends OrganizeFrame {
  faults: FieldFault[];
  nameFault: string | null;
  languageFault: string | null;
  passkeyFault: string | null;
  done: string | null;
  email: string;
  warnings: string[];
  name: string;
  passkeyName: string;
  actions: Record<'rename' | 'language' | 'passkeys' | 'recoveryCodes' | 'signOutEverywhere', string>;
  registerOptions: string;
  passkeys: { name: string; added: string; remove: string }[];
  languages: { language: string; name: string; chosen: boolean }[];
  codesLeft: number;
  sessions: { began: string; seen: string; isThis: boolean }[];
}

interface RecoveryCodesPage extends OrganizeFrame {
  codes: string[];
  download: string;
  accountPath: string;
  why: string;
}

const accountPage = page<AccountPage>('organizing/account');
const recoveryCodesPage = page<RecoveryCodesPage>('organizing/recovery-codes');

export const accountViews = (frame: OrganizerFrame) => ({
  account(organizer: Organizer, view: AccountView, { name, passkeyName = '', fault, done }: AccountTyped): string {
    const { words } = frame;
    const faultAt = (field: string) => (fault?.field === field ? fault.message : null);
    return accountPage({
      ...frame(organizer, { title: titled(words, 'accounts.account.title', fault), islands: ['passkey.js'] }),
      faults: fault ? [fault] : [],
      nameFault: faultAt('name'),
      languageFault: faultAt('language'),
      passkeyFault: faultAt('passkey-name'),
      done: done ?? null,
      email: organizer.email,
      warnings: view.warnings,
      name: name ?? organizer.name,
      passkeyName,
      actions: {
        rename: paths.account(),
        language: paths.accountLanguage(),
        passkeys: paths.passkeys(),
        recoveryCodes: paths.recoveryCodes(),
        signOutEverywhere: paths.signOutEverywhere(),
      },
      registerOptions: JSON.stringify(view.registerOptions),
      passkeys: view.passkeys.map(({ id, name: called, addedAt }) => ({
        name: called,
        added: words.date(addedAt),
        remove: paths.removePasskey(toBase64url(id)),
      })),
      languages: everyLanguage.map((language) => ({
        ...{ language, name: languages[language], chosen: language === organizer.language },
      })),
      codesLeft: view.unusedCodes,
      sessions: view.sessions.map(({ beganAt, seenAt, isThis }) => ({
        began: words.dateTime(beganAt),
        seen: words.dateTime(seenAt),
        isThis,
      })),
    });
  },
  recoveryCodes(organizer: Organizer, codes: string[], why: string): string {
    return recoveryCodesPage({
      ...frame(organizer, { title: frame.words.say('accounts.codes.title') }),
      ...{ codes, why, accountPath: paths.account() },
      download: `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`,
    });
  },
});
