/** How many have signed the latest text, as last published; all others stand by an earlier version. */
export interface SignedText {
  version: number;
  count: number;
}

interface Change {
  /** The totals before and after a release. */
  total: { before: number; after: number };
  /** How many stand by the latest version now. */
  actual: number;
  latest: number;
  /** The fewest people that a number may tell apart. */
  group: number;
}

/**
 * The number of those who signed the latest text, after a release. The public sees it move beside the total, and so
 * computes three more: who signed anew, who confirmed the new text, who is left with an earlier one. Each of them
 * moves by nothing or by a group; where the true numbers do not, people are still counted with the earlier text.
 */
export function signedTextAfter(published: SignedText, { total, actual, latest, group }: Change): SignedText {
  if (latest === 1) return { version: 1, count: total.after };
  const last = published.version === latest ? published.count : 0;
  const earlier = total.before - last;
  const movesEnough = (by: number) => by === 0 || Math.abs(by) >= group;
  const count = [actual, total.after - earlier, last].find(
    (next) =>
      next >= 0 &&
      next <= Math.min(actual, total.after) &&
      // what moves with the total tells nothing that the total does not
      (next === total.after - earlier ||
        next === last ||
        (movesEnough(next - last) && movesEnough(total.after - next - earlier))),
  );
  return { version: latest, count: count ?? Math.min(actual, total.after) };
}
