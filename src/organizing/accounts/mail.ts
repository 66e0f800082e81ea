import { showCode } from '../../issuing/code.ts';
import type { Mail } from '../../mail/transport.ts';
import { view } from '../../web/render.ts';

interface SignInMail {
  code: string;
}

const subject = view<object>('mail/sign-in.subject', 'txt');
const text = view<SignInMail>('mail/sign-in', 'txt');
const html = view<SignInMail>('mail/sign-in', 'html');

/** The mail with a code for signing in. It holds no link: nothing that a scanner opens can sign in. */
export function signInMail(email: string, code: string): Mail {
  const content = { code: showCode(code) };
  return { to: email, subject: subject({}).trim(), text: text(content), html: html(content) };
}
