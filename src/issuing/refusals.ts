import type { Employer } from '../letters/letter.ts';
import type { CodeRefusal } from './ticket-desk.ts';
import type { ReadMailbox } from './mailbox.ts';

export type MailboxFault = Extract<ReadMailbox, { fault: string }>['fault'];
export type Refusal = CodeRefusal | 'already collected';

/** Says what is wrong with a mailbox and how to mend it. */
export function explainMailbox(fault: MailboxFault, employers: Employer[]): string {
  switch (fault) {
    case 'not an address':
      return 'This is not a mail address that we can write to. Please check it, for example: maya@company.com';
    case 'not an eligible domain':
      return `Only mailboxes at ${employers.flatMap(({ domains }) => domains).join(', ')} can sign this letter. Please use your work address there.`;
    case 'not a personal mailbox':
      return 'Several people may read this mailbox, so it cannot stand for one. Please use your own work address.';
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
  'already collected':
    'The pass for this mailbox was already collected, and each mailbox gets one. If it was you, use the pass that you kept. If it was not you, somebody else could read your mailbox.',
};

export const explainRefusal = (refusal: Refusal): string => explained[refusal];

/** Whether typing the code again can help. */
export const canRetry = (refusal: Refusal): boolean => refusal === 'not a code' || refusal === 'wrong code';
