import type { PublishedLetter } from '../../letters/letter.ts';
import type { Mail } from '../../mail/transport.ts';
import { mailView } from '../../mail/written.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { numberLine } from '../../reading/numbers/line.ts';
import type { Published } from '../../signing/public-board.ts';
import { wordsIn } from '../../web/speak.ts';
import type { Words } from '../../web/words.ts';

interface PacketMail {
  title: string;
  to: string;
  /** What is delivered, and how many have signed or how far the seal is. */
  what: string;
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
  published: Published,
  packet: { filename: string; content: Buffer },
  baseUrl: string,
): Mail {
  const words = wordsIn(letter.language);
  const content = {
    title: letter.title,
    to: letter.to.map(({ name }) => name).join(', '),
    what: whatOf(letter, published, words),
    url: baseUrl + paths.letter(letter.address),
    file: packet.filename,
  };
  return { ...handingOver(address, words, content), attachments: [packet] };
}

/** A sealed letter has no number yet: it says how far it is, as its page does. */
function whatOf(letter: PublishedLetter, published: Published, words: Words): string {
  const { title } = letter;
  const { sealed, words: line, asOf } = numberLine(letter, published, words);
  if (!sealed) {
    const counted = { total: words.number(published.totals.total), asOf: words.date(published.asOf) };
    return words.say('mail.packet.what', { title, ...counted });
  }
  const dated = asOf === null ? line : words.say('mail.packet.dated', { line, asOf: words.date(asOf) });
  return words.say('mail.packet.what-sealed', { title, line: dated });
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
