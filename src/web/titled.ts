import type { Values, Words } from './words.ts';

/** The title of a page; where something is to be mended, it says so first. */
export function titled(words: Words, saying: string, wrong: unknown, values: Values = {}): string {
  const title = words.say(saying, values);
  return wrong ? words.say('site.error.prefix', { title }) : title;
}
