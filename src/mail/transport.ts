export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: { filename: string; content: Buffer }[];
}

/**
 * `refused`: the mailbox will never take it. `trouble`: it may go through later. The library's own errors
 * carry the mailbox in five fields and never leave this file.
 */
export type Sending = 'sent' | 'refused' | 'trouble';

export interface Transport {
  send(mail: Mail): Promise<Sending>;
  /** Speaks to the mail server as for sending, without a mail. */
  check(): Promise<Sending>;
  close(): void;
}

/** The library is loaded with the first mail. */
export function smtpTransport(url: string, from: string): Transport {
  let opened: ReturnType<typeof openPool> | undefined;
  const pool = () => (opened ??= openPool(url, from));
  return {
    send: async ({ to, ...content }) =>
      outcomeOf((await pool()).sendMail({ to: { name: '', address: to }, ...content, encoding: 'quoted-printable' })),
    check: async () => outcomeOf((await pool()).verify()),
    close: () => void opened?.then((open) => open.close()),
  };
}

async function openPool(url: string, from: string) {
  const { createTransport } = await import('nodemailer');
  return createTransport(
    { url, pool: true, maxConnections: 5, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 },
    { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
  );
}

async function outcomeOf(sending: Promise<unknown>): Promise<Sending> {
  try {
    await sending;
    return 'sent';
  } catch (fault) {
    const { command, responseCode } = fault as { command?: string; responseCode?: number };
    const permanent = responseCode !== undefined && responseCode >= 500;
    // what it says to other commands, it says of us and not of the mailbox
    return permanent && (command === 'RCPT TO' || command === 'DATA') ? 'refused' : 'trouble';
  }
}
