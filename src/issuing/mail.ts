import type { Mail } from '../mail/transport.ts';
import { view } from '../web/render.ts';
import { showCode } from './code.ts';

interface CodeMail {
  code: string;
}

const subject = view<object>('mail/code.subject', 'txt');
const text = view<CodeMail>('mail/code', 'txt');
const html = view<CodeMail>('mail/code', 'html');

/** The mail with a code. It names no letter and holds no link, and is of the same length for everybody. */
export function codeMail(mailbox: string, code: string): Mail {
  const content = { code: showCode(code) };
  return { to: mailbox, subject: subject({}).trim(), text: text(content), html: html(content) };
}
