import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import type { Board, Posting } from './board.ts';
import type { ReadPost } from './read-post.ts';

/** A post that was read whole. */
export type WholePost = Exclude<ReadPost, { faults: unknown }>;

export type Accept = (letter: PublishedLetter, read: WholePost, now: number) => Promise<Posting>;

/**
 * Hands signed posts to the board, whichever way they came. `posted` is called when something waits, `erased`
 * when words were: it ends when they are in no file.
 */
export const acceptPosts =
  (
    board: Board,
    posted: (letter: PublishedLetter) => void,
    erased: (letter: PublishedLetter) => Promise<void>,
  ): Accept =>
  async (letter, { post, fields, atOnce }, now) => {
    const posting = await board.post(letter, post, fields, now);
    if (typeof posting === 'string') return posting;
    if (atOnce || (fields === null && !takesSignatures(letter, now))) {
      await board.releaseAtOnce(letter, post.pk, now);
    } else posted(letter);
    // after a change the old words stand on no page either; the number moves with the release
    if (post.kind !== 'sign') await erased(letter);
    return posting;
  };
