import { problem } from '../web/errors.ts';
import { said } from '../web/words.ts';
import { type PublishedLetter, takesSignatures } from './letter.ts';
import type { LetterShelf } from './shelf.ts';

/** The published letter at this address; anything else is not found. */
export async function letterAt(shelf: LetterShelf, address: unknown): Promise<PublishedLetter> {
  const letter = typeof address === 'string' ? await shelf.byAddress(address) : undefined;
  if (letter?.removalNote != null) throw removed(letter.removalNote);
  if (letter) return letter;
  throw problem(404, 'letters.not-found.title', 'letters.not-found.detail');
}

/** The letter at this address, if it takes signatures at this instant. */
export async function openLetterAt(shelf: LetterShelf, address: unknown, now: number): Promise<PublishedLetter> {
  const letter = await letterAt(shelf, address);
  if (takesSignatures(letter, now)) return letter;
  throw problem(410, 'letters.closed.title', 'letters.closed.detail');
}

/** The letter at this address, if its signatures are shown: while it gathers the first ones, nobody is told. */
export async function countedLetterAt(shelf: LetterShelf, address: unknown): Promise<PublishedLetter> {
  const letter = await letterAt(shelf, address);
  if (letter.status !== 'gathering') return letter;
  throw problem(404, 'letters.not-shown.title', 'letters.not-shown.detail');
}

/** A published letter never vanishes: where it stood, its organizers say why they took it away. */
const removed = (note: string) => problem(410, 'letters.removed.title', said('letters.removed.detail', { note }));
