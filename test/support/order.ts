/** SQLite's page: within one, rows stand in the order in which they came unless something rewrote them. */
const PAGE = 4_096;

/**
 * How strongly the places of these keys in a file follow their order, in standard deviations of Kendall's tau:
 * over the whole file, and within its pages alone. Keys that are not in the file are left out.
 */
export function orderIn(content: Buffer, keys: Uint8Array[]): { found: number; whole: number; pages: number } {
  const places = keys.map((key) => content.indexOf(key)).filter((place) => place >= 0);
  const pages = [...new Set(places.map(pageOf))].map((page) => places.filter((place) => pageOf(place) === page));
  return { found: places.length, whole: deviations([places]), pages: deviations(pages) };
}

const pageOf = (place: number): number => Math.floor(place / PAGE);

/** Rises minus falls over all pairs of each list, by the standard deviation that chance gives. */
function deviations(lists: number[][]): number {
  let sum = 0;
  let variance = 0;
  for (const list of lists) {
    list.forEach((one, i) => list.slice(i + 1).forEach((other) => (sum += Math.sign(other - one))));
    variance += (list.length * (list.length - 1) * (2 * list.length + 5)) / 18;
  }
  return variance === 0 ? 0 : sum / Math.sqrt(variance);
}
