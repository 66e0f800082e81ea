import type { PublishedLetter } from '../letters/letter.ts';
import type { Words } from '../web/words.ts';

/** To whom a letter goes, in one line. */
export const addresseesOf = ({ to }: Pick<PublishedLetter, 'to'>, words: Words): string =>
  to
    .map(({ name, organization }) => [name, organization].filter(Boolean).join(words.say('reading.comma')))
    .join(words.say('reading.semicolon'));
