import { paths } from '../../paths.ts';
import { type Words, said } from '../../web/words.ts';
import type { Content } from './content.ts';
import { listWords, wordsFor } from './form-fields.ts';
import { guardWords } from './guard/explained.ts';
import type { Advice } from './guard/guard.ts';
import type { PlaceFault } from './letter-of.ts';

export interface AdviceView {
  /** A saying, as the advice is. */
  title: string;
  advice: string;
  words: string;
  where: string;
  href: string;
  help: string;
}

/** The guard's advice with a link to the place, and one to the rule. */
export const adviceView = (words: Words, content: Content, advice: Advice[]): AdviceView[] =>
  advice.map(({ rule, words: about, at, paragraph, values }) => ({
    ...{ title: guardWords[rule].title, advice: said(guardWords[rule].advice, values), words: about },
    where:
      paragraph === null
        ? placeWords(words, content, at)
        : words.say('drafting.place.paragraph', { number: paragraph }),
    href: `#${at in listWords ? `${at}-section` : at}`,
    help: paths.guardHelp(rule),
  }));

/** What stands in the way, each message a saying. */
export const faultView = (words: Words, content: Content, faults: PlaceFault[]) =>
  faults.map(({ at, message }) => ({
    where: placeWords(words, content, at),
    message,
    href: `#${at in listWords ? `${at}-section` : at}`,
  }));

/** What a place is called in this content: “Demand 2”. */
export const placeWords = (words: Words, content: Content, at: string): string =>
  wordsFor(words, at, (list, id) => {
    const index = content.lists[list].findIndex((item) => item.id === id);
    return index < 0 ? undefined : index + 1;
  });
