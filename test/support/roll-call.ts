import { readStaffList } from '../../src/issuing/roll-call/list.ts';
import { type Mailed, type MailingOptions, mailRollCall } from '../../src/issuing/roll-call/roll-call.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import type { Mail, Sending, Transport } from '../../src/mail/transport.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from './letters.ts';
import type { TestSite } from './site.ts';

export const rollCallFile = (fields: Record<string, string | null> = {}): string =>
  letterFile({ roll_call: 'true', ...fields });

/** Mails to this list as the tool does; the clock goes on with it. */
export function callTheRoll(
  site: TestSite,
  letter: PublishedLetter,
  list: string[],
  options: Partial<MailingOptions> = {},
): Promise<Mailed | 'finished before' | 'under way'> {
  return mailRollCall(site.world, letter, readStaffList(list.join('\n')).entries, {
    ...{ pace: 5, more: false, finish: false, progress: () => undefined },
    wait: async (milliseconds) => site.pass(milliseconds),
    ...options,
  });
}

/** Every mail that was taken, oldest first, by a mail server that does with each what the test says. */
export function postOffice(serve: (mail: Mail, nth: number) => Sending = () => 'sent'): Transport & { taken: Mail[] } {
  const taken: Mail[] = [];
  let nth = 0;
  return {
    taken,
    async send(mail) {
      const outcome = serve(mail, ++nth);
      if (outcome === 'sent') taken.push(mail);
      return outcome;
    },
    check: () => Promise.resolve('sent'),
    close: () => undefined,
  };
}

export const codeInText = (text: string): string => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)![0];

/** Types a code into the form of a page without script. */
export const collectByCode = (site: TestSite, letter: PublishedLetter, code: string) =>
  site.http.post(paths.collectPass(letter.address)).type('form').send({ code });

/** How many codes of all letters are valid or were. */
export const codesOn = (site: TestSite): number =>
  site.world.databases.issuer.$client.prepare('SELECT count(*) FROM codes').pluck().get() as number;
