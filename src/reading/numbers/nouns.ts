import type { Words } from '../../web/words.ts';

/** What stands after a number that moves while somebody reads. */
export interface NounView {
  noun: string;
  /** The same for every kind of number that the language tells apart, as JSON: the island chooses among them. */
  forms: string;
}

/** A number of each kind that any of our languages tells apart. */
const KINDS = [0, 1, 2, 3, 11, 100, 1_000_000];

export function nounView(saying: string, total: number, words: Words): NounView {
  const rules = new Intl.PluralRules(words.language);
  const forms = KINDS.map((count): [string, string] => [rules.select(count), words.say(saying, { count })]);
  return { noun: words.say(saying, { count: total }), forms: JSON.stringify(Object.fromEntries(forms)) };
}

export const nounFor = (total: number, words: Words): string => words.say('reading.signed', { count: total });

/** The number with its noun, as it stands in a line. */
export const signedWords = (total: number, words: Words): string => `${words.number(total)} ${nounFor(total, words)}`;
