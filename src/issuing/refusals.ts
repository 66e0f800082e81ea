import type { PublishedLetter } from '../letters/letter.ts';
import type { ProvenBy } from '../letters/proven-by.ts';
import { mainOf } from '../letters/tally.ts';
import type { InvitationRefusal } from './inviting/desk.ts';
import type { NotCollected } from './issuer.ts';
import type { RollCallRefusal } from './roll-call/desk.ts';
import type { CodeRefusal } from './ticket-desk.ts';
import type { ReadMailbox } from './mailbox.ts';

export type MailboxFault = Extract<ReadMailbox, { fault: string }>['fault'];
export type Refusal = CodeRefusal | RollCallRefusal | InvitationRefusal | NotCollected;

/** Says what is wrong with a mailbox and how to mend it. */
export function explainMailbox(fault: MailboxFault, letter: PublishedLetter): string {
  const domains = mainOf(letter)
    .employers.flatMap((employer) => employer.domains)
    .join(', ');
  switch (fault) {
    case 'not an address':
      return 'This is not a mail address that we can write to. Please check it, for example: maya@company.com';
    case 'not an eligible domain':
      return `Only mailboxes at ${domains} can sign this letter. Please use your work address there.`;
    case 'an eligible domain':
      return `Who has a mailbox at ${domains} signs as an employee, not as a supporter. The way there stands below.`;
    case 'not a personal mailbox':
      return letter.tally === 'supporters'
        ? 'Several people may read this mailbox, so it cannot stand for one. Please use one of your own.'
        : 'Several people may read this mailbox, so it cannot stand for one. Please use your own work address.';
  }
}

const explained: Record<Refusal, string> = {
  'not a code': 'A code has ten letters and digits, such as 7K3QD-2MXRA. Please type it as it stands in the mail.',
  'wrong code':
    'This is not the code of the mail that this window asked for. Please compare it once more; if you asked twice, take the newest mail.',
  'expired ticket': 'The code was valid for one hour. Please go back to the letter, choose Sign and ask for a new one.',
  'unknown ticket':
    'This window did not ask for a code, or our server was started again since. Please go back to the letter, choose Sign and ask for a new code.',
  'too many tries':
    'Too many codes were tried in this window. Please go back to the letter, choose Sign and ask for a new code.',
  'not in the roll-call':
    'This is not a code for this letter. Please compare it once more; if you got more than one mail, take the newest.',
  'not an invitation': 'This is not a whole invitation. Please paste all of it, from invite1_ to its last character.',
  'not an invitation to this letter':
    'This invitation belongs to another letter. Please follow the link that came with it.',
  'too many wrong codes':
    'Very many wrong codes are being tried for this letter at this moment, so none is looked at. Your code is not lost: please come back in a minute.',
  busy: 'Very many people are collecting their passes at this moment. Nothing is lost: please try again in a few seconds, with the same code.',
  closed: 'It takes no more signatures since a moment ago, so no more passes are made either.',
  'already collected':
    'The pass for this mailbox was already collected, and each mailbox gets one. If it was you, use the pass that you kept. If it was not you, somebody else could read your mailbox.',
};

/** What is said otherwise where no mailbox is proven. */
const explainedOtherwise: Record<ProvenBy, Partial<Record<Refusal, string>>> = {
  mailbox: {},
  code: {
    'not a code':
      'A code has ten letters and digits, such as 7K3QD-2MXRA. Please type it as it stands in the mail or on the paper.',
    'already collected':
      'The pass for this code was already collected, and each code gets one. If it was you, use the pass that you kept. If it was not you, somebody else could read your code: please tell the organizers.',
  },
  invitation: {
    busy: 'Very many people are collecting their passes at this moment. Nothing is lost: please try again in a few seconds, with the same invitation.',
    'already collected':
      'This invitation was used already, and each is good for one pass. If it was you, use the pass that you kept. If it was not you, ask your colleague for another invitation: somebody else saw this one.',
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
      return [409, 'Already collected'];
    case 'busy':
      return [503, 'Too many at once'];
    case 'too many wrong codes':
      return [429, 'Too many wrong codes'];
    case 'not in the roll-call':
      return [422, 'Not a code for this letter'];
    case 'not an invitation':
    case 'not an invitation to this letter':
      return [422, 'Not an invitation'];
    case 'closed':
      return [410, 'This letter is closed'];
    case 'not a code':
    case 'wrong code':
    case 'expired ticket':
    case 'unknown ticket':
    case 'too many tries':
      return [422, 'Ask for a new code'];
  }
}
