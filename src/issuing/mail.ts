import type { Mail } from '../mail/transport.ts';
import { type CodeMail, mailView } from '../mail/written.ts';
import type { Words } from '../web/words.ts';
import { showCode } from './code.ts';

const mail = mailView<CodeMail>('code');

/** The mail with a code. It names no letter and holds no link, and is of the same length for everybody. */
export const codeMail = (mailbox: string, code: string, words: Words): Mail =>
  mail(mailbox, words, { code: showCode(code), where: 'mail.code.where', last: 'mail.code.nobody' });
