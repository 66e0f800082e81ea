import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyLanguage } from '../../src/web/languages.ts';

const folder = join(import.meta.dirname, '..', '..', 'locales');

/** All sayings of a language by their names. */
function sayingsOf(language: string): Map<string, string> {
  const files = readdirSync(join(folder, language));
  return new Map(
    files.flatMap((file) => {
      const texts = JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Record<string, string>;
      return Object.entries(texts).map(([key, text]): [string, string] => [
        `${file.slice(0, -'json'.length)}${key}`,
        text,
      ]);
    }),
  );
}

const english = sayingsOf('en');
const others = everyLanguage.filter((language) => language !== 'en');

describe.each(everyLanguage)('in %s', (language) => {
  const sayings = sayingsOf(language);
  test.each([
    ['open', ['drafting.status.open', 'answering.status.open', 'reading.letter.status.open']],
    ['met', ['drafting.status.met', 'answering.status.met', 'reading.letter.status.met', 'accounts.stage.met']],
    [
      'partly met',
      [
        ...['drafting.status.partly-met', 'answering.status.partly-met'],
        ...['reading.letter.status.partly-met', 'accounts.stage.partly'],
      ],
    ],
    [
      'refused',
      [
        'drafting.status.refused',
        'answering.status.refused',
        'reading.letter.status.refused',
        'accounts.stage.refused',
      ],
    ],
  ])('a demand that is %s is so in the same words everywhere', (_status, names) => {
    expect(new Set(names.map((name) => sayings.get(name)))).toHaveProperty('size', 1);
  });
});

/** What somebody does at work; what an organizer may do in a letter is another thing. */
const role = { de: /Funktion/, es: /funci(ón|ones)/i, fr: /fonction/i, ar: /وظيف|وظائف/ };
const ofOrganizers = [
  ...['accounts.act.changed-role', 'accounts.detail.role', 'accounts.members.others'],
  'deciding.refused.yourself',
];
const ofWork = [...english].filter(
  ([name, text]) => /\broles?\b/i.test(text) && !ofOrganizers.includes(name) && !text.includes('by role or'),
);

describe.each(others)('in %s', (language) => {
  const sayings = sayingsOf(language);

  test('a role at work has one word', () => {
    const otherwise = ofWork.filter(([name]) => !role[language].test(sayings.get(name)!));
    expect(otherwise.map(([name]) => name)).toEqual([]);
    expect(ofWork.length).toBeGreaterThan(15);
  });

  test('the part of an organizer has another one', () => {
    for (const name of ofOrganizers) expect(sayings.get(name)).not.toMatch(role[language]);
  });
});
