import type { NotCollected } from '../../issuing/issuer.ts';
import type { MailboxFault } from '../../issuing/refusals.ts';
import type { CodeRefusal } from '../../issuing/ticket-desk.ts';
import { said } from '../../web/words.ts';
import type { OpeningRefusal } from './desk.ts';

/** Why a keeper cannot open a draft, and what to do. Here and below, sayings. */
export const openingWords: Record<OpeningRefusal, string> = {
  'no issuer': 'colleagues.refused.no-issuer',
  'not whole': 'colleagues.refused.not-whole',
  'no domains': 'colleagues.refused.no-domains',
  'open already': 'colleagues.refused.open',
};

/** What is wrong with a mailbox. */
export function mailboxWords(fault: MailboxFault, domains: string): string {
  switch (fault) {
    case 'not an address':
      return 'colleagues.mailbox.not-an-address';
    case 'not an eligible domain':
    case 'an eligible domain':
      return said('colleagues.mailbox.not-eligible', { domains });
    case 'not a personal mailbox':
      return 'colleagues.mailbox.shared';
  }
}

/** Why there is no pass. */
export const passWords: Record<CodeRefusal | NotCollected, string> = {
  'not a code': 'accounts.refusal.not-a-code',
  'wrong code': 'accounts.refusal.wrong-code',
  'expired ticket': 'colleagues.refusal.expired',
  'unknown ticket': 'colleagues.refusal.unknown',
  'too many tries': 'colleagues.refusal.many-tries',
  'already collected': 'colleagues.refusal.collected',
  busy: 'colleagues.refusal.busy',
  closed: 'colleagues.refusal.closed',
  'not in the roll-call': 'colleagues.refusal.not-this-draft',
};

export const NOT_A_PASS = 'colleagues.refusal.not-a-pass';
