/** How many pairs of neighbouring letters two texts share, from 0 to 1: it needs no words, so it goes in any script. */
export function likeness(a: string, b: string): number {
  const [first, second] = [pairsOfLetters(a), pairsOfLetters(b)];
  const shared = [...first].filter((pair) => second.has(pair)).length;
  return first.size + second.size === 0 ? 0 : (2 * shared) / (first.size + second.size);
}

function pairsOfLetters(text: string): Set<string> {
  const letters = [...text.toLowerCase().replace(/\s+/g, ' ')];
  return new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`));
}
