import { getPublicSuffix, parse } from 'tldts';
import { asciiHost } from './host.ts';

/** Providers where anybody gets a mailbox: having one there proves no employment. */
const FREE_MAIL = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com icloud.com ' +
    'me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.de gmx.net web.de mail.com mail.ru yandex.ru ' +
    'yandex.com zoho.com fastmail.com tutanota.com tuta.com posteo.de mailbox.org t-online.de freenet.de ' +
    'orange.fr free.fr laposte.net wanadoo.fr libero.it qq.com 163.com 126.com naver.com comcast.net'
  ).split(' '),
);

/** Providers with a domain in many countries. */
const FREE_FAMILY = /^(hotmail|outlook|yahoo|ymail|gmx|googlemail)\.[a-z.]{2,6}$/;

export type DomainFault =
  'not a domain name' | 'a suffix under which anybody registers' | 'a provider of free mailboxes';

/** A domain as ASCII in lower case, or why it cannot stand for an employer. */
export function readDomain(text: string): { domain: string } | { fault: DomainFault } {
  const domain = asciiHost(text.trim());
  if (domain === undefined || parse(domain).isIp) return { fault: 'not a domain name' };
  if (getPublicSuffix(domain, { allowPrivateDomains: true }) === domain) {
    return { fault: 'a suffix under which anybody registers' };
  }
  return FREE_MAIL.has(domain) || FREE_FAMILY.test(domain) ? { fault: 'a provider of free mailboxes' } : { domain };
}
