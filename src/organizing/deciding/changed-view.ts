import { paths } from '../../paths.ts';
import type { Words } from '../../web/words.ts';
import type { Content } from '../drafting/content.ts';
import { type DifferenceView, differencesView } from '../drafting/history/differences-view.ts';

/** What became of a text since somebody read it. */
export interface ChangedView {
  /** Nothing where the state that they read is not kept any more. */
  differences: DifferenceView[];
  historyPath: string;
}

/** Two states of the text; null where one is not kept. */
export interface Changed {
  before: Content | null;
  now: { content: Content } | null;
}

export const changedView = (words: Words, letter: string, { before, now }: Changed): ChangedView => ({
  differences: before && now ? differencesView(words, before, now.content) : [],
  historyPath: paths.history(letter),
});
