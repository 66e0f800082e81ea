import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';
import { inXml } from '../feeds/xml.ts';
import { nounFor } from '../numbers/nouns.ts';

/** What stands on the picture that other sites show beside a link, ready to be drawn. */
export interface Card {
  title: string;
  language: string;
  rightToLeft: boolean;
  kind: string;
  to: string;
  /** Null until somebody's signature is counted. */
  number: string | null;
  words: string;
  host: string;
}

/** Scripts that run from the right to the left. */
const FROM_RIGHT = ['Arab', 'Hebr'];

/** `words` are those of the letter's language. */
export function cardOf(letter: PublishedLetter, { totals, asOf }: Published, baseUrl: string, words: Words): Card {
  const to = letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; ');
  const shown = totals.total > 0;
  return {
    title: inXml(letter.title),
    language: letter.language,
    rightToLeft: FROM_RIGHT.includes(scriptOf(letter.language)),
    kind: words.say('reading.letter.kind'),
    to: inXml(words.say('reading.to', { to })),
    number: shown ? words.number(totals.total) : null,
    words: shown
      ? words.say('reading.card.counted', { noun: nounFor(letter, totals.total, words), day: words.date(asOf) })
      : words.say('reading.card.new'),
    host: new URL(baseUrl).host,
  };
}

/** The same in words, for those who do not see the picture. */
export const wordsOf = ({ title, to, number: total, words }: Card): string =>
  `${title}. ${to}. ${total === null ? '' : `${total} `}${words}.`;

function scriptOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? '';
  } catch {
    return '';
  }
}
