import type { PublishedLetter } from '../../letters/letter.ts';
import type { Words } from '../../web/words.ts';

/** What stands after a number that moves while somebody reads. */
export interface NounView {
  noun: string;
  /** The same for every kind of number that the language tells apart, as JSON: the island chooses among them. */
  forms: string;
}

/** A number of each kind that any of our languages tells apart. */
const KINDS = [0, 1, 2, 3, 11, 100, 1_000_000];

export function nounView(letter: Employed, saying: string, total: number, words: Words): NounView {
  const rules = new Intl.PluralRules(words.language);
  const noun = (count: number) => together(letter, words.say(saying, { count }), words);
  const forms = KINDS.map((count): [string, string] => [rules.select(count), noun(count)]);
  return { noun: noun(total), forms: JSON.stringify(Object.fromEntries(forms)) };
}

/** The letter, or the tally of it, that is counted. */
type Employed = Pick<PublishedLetter, 'employers'>;

export const nounFor = (letter: Employed, total: number, words: Words): string =>
  together(letter, words.say('reading.signed', { count: total }), words);

/** The number with its noun, as it stands in a line. */
export const signedWords = (letter: Employed, total: number, words: Words): string =>
  `${words.number(total)} ${nounFor(letter, total, words)}`;

/** Numbers of several employers are never added up into one without saying so. */
export const together = ({ employers }: Employed, noun: string, words: Words): string =>
  employers.length > 1 ? words.say('reading.signed-together', { noun, count: employers.length }) : noun;
