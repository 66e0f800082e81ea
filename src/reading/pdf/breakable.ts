/** A line holds about twice as many characters; no word of a language with spaces is so long. */
const LONG = /\S{40,}/gu;
const BREAKS = /[/?&=._~+-](?=\S)|(?:[^\s/?&=._~+-]\p{M}*){12}(?=\S)/gu;

/** Lets addresses and other endless words go on in the next line, instead of beyond the edge of the paper. */
export const breakable = (text: string): string =>
  text.replace(LONG, (run) => run.replace(BREAKS, (part) => `${part}\u200B`));
