import type { PublishedLetter } from '../../letters/letter.ts';
import type { Mail } from '../../mail/transport.ts';
import { mailView } from '../../mail/written.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/public-board.ts';
import { wordsIn } from '../../web/speak.ts';

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

const handingOver = mailView<PacketMail>('packet');
const reminding = mailView<ReminderMail>('reminder');

/** The mail that hands a letter over, with its packet. */
export function packetMail(
  address: string,
  letter: PublishedLetter,
  { totals, asOf }: Published,
  packet: { filename: string; content: Buffer },
  baseUrl: string,
): Mail {
  const words = wordsIn(letter.language);
  const content = {
    title: letter.title,
    to: letter.to.map(({ name }) => name).join(', '),
    total: words.number(totals.total),
    asOf: words.date(asOf),
    url: baseUrl + paths.letter(letter.address),
    file: packet.filename,
  };
  return { ...handingOver(address, words, content), attachments: [packet] };
}

/** Reminds a keeper. It names no letter: whoever else reads the mailbox learns of none. */
export function reminderMail(
  address: string,
  { id, language }: Pick<PublishedLetter, 'id' | 'language'>,
  days: number,
  baseUrl: string,
): Mail {
  return reminding(address, wordsIn(language), { days, url: baseUrl + paths.answers(toHex(id)) });
}
