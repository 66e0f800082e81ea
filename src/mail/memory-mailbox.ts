import type { Mail, Transport } from './transport.ts';

/** More than a busy hour of trying things out; the oldest go first. */
const MOST = 1_000;

/** Mail of a site without SMTP, outside production: kept in memory, newest first, read at /dev/mail. */
export interface MemoryMailbox extends Transport {
  mails(): readonly Mail[];
  /** Takes the newest mail to this address out. */
  take(to: string): Mail | undefined;
}

export function memoryMailbox(): MemoryMailbox {
  let mails: Mail[] = [];
  return {
    send(mail) {
      mails = [mail, ...mails].slice(0, MOST);
      return Promise.resolve('sent');
    },
    check: () => Promise.resolve('sent'),
    close: () => undefined,
    mails: () => mails,
    take(to) {
      const mail = mails.find((one) => one.to === to);
      mails = mails.filter((one) => one !== mail);
      return mail;
    },
  };
}
