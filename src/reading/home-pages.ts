import type { PublishedLetter } from '../letters/letter.ts';
import { paths } from '../paths.ts';
import type { Published } from '../signing/public-board.ts';
import type { MakeFrame } from '../web/frame.ts';
import { directionOf } from '../web/languages.ts';
import { page } from '../web/render.ts';
import type { Words } from '../web/words.ts';
import { addresseesOf } from './addressees.ts';
import { numberLine } from './numbers/line.ts';

interface LetterCard {
  path: string;
  language: string;
  textDirection: 'ltr' | 'rtl';
  title: string;
  to: string;
  from: string | null;
  /** Null where it is sealed. */
  number: string | null;
  signed: string;
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

function cardOf({ letter, published }: HomeLetter, words: Words): LetterCard {
  const { number, words: signed } = numberLine(letter, published, words);
  return {
    path: paths.letter(letter.address),
    language: letter.language,
    textDirection: directionOf(letter.language),
    title: letter.title,
    to: addresseesOf(letter, words),
    from: letter.from,
    ...{ number, signed },
  };
}
