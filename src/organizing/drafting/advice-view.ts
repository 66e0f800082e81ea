import { paths } from '../../paths.ts';
import type { Content } from './content.ts';
import { listWords, wordsFor } from './form-fields.ts';
import { guardWords } from './guard/explained.ts';
import type { Advice } from './guard/guard.ts';
import type { PlaceFault } from './letter-of.ts';

export interface AdviceView {
  title: string;
  advice: string;
  words: string;
  where: string;
  href: string;
  help: string;
}

/** The guard's advice with a link to the place, and one to the rule. */
export const adviceView = (content: Content, advice: Advice[]): AdviceView[] =>
  advice.map(({ rule, words, at, paragraph }) => ({
    ...{ title: guardWords[rule].title, advice: guardWords[rule].advice, words },
    where: paragraph === null ? placeWords(content, at) : `Paragraph ${paragraph}`,
    href: `#${at in listWords ? `${at}-section` : at}`,
    help: paths.guardHelp(rule),
  }));

export const faultView = (content: Content, faults: PlaceFault[]) =>
  faults.map(({ at, message }) => ({
    where: placeWords(content, at),
    message,
    href: `#${at in listWords ? `${at}-section` : at}`,
  }));

/** What a place is called in this content: “Demand 2”. */
export const placeWords = (content: Content, at: string): string =>
  wordsFor(at, (list, id) => {
    const index = content.lists[list].findIndex((item) => item.id === id);
    return index < 0 ? undefined : index + 1;
  });
