import { diffWordsWithSpace } from 'diff';

/** A run of words that both texts have, or only the later, or only the earlier one. */
export interface Piece {
  what: 'kept' | 'added' | 'removed';
  text: string;
}

/** Beyond this many changed words, one text simply stands in the place of the other. */
const MOST_EDITS = 2_000;

/** What became of a text, word by word. All that is kept or removed is the text before, all kept or added the one after. */
export function difference(before: string, after: string): Piece[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (!changes) return [removed(before), added(after)].filter(({ text }) => text !== '');
  return changes.map(({ value, added: isAdded, removed: isRemoved }) =>
    isAdded ? added(value) : isRemoved ? removed(value) : { what: 'kept', text: value },
  );
}

/** A piece of a difference as views tell it: `ins`, `del`, or neither. */
export interface PieceView {
  text: string;
  isAdded: boolean;
  isRemoved: boolean;
}

export const piecesView = (pieces: Piece[]): PieceView[] =>
  pieces.map(({ what, text }) => ({ text, isAdded: what === 'added', isRemoved: what === 'removed' }));

const added = (text: string): Piece => ({ what: 'added', text });
const removed = (text: string): Piece => ({ what: 'removed', text });
