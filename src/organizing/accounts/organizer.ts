import { isUnder } from '../../letters/host.ts';
import { type Bytes, equalBytes } from '../../protocol/bytes.ts';
import { said } from '../../web/words.ts';

/** The only kind of account: whoever drafts a letter and looks after it. */
export interface Organizer {
  /** 16 random bytes. */
  id: Bytes;
  /** In its canonical form; what a code is mailed to. */
  email: string;
  /** What the other organizers see; a name that was chosen, not necessarily the real one. */
  name: string;
  /** What they chose to read here; null leaves it to each browser. */
  language: string | null;
}

/** A writer drafts; a keeper also publishes, moderates, delivers, and decides who belongs to the letter. */
export type Role = 'writer' | 'keeper';

/** Whether whoever has this role may do what asks for that one. */
export const mayActAs = (role: Role, needed: Role): boolean => role === 'keeper' || role === needed;

/** Whether somebody else than this one keeps the letter: then it takes that one to make another keeper. */
export const isKeptByOther = (members: { id: Bytes; role: Role }[], than: Bytes): boolean =>
  members.some(({ id, role }) => role === 'keeper' && !equalBytes(id, than));

/** A first name for the other organizers to see; it can be changed. */
export const nameFrom = (email: string): string => email.split('@')[0]!;

/** Providers at which an address says nothing of an employer. */
const PROVIDERS = new Set(
  (
    'aol.com fastmail.com gmail.com gmx.de gmx.net hotmail.com icloud.com live.com mailbox.org outlook.com ' +
    'posteo.de proton.me protonmail.com riseup.net tuta.com tutanota.com web.de yahoo.com'
  ).split(' '),
);

/** What an organizer should know of this address, as sayings, given the domains of every employer that a letter here names. */
export function warningsOf(email: string, employerDomains: string[]): string[] {
  const [local = '', domain = ''] = email.split('@');
  const employer = employerDomains.find((one) => isUnder(domain, one));
  const hasRealName = /^[a-z]{2,}[._-][a-z]{2,}\d*$/.test(local);
  return [
    ...(employer === undefined ? [] : [said('accounts.warning.employer', { domain, employer })]),
    ...(hasRealName && employer === undefined
      ? [PROVIDERS.has(domain) ? 'accounts.warning.name' : 'accounts.warning.work']
      : []),
  ];
}
