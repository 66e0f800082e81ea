import { isLanguage, languages } from '../../web/languages.ts';
import type { Letter } from '../letter.ts';

/** The language that a tag names, as it is written, or the saying why there can be no translation into it. */
export function readLanguage(
  typed: string,
  original: Pick<Letter, 'language'>,
): { language: string } | { fault: string } {
  const tag = typed.trim();
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) || nameIn('en', tag) === undefined)
    return { fault: 'translations.fault.unknown' };
  const language = canonical(tag)!;
  return language === canonical(original.language) ? { fault: 'translations.fault.same' } : { language };
}

/** A language as it names itself. */
export const ownName = (language: string): string =>
  isLanguage(language) ? languages[language] : capital(nameIn(language, language) ?? language, language);

/** A language in the words of whoever reads. */
export const nameFor = (reader: string, language: string): string => nameIn(reader, language) ?? language;

/** Undefined where it is no tag, or names no language that is known. */
function nameIn(reader: string, tag: string): string | undefined {
  const known = canonical(tag);
  return known === undefined
    ? undefined
    : new Intl.DisplayNames([canonical(reader) ?? 'en'], { type: 'language', fallback: 'none' }).of(known);
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // it is no tag
    return undefined;
  }
}

const capital = (name: string, language: string): string =>
  name.replace(/^./u, (first) => first.toLocaleUpperCase(canonical(language)));
