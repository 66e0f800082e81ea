import { domainToASCII } from 'node:url';
import { asciiHost, isUnder } from '../letters/host.ts';
import type { Employer, PublishedLetter } from '../letters/letter.ts';
import { mainOf } from '../letters/tally.ts';

/** Names under which many people read, or nobody: they prove no single employee (RFC 2142 and custom). */
const ROLE_NAMES = new Set(
  (
    'abuse admin administrator all allstaff all-staff billing board careers ceo compliance contact customer-service ' +
    'employees everyone events facilities feedback finance ftp help helpdesk hello hostmaster hr human-resources ' +
    'humanresources info it jobs legal mail mailer-daemon marketing media news newsletter no-reply noc noreply ' +
    'office postmaster pr press privacy recruiting reception root sales security service staff support team test ' +
    'usenet uucp webmaster www'
  ).split(' '),
);

export type ReadMailbox =
  | { mailbox: string; domain: string }
  | { fault: 'not an address' | 'not an eligible domain' | 'an eligible domain' | 'not a personal mailbox' };

/** Whole labels of letters, digits and inner hyphens, at least two of them. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$/;

/**
 * A mailbox in its canonical form (PROTOCOL.md, step 1): lower case, without `+tag`, its domain in ASCII and
 * equal to or under a domain of the letter. One mailbox has one form, so it collects one pass.
 */
export function readMailbox(typed: string, employers: Pick<Employer, 'domains'>[]): ReadMailbox {
  const read = readAddress(typed);
  if (!read) return { fault: 'not an address' };
  const { name, mailbox, domain } = read;
  if (!isEligible(domain, employers)) return { fault: 'not an eligible domain' };
  return ROLE_NAMES.has(name) ? { fault: 'not a personal mailbox' } : { mailbox, domain };
}

/**
 * A supporter's mailbox in that form: any but those under a domain of the letter. Free providers are allowed, and
 * somebody may have many mailboxes there, or a domain full of them: what is counted is mailboxes, not people.
 */
export function readOutsideMailbox(typed: string, employers: Employer[]): ReadMailbox {
  const read = readAddress(typed);
  if (!read || !asciiHost(read.domain)) return { fault: 'not an address' };
  const { name, mailbox, domain } = read;
  if (isEligible(domain, employers)) return { fault: 'an eligible domain' };
  if (ROLE_NAMES.has(name)) return { fault: 'not a personal mailbox' };
  // there a.b and ab are one mailbox, which would otherwise sign many times, and be mailed as often
  return DOTLESS.has(domain) ? { mailbox: `${name.replaceAll('.', '')}@gmail.com`, domain } : { mailbox, domain };
}

/** Providers that read over dots, two names for one. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/** Whichever of the two the signatories of this letter, or of its supporters' tally, have. */
export const mailboxFor = (letter: PublishedLetter, typed: string): ReadMailbox =>
  letter.tally === 'supporters'
    ? readOutsideMailbox(typed, mainOf(letter).employers)
    : readMailbox(typed, letter.employers);

const isEligible = (domain: string, employers: Pick<Employer, 'domains'>[]): boolean =>
  employers.some(({ domains }) => domains.some((eligible) => isUnder(domain, eligible)));

/** Any mailbox in that form, whatever its domain; undefined where it is none. */
export function readAddress(typed: string): { name: string; mailbox: string; domain: string } | undefined {
  // domainToASCII would read a host as the beginning of a URL, and drop what follows it
  const [, local, host] = /^([^@\s]{1,64})@([^@\s/?#\\%:]{1,253})$/.exec(typed.trim().toLowerCase()) ?? [];
  const domain = domainToASCII(host ?? '').replace(/\.$/, '');
  const name = local?.replace(/\+.*$/, '') ?? '';
  const isMailbox = /^[a-z0-9._'-]*[a-z0-9][a-z0-9._'-]*$/.test(name) && HOST.test(domain);
  return isMailbox ? { name, mailbox: `${name}@${domain}`, domain } : undefined;
}
