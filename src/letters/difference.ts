import { diffArrays, diffWordsWithSpace } from 'diff';

/** A run of words that both texts have, or only the later, or only the earlier one. */
export interface Piece {
  what: 'kept' | 'added' | 'removed';
  text: string;
}

/** How many steps may still be taken to find what texts have in common. Those that stand on one page share it. */
export interface Effort {
  left: number;
}

export const wholeEffort = (): Effort => ({ left: 400_000 });

/**
 * What became of a text: by paragraphs, and word by word in those that changed. Where that would take too long, whole
 * paragraphs stand in the place of others. All that is kept or removed is the text before, all kept or added the one
 * after.
 */
export const difference = (before: string, after: string, effort: Effort = wholeEffort()): Piece[] =>
  joined(runsOf(paragraphsOf(before), paragraphsOf(after), effort).flatMap((run) => piecesOf(run, effort)));

/** A piece of a difference as views tell it: `ins`, `del`, or neither. */
export interface PieceView {
  text: string;
  isAdded: boolean;
  isRemoved: boolean;
}

export const piecesView = (pieces: Piece[]): PieceView[] =>
  pieces.map(({ what, text }) => ({ text, isAdded: what === 'added', isRemoved: what === 'removed' }));

const paragraphsOf = (text: string): string[] => text.split(/(?<=\n\n)(?!\n)/);

/** Paragraphs that both texts have, or those of one in the place of those of the other. */
interface Run {
  isKept: boolean;
  before: string[];
  after: string[];
}

function runsOf(before: string[], after: string[], effort: Effort): Run[] {
  const changes = within(effort, (maxEditLength) => diffArrays(before, after, { maxEditLength }));
  const runs: Run[] = [];
  for (const { value, added, removed } of changes ?? []) {
    const isKept = !added && !removed;
    if (runs.at(-1)?.isKept !== isKept) runs.push({ isKept, before: [], after: [] });
    const run = runs.at(-1)!;
    if (!added) run.before = [...run.before, ...value];
    if (!removed) run.after = [...run.after, ...value];
  }
  return changes ? runs : [{ isKept: false, before, after }];
}

function piecesOf({ isKept, before, after }: Run, effort: Effort): Piece[] {
  const [was, is] = [before.join(''), after.join('')];
  if (isKept) return [{ what: 'kept', text: was }];
  const changes = within(effort, (maxEditLength) => diffWordsWithSpace(was, is, { maxEditLength }));
  if (changes) return changes.map(({ value: text, ...change }) => ({ what: whatOf(change), text }));
  const pairs = before.length === after.length && before.length > 1 ? before.entries() : [];
  const each = [...pairs].flatMap(([i, one]) =>
    piecesOf({ isKept: one === after[i], before: [one], after: [after[i]!] }, effort),
  );
  if (each.length > 0) return each;
  return [
    { what: 'removed', text: was },
    { what: 'added', text: is },
  ];
}

const whatOf = ({ added, removed }: { added: boolean; removed: boolean }): Piece['what'] =>
  added ? 'added' : removed ? 'removed' : 'kept';

interface Change {
  added: boolean;
  removed: boolean;
  /** Of words or paragraphs. */
  count: number;
}

/** What an attempt takes in any case. */
const ATTEMPT = 100;

/**
 * Tries with at most half of what is left, so that something is left for the rest. To find n changes takes in the order
 * of n² / 2 steps.
 */
function within<Found extends Change>(
  effort: Effort,
  find: (most: number) => Found[] | undefined,
): Found[] | undefined {
  const most = Math.floor(Math.sqrt(effort.left));
  const changes = most > 0 ? find(most) : undefined;
  const edits = changes?.reduce((sum, { added, removed, count }) => (added || removed ? sum + count : sum), 0) ?? most;
  effort.left = Math.max(0, effort.left - ATTEMPT - Math.ceil((edits * edits) / 2));
  return changes;
}

/** Neighbours of one kind become one piece, and what is empty goes. */
function joined(pieces: Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last?.what === piece.what) last.text += piece.text;
    else if (piece.text !== '') whole.push({ ...piece });
  }
  return whole;
}
