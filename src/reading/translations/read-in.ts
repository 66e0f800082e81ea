import type { PublishedLetter } from '../../letters/letter.ts';
import { ownName } from '../../letters/translations/language.ts';
import { paths } from '../../paths.ts';
import { directionOf, everyLanguage, isLanguage, primaryOf } from '../../web/languages.ts';
import type { Words } from '../../web/words.ts';

/** A language in which a letter can be read. */
interface ReadIn {
  tag: string;
  name: string;
  path: string;
  isOriginal: boolean;
  /** Where it is of an earlier version than the letter's latest. */
  version: string | null;
  current: boolean;
}

/** In which languages a letter can be read, the original first; empty where it has no translation. */
export function readInView(letter: PublishedLetter, current: string, words: Words): ReadIn[] {
  if (letter.translations.length === 0) return [];
  const { language, address } = letter;
  const original = { tag: language, name: ownName(language), path: paths.letter(address), isOriginal: true };
  return [
    { ...original, version: null, current: language === current },
    ...letter.translations.map(({ language: tag, version }) => ({
      ...{ tag, name: ownName(tag), path: paths.translation(address, tag), isOriginal: false },
      ...{ version: version < letter.version ? words.number(version) : null, current: tag === current },
    })),
  ];
}

/** A translation into the language of whoever reads. */
export interface OfferView {
  path: string;
  title: string;
  tag: string;
  textDirection: 'ltr' | 'rtl';
}

/** The translation that somebody who reads in this language would rather read; null where the original is as good. */
export function offerFor({ language, address, translations }: PublishedLetter, words: Words): OfferView | null {
  const speaks = (tag: string) => primaryOf(tag) === words.language;
  const fitting = translations.find((one) => one.language === words.language) ?? translations.find(isSpoken);
  if (speaks(language) || !fitting) return null;
  const { language: tag, title } = fitting;
  return { path: paths.translation(address, tag), title, tag, textDirection: directionOf(tag) };

  function isSpoken(one: { language: string }): boolean {
    return speaks(one.language);
  }
}

/**
 * Where search engines find a letter in each language: the translation where there is one, within a page of the same
 * language where we speak it.
 */
export function foundAt({ address, translations }: PublishedLetter): { language: string; path: string }[] {
  const isIn = (language: string) => translations.some((one) => one.language === language);
  const letter = paths.letter(address);
  return [
    ...everyLanguage.map((language) => ({
      language,
      path: isIn(language) ? canonicalOf(address, language) : `/${language}${letter}`,
    })),
    ...translations
      .filter(({ language }) => !isLanguage(language))
      .map(({ language }) => ({ language, path: canonicalOf(address, language) })),
    { language: 'x-default', path: letter },
  ];
}

/** The one address of a translation for search engines: there the page around it speaks its language, if we do. */
export const canonicalOf = (address: string, language: string): string =>
  `${isLanguage(language) ? `/${language}` : ''}${paths.translation(address, language)}`;
