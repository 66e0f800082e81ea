import type { PublishedLetter } from '../letters/letter.ts';
import type { Words } from '../web/words.ts';

/** Whom a letter comes from, where that must be said. */
export const authorOf = ({ from, employers }: PublishedLetter, words: Words): string =>
  from ?? words.say('reading.employees-of', { names: words.list(employers.map(({ name }) => name)) });
