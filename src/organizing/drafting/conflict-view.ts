import type { Words } from '../../web/words.ts';
import { placeWords } from './advice-view.ts';
import type { Content } from './content.ts';
import { type Effort, type PieceView, difference, piecesView } from '../../letters/difference.ts';
import type { Conflict } from './merge.ts';
import { choicesOf } from './resolve.ts';

/** What two writers both changed, for one of them to choose. */
export interface ConflictView {
  number: number;
  where: string;
  href: string;
  /** What became of the words as they were, yours and theirs; null where only the item or the order is told. */
  texts: { mine: PieceView[]; theirs: PieceView[] } | null;
  /** A saying, as the choices’ labels are. */
  told: string;
  carried: string;
  choices: { value: string; label: string; chosen: boolean }[];
}

export function conflictView(
  words: Words,
  content: Content,
  conflict: Conflict,
  { number, effort }: { number: number; effort: Effort },
): ConflictView {
  const { carried, choices } = choicesOf(conflict, content);
  return {
    number,
    where: placeWords(words, content, conflict.at),
    href: `#${conflict.kind === 'order' ? `${conflict.at}-section` : conflict.at}`,
    texts:
      conflict.kind === 'text'
        ? {
            mine: piecesView(difference(conflict.base.trimEnd(), conflict.mine.trimEnd(), effort)),
            theirs: piecesView(difference(conflict.base.trimEnd(), conflict.theirs.trimEnd(), effort)),
          }
        : null,
    told: toldOf(conflict),
    carried,
    choices: choices.map((choice, i) => ({ ...choice, chosen: i === 0 })),
  };
}

function toldOf(conflict: Conflict): string {
  switch (conflict.kind) {
    case 'text':
      return 'drafting.conflicts.text';
    case 'kept':
      return conflict.by === 'mine' ? 'drafting.conflicts.removed-by-you' : 'drafting.conflicts.removed-by-them';
    case 'order':
      return 'drafting.conflicts.order';
  }
}
