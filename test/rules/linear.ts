/** From the least to the largest that something can be. */
export type Range = [least: number, largest: number];

/**
 * All that can be told of numbers that nobody may know: each is at least 0, and some of them add up to known sums.
 * Gives the range of every `wanted` sum of them, by the simplex method with Bland's rule. At least one solution exists.
 */
export function rangesOf(rows: number[][], sums: number[], wanted: number[][]): Range[] {
  const size = rows[0]!.length;
  const tableau = rows.map((row, i) => [...row, ...rows.map((_, j) => Number(i === j)), sums[i]!]);
  const basis = rows.map((_, i) => size + i);
  // first the helping variables, one a row, are driven out
  optimize(
    tableau,
    basis,
    tableau[0]!.slice(0, -1).map((_, j) => (j < size ? 0 : -1)),
    size,
  );
  return wanted.map((weights) => {
    const most = (sign: number) => {
      const costs = tableau[0]!.slice(0, -1).map((_, j) => (j < size ? sign * weights[j]! : -1e6));
      return sign * optimize(tableau, basis, costs, size);
    };
    return [Math.round(most(-1) * 1e6) / 1e6 + 0, Math.round(most(1) * 1e6) / 1e6 + 0];
  });
}

const ALMOST = 1e-9;

/** Moves to a corner at which `costs` are greatest, and gives their value there. */
function optimize(tableau: number[][], basis: number[], costs: number[], size: number): number {
  for (;;) {
    const gain = (column: number) =>
      costs[column]! - tableau.reduce((sum, row, i) => sum + costs[basis[i]!]! * row[column]!, 0);
    let enters = 0;
    while (enters < size && gain(enters) <= ALMOST) enters++;
    if (enters === size) return tableau.reduce((sum, row, i) => sum + costs[basis[i]!]! * row.at(-1)!, 0);
    pivot(tableau, basis, leaving(tableau, basis, enters), enters);
  }
}

function leaving(tableau: number[][], basis: number[], enters: number): number {
  let found = -1;
  let least = Infinity;
  tableau.forEach((row, i) => {
    if (row[enters]! <= ALMOST) return;
    const ratio = row.at(-1)! / row[enters]!;
    if (ratio < least - ALMOST || (ratio < least + ALMOST && basis[i]! < basis[found]!)) [found, least] = [i, ratio];
  });
  if (found < 0) throw new Error('the sums leave a number without an end');
  return found;
}

function pivot(tableau: number[][], basis: number[], leaves: number, enters: number): void {
  const by = tableau[leaves]![enters]!;
  const turned = tableau[leaves]!.map((value) => value / by);
  tableau.forEach((row, i) => {
    const factor = row[enters]!;
    if (i !== leaves && factor !== 0) tableau[i] = row.map((value, j) => value - factor * turned[j]!);
  });
  tableau[leaves] = turned;
  basis[leaves] = enters;
}
