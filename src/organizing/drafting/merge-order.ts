/**
 * The order of a list that two writers changed. One whom only one of them removed stays away, unless `keeps` says
 * that the other edited it. What one added stands behind what it stood behind. If both moved items, mine holds.
 */
export function mergeOrder(
  base: string[],
  mine: string[],
  theirs: string[],
  keeps: (id: string) => boolean,
): { ids: string[]; conflict: boolean } {
  const stays = new Set([...mine, ...theirs].filter(staying()));
  const [myMove, theirMove] = [isMoved(base, mine), isMoved(base, theirs)];
  const [first, second] = theirMove && !myMove ? [theirs, mine] : [mine, theirs];
  const ids = first.filter((id) => stays.has(id));
  second.forEach((id, i) => {
    if (!stays.has(id) || ids.includes(id)) return;
    const before = second.slice(0, i).findLast((other) => ids.includes(other));
    ids.splice(before === undefined ? 0 : ids.indexOf(before) + 1, 0, id);
  });
  return { ids, conflict: myMove && theirMove && !sameOrder(mine, theirs) };

  function staying() {
    const [was, my, their] = [new Set(base), new Set(mine), new Set(theirs)];
    const decided = new Map<string, boolean>();
    return (id: string): boolean => {
      const stay = decided.get(id) ?? (!was.has(id) || (my.has(id) && their.has(id)) || keeps(id));
      decided.set(id, stay);
      return stay;
    };
  }
}

const isMoved = (base: string[], now: string[]): boolean => !sameOrder(base, now);

/** Whether what two lists have in common stands in the same order. */
function sameOrder(a: string[], b: string[]): boolean {
  const common = b.filter((id) => a.includes(id));
  return a.filter((id) => b.includes(id)).every((id, i) => common[i] === id);
}
