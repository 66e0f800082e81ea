import type { Mail } from '../../mail/transport.ts';
import { view } from '../../web/render.ts';
import { showCode } from '../code.ts';

interface RollCallMail {
  code: string;
}

const subject = view<object>('mail/roll-call.subject', 'txt');
const text = view<RollCallMail>('mail/roll-call', 'txt');
const html = view<RollCallMail>('mail/roll-call', 'html');

/** The mail with a code of the roll-call: no letter, no link, no cause, and of the same length for everybody. */
export function rollCallMail(mailbox: string, code: string): Mail {
  const content = { code: showCode(code) };
  return { to: mailbox, subject: subject({}).trim(), text: text(content), html: html(content) };
}
