import type { PublishedLetter } from '../letters/letter.ts';
import { paths } from '../paths.ts';
import type { Published } from '../signing/public-board.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import type { Words } from '../web/words.ts';
import { nounFor } from './numbers/nouns.ts';

interface LetterCard {
  path: string;
  language: string;
  title: string;
  to: string;
  from: string | null;
  total: string;
  noun: string;
}

interface HomePage {
  letters: LetterCard[];
  devMail: string | null;
}

const homePage = page<HomePage>('reading/home');

export interface HomeLetter {
  letter: PublishedLetter;
  published: Published;
}

/** The letters of the site. */
export function pageOfLetters(frame: MakeFrame, development: boolean, letters: HomeLetter[]): string {
  const { words } = frame;
  const title = words.say('reading.home.title');
  return homePage({
    ...frame({
      title,
      listedAt: paths.home(),
      alternates: [{ type: 'application/atom+xml', title, path: paths.siteFeed() }],
    }),
    letters: letters.map((one) => cardOf(one, words)),
    devMail: development ? paths.devMail() : null,
  });
}

const cardOf = ({ letter, published: { totals } }: HomeLetter, words: Words): LetterCard => ({
  path: paths.letter(letter.address),
  language: letter.language,
  title: letter.title,
  to: letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; '),
  from: letter.from,
  total: words.number(totals.total),
  noun: nounFor(letter, totals.total, words),
});
