/** Below this, Flesch's scale calls a text difficult: of the level of a university. */
export const DIFFICULT = 40;

/** Fewer words say nothing about how a text reads. */
const FEWEST_WORDS = 100;

/**
 * Reading ease after Flesch (1948) for English, from about 0 (hard) to 100 (easy); undefined for a text too short to
 * tell. Syllables are estimated by groups of vowels.
 */
export function readingEase(text: string): number | undefined {
  const words = text.match(/[A-Za-z][A-Za-z'’]*/g) ?? [];
  if (words.length < FEWEST_WORDS) return undefined;
  const sentences = Math.max(1, text.match(/[.!?]+(?=\s|$)|\n\n/g)?.length ?? 1);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - 1.015 * (words.length / sentences) - 84.6 * (syllables / words.length);
}

/** At least one; an `e` at the end is mute. */
const syllablesOf = (word: string): number =>
  Math.max(
    1,
    word
      .toLowerCase()
      .replace(/(?<=[^aeiouy]{2,}|[aeiouy][^aeiouyl])e$/, '')
      .match(/[aeiouy]+/g)?.length ?? 1,
  );
