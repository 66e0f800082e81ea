import { type Piece, keyOf, standingOf } from './piece.ts';
import type { Remark } from './remark.ts';

/** A draft piece by piece, with what was said about each. */
export interface LaidOut {
  pieces: { piece: Piece; beside: Remark[] }[];
  /** Those whose piece is not there any more. */
  gone: Remark[];
}

/** Puts every open remark where it belongs: organizers' in the order given, then colleagues', in an order that tells nothing. */
export function layOut(pieces: Piece[], remarks: Remark[]): LaidOut {
  const at = new Map(pieces.map((piece) => [keyOf(piece), { piece, beside: [] as Remark[] }]));
  const gone: Remark[] = [];
  for (const remark of inOrder(remarks.filter(({ state }) => state === 'open'))) {
    const standing = standingOf(pieces, remark.about);
    if (standing.state === 'gone') gone.push(remark);
    else at.get(keyOf(standing.piece))!.beside.push(remark);
  }
  return { pieces: [...at.values()], gone };
}

/** Colleagues' remarks stand behind the others, by their words: nothing says which came first. */
export function inOrder(remarks: Remark[]): Remark[] {
  const others = remarks.filter(({ author }) => author.by === 'colleague');
  const words = ({ says, name }: Remark) => `${says}\n${name}`;
  const sorted = others.toSorted((a, b) => (words(a) < words(b) ? -1 : 1));
  return [...remarks.filter(({ author }) => author.by === 'organizer'), ...sorted];
}
