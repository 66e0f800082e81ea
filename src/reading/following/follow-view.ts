import { type PublishedLetter, isOver } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';

/** What the letter's page says of following it. */
export interface FollowView {
  feedPath: string;
  /**
   * What the island needs, as JSON, which holds the same paths in every language: one browser follows a letter once.
   * Null where there are no notices: the site sends none, or the letter is closed.
   */
  push: string | null;
}

export const followView = (letter: PublishedLetter, key: string | undefined): FollowView => ({
  feedPath: paths.feed(letter.address),
  push:
    key === undefined || isOver(letter)
      ? null
      : JSON.stringify({
          key,
          path: paths.follow(letter.address),
          end: paths.unfollow(letter.address),
          worker: paths.followWorker(),
        }),
});
