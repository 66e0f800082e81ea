import type { Mail } from '../../mail/transport.ts';
import { type CodeMail, mailView } from '../../mail/written.ts';
import type { Words } from '../../web/words.ts';
import { showCode } from '../code.ts';

const mail = mailView<CodeMail>('code');

/** The mail with a code of the roll-call: no letter, no link, no cause, and of the same length for everybody. */
export const rollCallMail = (mailbox: string, code: string, words: Words): Mail =>
  mail(mailbox, words, { code: showCode(code), where: 'mail.roll-call.where', last: 'mail.roll-call.newest' });
