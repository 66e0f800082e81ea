import { domainToASCII } from 'node:url';
import { isUnder } from '../letters/host.ts';
import type { Employer } from '../letters/letter.ts';

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
  | { fault: 'not an address' | 'not an eligible domain' | 'not a personal mailbox' };

/** Whole labels of letters, digits and inner hyphens, at least two of them. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$/;

/**
 * A mailbox in its canonical form (PROTOCOL.md, step 1): lower case, without `+tag`, its domain in ASCII and
 * equal to or under a domain of the letter. One mailbox has one form, so it collects one pass.
 */
export function readMailbox(typed: string, employers: Employer[]): ReadMailbox {
  const read = readAddress(typed);
  if (!read) return { fault: 'not an address' };
  const { name, mailbox, domain } = read;
  if (!employers.some(({ domains }) => domains.some((eligible) => isUnder(domain, eligible)))) {
    return { fault: 'not an eligible domain' };
  }
  return ROLE_NAMES.has(name) ? { fault: 'not a personal mailbox' } : { mailbox, domain };
}

/** Any mailbox in that form, whatever its domain; undefined where it is none. */
export function readAddress(typed: string): { name: string; mailbox: string; domain: string } | undefined {
  // domainToASCII would read a host as the beginning of a URL, and drop what follows it
  const [, local, host] = /^([^@\s]{1,64})@([^@\s/?#\\%:]{1,253})$/.exec(typed.trim().toLowerCase()) ?? [];
  const domain = domainToASCII(host ?? '').replace(/\.$/, '');
  const name = local?.replace(/\+.*$/, '') ?? '';
  const isMailbox = /^[a-z0-9._'-]*[a-z0-9][a-z0-9._'-]*$/.test(name) && HOST.test(domain);
  return isMailbox ? { name, mailbox: `${name}@${domain}`, domain } : undefined;
}
