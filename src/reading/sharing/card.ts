import type { PublishedLetter } from '../../letters/letter.ts';
import type { Published } from '../../signing/public-board.ts';
import { directionOf } from '../../web/languages.ts';
import type { Words } from '../../web/words.ts';
import { inXml } from '../feeds/xml.ts';
import { addresseesOf } from '../addressees.ts';
import { type NumberLine, numberLine } from '../numbers/line.ts';

/** What stands on the picture that other sites show beside a link, ready to be drawn. */
export interface Card {
  title: string;
  language: string;
  rightToLeft: boolean;
  kind: string;
  to: string;
  /** Null until somebody's signature is counted, and where it is sealed. */
  number: string | null;
  words: string;
  host: string;
}

/** `words` are those of the letter's language. */
export function cardOf(letter: PublishedLetter, published: Published, baseUrl: string, words: Words): Card {
  const line = numberLine(letter, published, words);
  return {
    title: inXml(letter.title),
    language: letter.language,
    rightToLeft: directionOf(letter.language) === 'rtl',
    kind: words.say('reading.letter.kind'),
    to: inXml(words.say('reading.to', { to: addresseesOf(letter, words) })),
    number: line.asOf === null ? null : line.number,
    words: countedWords(line, words),
    host: new URL(baseUrl).host,
  };
}

function countedWords({ words: said, asOf, sealed }: NumberLine, words: Words): string {
  if (asOf !== null) return words.say('reading.card.counted', { noun: said, day: words.date(asOf) });
  return sealed ? said : words.say('reading.card.new');
}

/** The same in words, for those who do not see the picture. */
export const wordsOf = ({ title, to, number: total, words }: Card): string =>
  `${title}. ${to}. ${total === null ? '' : `${total} `}${words}.`;
