import { domainToASCII, domainToUnicode } from 'node:url';

const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/**
 * A host name as ASCII in lower case; undefined where it is none. `domainToASCII` reads a URL's host, so whatever
 * ends or escapes a host there is refused first.
 */
export function asciiHost(text: string): string | undefined {
  if (/[\s/?#\\@:%[\]]/.test(text)) return undefined;
  const host = domainToASCII(text.replace(/\.$/, '')).toLowerCase();
  return HOST.test(host) ? host : undefined;
}

/** Whether `host` is `domain` or stands below it: whole labels, so `evilcorp.com` is not under `corp.com`. */
export const isUnder = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** The domains of all, as a sentence lists them. */
export const domainsOf = (employers: { domains: string[] }[]): string =>
  employers
    .flatMap(({ domains }) => domains)
    .map(readable)
    .join(', ');

/** As people write it. What is not ASCII can look like another domain, so the form that cannot stands beside it. */
function readable(domain: string): string {
  const written = domainToUnicode(domain);
  return written === domain ? domain : `${written} (${domain})`;
}
