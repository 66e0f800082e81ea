import { showCode } from '../../issuing/code.ts';
import type { Mail } from '../../mail/transport.ts';
import { type CodeMail, mailView } from '../../mail/written.ts';
import type { Words } from '../../web/words.ts';

const mail = mailView<CodeMail>('code');

/** The mail with a code for signing in. It holds no link: nothing that a scanner opens can sign in. */
export const signInMail = (email: string, code: string, words: Words): Mail =>
  mail(email, words, { code: showCode(code), where: 'mail.sign-in.where', last: 'mail.sign-in.nobody' });
