import type { PublishedLetter } from '../../letters/letter.ts';
import { date, number } from '../../letters/words.ts';
import type { Mail } from '../../mail/transport.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/board.ts';
import { view } from '../../web/render.ts';

interface PacketMail {
  title: string;
  to: string;
  total: string;
  asOf: string;
  url: string;
  file: string;
}

interface ReminderMail {
  days: number;
  url: string;
}

const packetSubject = view<{ title: string }>('mail/packet.subject', 'txt');
const packetText = view<PacketMail>('mail/packet', 'txt');
const packetHtml = view<PacketMail>('mail/packet', 'html');

const reminderSubject = view<{ days: number }>('mail/reminder.subject', 'txt');
const reminderText = view<ReminderMail>('mail/reminder', 'txt');
const reminderHtml = view<ReminderMail>('mail/reminder', 'html');

/** The mail that hands a letter over, with its packet. */
export function packetMail(
  address: string,
  letter: PublishedLetter,
  { totals, asOf }: Published,
  packet: { filename: string; content: Buffer },
  baseUrl: string,
): Mail {
  const content = {
    title: letter.title,
    to: letter.to.map(({ name }) => name).join(', '),
    total: number('en', totals.total),
    asOf: date('en', asOf),
    url: baseUrl + paths.letter(letter.address),
    file: packet.filename,
  };
  return {
    to: address,
    subject: packetSubject({ title: letter.title }).trim(),
    text: packetText(content),
    html: packetHtml(content),
    attachments: [packet],
  };
}

/** Reminds a keeper. It names no letter: whoever else reads the mailbox learns of none. */
export function reminderMail(
  address: string,
  { id }: Pick<PublishedLetter, 'id'>,
  days: number,
  baseUrl: string,
): Mail {
  const content = { days, url: baseUrl + paths.answers(toHex(id)) };
  return {
    to: address,
    subject: reminderSubject({ days }).trim(),
    text: reminderText(content),
    html: reminderHtml(content),
  };
}
