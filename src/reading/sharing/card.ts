import type { PublishedLetter } from '../../letters/letter.ts';
import { date, number } from '../../letters/words.ts';
import type { Published } from '../../signing/board.ts';
import { inXml } from '../feeds/xml.ts';
import { nounFor } from '../numbers/views.ts';

/** What stands on the picture that other sites show beside a link, ready to be drawn. */
export interface Card {
  title: string;
  language: string;
  rightToLeft: boolean;
  to: string;
  /** Null until somebody's signature is counted. */
  number: string | null;
  words: string;
  host: string;
}

/** Scripts that run from the right to the left. */
const FROM_RIGHT = ['Arab', 'Hebr'];

export function cardOf(letter: PublishedLetter, { totals, asOf }: Published, baseUrl: string): Card {
  const shown = totals.total > 0;
  return {
    title: inXml(letter.title),
    language: letter.language,
    rightToLeft: FROM_RIGHT.includes(scriptOf(letter.language)),
    to: inXml(
      `To ${letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; ')}`,
    ),
    number: shown ? number('en', totals.total) : null,
    words: shown ? `${nounFor(totals.total)}, as of ${date('en', asOf)}` : 'An open letter that employees sign',
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
