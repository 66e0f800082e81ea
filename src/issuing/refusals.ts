import { domainsOf } from '../letters/host.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { ProvenBy } from '../letters/proven-by.ts';
import { mainOf } from '../letters/tally.ts';
import { said } from '../web/words.ts';
import type { InvitationRefusal } from './inviting/desk.ts';
import type { NotCollected } from './issuer.ts';
import type { RollCallRefusal } from './roll-call/desk.ts';
import type { CodeRefusal } from './ticket-desk.ts';
import type { ReadMailbox } from './mailbox.ts';

export type MailboxFault = Extract<ReadMailbox, { fault: string }>['fault'];
export type Refusal = CodeRefusal | RollCallRefusal | InvitationRefusal | NotCollected;

/** The saying of what is wrong with a mailbox and how to mend it. */
export function explainMailbox(fault: MailboxFault, letter: PublishedLetter): string {
  const domains = domainsOf(mainOf(letter).employers);
  switch (fault) {
    case 'not an address':
      return 'issuing.mailbox.not-an-address';
    case 'not an eligible domain':
      return said('issuing.mailbox.not-eligible', { domains });
    case 'an eligible domain':
      return said('issuing.mailbox.eligible', { domains });
    case 'not a personal mailbox':
      return letter.tally === 'supporters' ? 'issuing.mailbox.shared-outside' : 'issuing.mailbox.shared';
  }
}

const explained: Record<Refusal, string> = {
  'not a code': 'issuing.refusal.not-a-code',
  'wrong code': 'issuing.refusal.wrong-code',
  'expired ticket': 'issuing.refusal.expired',
  'unknown ticket': 'issuing.refusal.unknown',
  'too many tries': 'issuing.refusal.many-tries',
  'not in the roll-call': 'issuing.refusal.not-in-roll-call',
  'not an invitation': 'issuing.refusal.not-an-invitation',
  'not an invitation to this letter': 'issuing.refusal.other-invitation',
  'too many wrong codes': 'issuing.refusal.many-wrong',
  busy: 'issuing.refusal.busy',
  closed: 'issuing.refusal.closed',
  'already collected': 'issuing.refusal.collected',
};

/** What is said otherwise where no mailbox is proven. */
const explainedOtherwise: Record<ProvenBy, Partial<Record<Refusal, string>>> = {
  mailbox: {},
  code: {
    'not a code': 'issuing.refusal.not-a-code-paper',
    'already collected': 'issuing.refusal.collected-code',
  },
  invitation: {
    busy: 'issuing.refusal.busy-invitation',
    'already collected': 'issuing.refusal.collected-invitation',
  },
};

export const explainRefusal = (refusal: Refusal, by: ProvenBy = 'mailbox'): string =>
  explainedOtherwise[by][refusal] ?? explained[refusal];

/** Whether sending the code again can help. */
export const canRetry = (refusal: Refusal): boolean =>
  [
    ...['not a code', 'wrong code', 'not in the roll-call', 'too many wrong codes', 'busy'],
    ...['not an invitation', 'not an invitation to this letter'],
  ].includes(refusal);

/** The status of a refusal and its title, where the page of the code does not explain it by itself. */
export function statusOf(refusal: Refusal): [status: number, title: string] {
  switch (refusal) {
    case 'already collected':
      return [409, 'issuing.status.collected'];
    case 'busy':
      return [503, 'issuing.status.many'];
    case 'too many wrong codes':
      return [429, 'issuing.status.many-wrong'];
    case 'not in the roll-call':
      return [422, 'issuing.status.not-a-code'];
    case 'not an invitation':
    case 'not an invitation to this letter':
      return [422, 'issuing.status.not-an-invitation'];
    case 'closed':
      return [410, 'issuing.status.closed'];
    case 'not a code':
    case 'wrong code':
    case 'expired ticket':
    case 'unknown ticket':
    case 'too many tries':
      return [422, 'issuing.status.ask-again'];
  }
}
