/** A demand that an amendment put into other words: the version that did, when, and the words before and since. */
export interface Rewording {
  version: number;
  at: number;
  from: string;
  to: string;
}

/** The words that a demand has by now, if it read so at that instant. */
export const wordsSince = (rewordings: Rewording[], words: string, at: number): string =>
  rewordings.reduce((now, one) => (one.at >= at && one.from === now ? one.to : now), words);

/** The words that a demand had before each rewording, the newest first, each with the instant at which it ended. */
export function earlierWords(rewordings: Rewording[], words: string): { text: string; until: number }[] {
  const steps: { text: string; until: number }[] = [];
  for (const { from, to, at } of rewordings.toReversed())
    if (to === (steps.at(-1)?.text ?? words)) steps.push({ text: from, until: at });
  return steps;
}
