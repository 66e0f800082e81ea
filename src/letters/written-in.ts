import { directionOf } from '../web/languages.ts';
import type { Letter } from './letter.ts';

/** In which language words of the letter's author are, for pages that speak another one (WCAG 3.1.2). */
export interface WrittenIn {
  letterLanguage: string;
  letterDirection: 'ltr' | 'rtl';
}

export const writtenIn = ({ language }: Pick<Letter, 'language'>): WrittenIn => ({
  letterLanguage: language,
  letterDirection: directionOf(language),
});
