import { vi } from 'vitest';
import { smtpTransport } from '../../src/mail/transport.ts';
import { type ListeningSite, openListeningSite } from './listening-site.ts';
import { type MailServer, openMailServer } from './mail-server.ts';

type Mail = MailServer['received'][number];

export interface MailSite extends ListeningSite {
  /** Takes the oldest mail to this mailbox out of the mail server; waits until one is there. */
  mailTo(mailbox: string): Promise<Mail>;
}

/** The site as it runs in production, with a mail server beside it. */
export async function openMailSite(arrangement: { apart?: boolean } = {}): Promise<MailSite> {
  const server = await openMailServer();
  // without the short patience that tests of silence give it: a busy machine may be slow to greet
  const url = server.url.replace(/\?.*/, '');
  const transport = smtpTransport(url, 'letters@undersigned.example');
  const site = await openListeningSite({ ...arrangement, transport, env: { NODE_ENV: 'production', SMTP_URL: url } });
  return {
    ...site,
    mailTo: (mailbox) => vi.waitFor(() => take(server.received, mailbox), { timeout: 10_000, interval: 20 }),
    async end() {
      transport.close();
      await site.end();
      await server.close();
    },
  };
}

function take(received: Mail[], mailbox: string): Mail {
  const at = received.findIndex(({ recipients }) => recipients.includes(mailbox));
  if (at < 0) throw new Error('no mail came');
  return received.splice(at, 1)[0]!;
}

/** The code as it stands in the mail. */
export function codeOf({ text = '' }: Mail): string {
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0];
  if (!code) throw new Error('the mail holds no code');
  return code;
}
