import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/public-board.ts';
import type { FrameOptions } from '../../web/frame.ts';
import type { Words } from '../../web/words.ts';
import { signedWords } from '../numbers/nouns.ts';
import { cardOf, wordsOf } from './card.ts';

/**
 * What the head of a letter's page says to other sites, feed readers and search engines. `inLetter` are the words of the
 * letter's language, in which its card is; null where there are no cards.
 */
export function headOf(
  letter: PublishedLetter,
  published: Published,
  words: Words,
  inLetter: Words | null,
): Pick<FrameOptions, 'image' | 'alternates' | 'structured'> {
  const path = paths.letter(letter.address);
  const feed = {
    type: 'application/atom+xml',
    title: words.say('reading.letter.feed'),
    path: paths.feed(letter.address),
  };
  return {
    ...(inLetter === null
      ? {}
      : {
          image: { path: paths.card(letter.address), words: wordsOf(cardOf(letter, published, 'http://x', inLetter)) },
        }),
    alternates: [
      feed,
      { type: 'application/json', title: words.say('reading.letter.programs'), path: paths.apiLetter(letter.address) },
      {
        type: 'application/json+oembed',
        title: letter.title,
        path: `${paths.oembed()}?url=${encodeURIComponent(path)}`,
      },
    ],
    structured: (whole) => structuredOf(letter, published, words, whole, inLetter !== null),
  };
}

/** The letter as schema.org has it: an article with a number of endorsements. */
function structuredOf(
  letter: PublishedLetter,
  { totals, asOf }: Published,
  words: Words,
  whole: (path: string) => string,
  cards: boolean,
): object {
  const author = letter.from ?? letter.employers.map(({ name }) => `Employees of ${name}`).join(' and ');
  return {
    '@context': 'https://schema.org',
    '@type': 'Article',
    genre: 'Open letter',
    headline: letter.title,
    url: whole(paths.letter(letter.address)),
    inLanguage: letter.language,
    datePublished: new Date(letter.openedAt).toISOString(),
    dateModified: new Date(asOf).toISOString(),
    author: { '@type': 'Organization', name: author },
    about: letter.employers.map(({ name }) => ({ '@type': 'Organization', name })),
    ...(cards ? { image: whole(paths.card(letter.address)) } : {}),
    ...(totals.total > 0 ? { interactionStatistic: counterOf(letter, totals.total, words) } : {}),
  };
}

/** None while nobody is told of anybody: a zero would be false. */
const counterOf = (letter: PublishedLetter, total: number, words: Words) => ({
  '@type': 'InteractionCounter',
  interactionType: 'https://schema.org/EndorseAction',
  userInteractionCount: total,
  ...(letter.employers.length > 1 ? { description: signedWords(letter, total, words) } : {}),
});
