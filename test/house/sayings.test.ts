import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../db/root.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { type Source, sourcesBelow } from './source.ts';

/** What stands in the program and the views: keys in quotes, in a call or as a value. */
const quoted = /(['"`])([a-z][a-z-]*(?:\.[a-z0-9][\w-]*)+)\1/g;
/** Said by a view or the program, so it must be there. */
const spoken = /(?:\{\{~?t |\(t |\bsay\(|\bsaid\()\s*(['"`])([^'"`$]+)\1/g;

const speaking = [...sourcesBelow('views'), ...sourcesBelow('src')].filter(
  ({ path }) => /\.(html|txt|ts)$/.test(path) && !/^src\/(cli|dev)\//.test(path),
);

/** The texts of one language, by the name of the file and the key. */
function textsOf(language: string): Map<string, string> {
  const folder = join(root, 'locales', language);
  return new Map(
    readdirSync(folder).flatMap((file) =>
      Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>).map(
        ([key, text]): [string, string] => [`${basename(file, '.json')}.${key}`, text],
      ),
    ),
  );
}

const english = textsOf('en');

const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const baseKeys = (texts: Map<string, string>): Set<string> => new Set(Array.from(texts.keys(), withoutPlural));

const found = (pattern: RegExp, sources: Source[]): string[] =>
  sources.flatMap(({ text }) => Array.from(text.matchAll(pattern), (match) => match[2]!));

const missing = (sources: Source[], texts: Map<string, string>): string[] => {
  const keys = baseKeys(texts);
  return found(spoken, sources).filter((key) => !keys.has(key));
};

const unused = (sources: Source[], texts: Map<string, string>): string[] => {
  const named = new Set(found(quoted, sources));
  return [...baseKeys(texts)].filter((key) => !named.has(key));
};

/** The names of the values and the tags of a text, which a translation must keep. */
const valuesIn = (text: string): string[] => Array.from(text.matchAll(/\{\{\s*(\w+)/g), ([, name]) => name!).toSorted();
const tagsIn = (text: string): string[] => Array.from(text.matchAll(/<[^>]+>/g), ([tag]) => tag).toSorted();

test('every saying that is said is there', () => {
  expect(missing(speaking, english)).toEqual([]);
});

test('every saying that is there is said', () => {
  expect(unused(speaking, english)).toEqual([]);
});

describe.each(everyLanguage)('in %s', (language) => {
  const texts = textsOf(language);

  test('the same sayings are there', () => {
    expect([...baseKeys(texts)].toSorted()).toEqual([...baseKeys(english)].toSorted());
  });

  test('a plural has every form that the language has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set([...texts.keys()].filter((key) => key !== withoutPlural(key)).map(withoutPlural));
    const lacking = [...plurals].flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((one) => !texts.has(one)),
    );
    expect(lacking).toEqual([]);
  });

  test('each saying keeps the values and the tags of the English one', () => {
    const differing = Array.from(texts).filter(([key, text]) => {
      const original = english.get(key) ?? english.get(`${withoutPlural(key)}_other`) ?? '';
      // a plural form may say “one” in place of the number
      const values = valuesIn(text).filter((name) => name !== 'count');
      const wanted = valuesIn(original).filter((name) => name !== 'count');
      return values.join() !== wanted.join() || tagsIn(text).join() !== tagsIn(original).join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

test('a missing and an unused saying are found', () => {
  const sources = [{ path: 'views/a.html', text: "{{t 'site.skip'}} {{t 'site.gone' a=(t 'site.lost')}}" }];
  expect(missing(sources, english)).toEqual(['site.gone', 'site.lost']);
  expect(
    unused(
      sources,
      new Map([
        ['site.skip', ''],
        ['site.many_one', ''],
        ['site.many_other', ''],
      ]),
    ),
  ).toEqual(['site.many']);
});
