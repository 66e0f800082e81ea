import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOfAmendment } from '../../src/letters/amendment.ts';
import { countedWords } from '../../src/letters/counted.ts';
import { type LetterInFile, readLetterFile, writeLetterFile } from '../../src/letters/letter-file.ts';
import { type Content, emptyContent, itemOf, withList, withText } from '../../src/organizing/drafting/content.ts';
import { advise } from '../../src/organizing/drafting/guard/guard.ts';
import { leastSeal } from '../../src/organizing/drafting/least-seal.ts';
import { sealedCount } from '../../src/reading/numbers/progress.ts';
import { fateOf } from '../../src/signing/release.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { drafts } from './drafts.ts';
import { adasDraft, openLetter } from './letters.ts';

function read(fields: Record<string, string | null>): LetterInFile {
  const letter = readLetterFile(letterFile({ release: null, ...fields }));
  if ('faults' in letter) throw new Error(JSON.stringify(letter.faults));
  return letter;
}

const small = '[{name: Halden, domains: [halden.example], headcount: 40}]';

describe('a letter file', () => {
  test.each<[what: string, fields: Record<string, string>, seal: number, low: number | undefined]>([
    ['with a seal below ten', { seal_until: '5' }, 10, 5],
    ['with a seal of just as many', { seal_until: '10' }, 10, undefined],
    ['with a seal above', { seal_until: '100' }, 100, undefined],
    ['of a small staff, below five', { seal_until: '3', employers: small }, 5, 3],
    ['of a small staff, above five', { seal_until: '7', employers: small }, 7, undefined],
    ['that releases more at once', { seal_until: '12', release: '{min: 20, every: 0}' }, 20, 12],
    ['of names alone', { seal_until: '2', shown: '[named]' }, 2, undefined],
    ['of names alone, that releases five at once', { seal_until: '2', shown: '[named]', release: '{min: 5}' }, 5, 2],
  ])('%s', (_what, fields, seal, low) => {
    const { draft, lowSeal } = read(fields);
    expect([draft.sealUntil, lowSeal]).toEqual([seal, low]);
  });

  test('says nothing of a seal where there is none', () => {
    expect(read({})).toMatchObject({ draft: { sealUntil: null } });
    expect(read({}).lowSeal).toBeUndefined();
  });

  test('is written with the seal as it was raised, and reads back to the same', () => {
    const { draft } = read({ seal_until: '5' });
    expect(writeLetterFile(draft)).toContain('seal_until: 10');
    const again = readLetterFile(writeLetterFile(draft)) as LetterInFile;
    expect(again).toEqual({ draft });
    expect(again.lowSeal).toBeUndefined();
  });
});

test('whatever seal and release a file names, what is told is when signatures appear', () => {
  const seals = fc.oneof(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 1_000_000 }));
  fc.assert(
    fc.property(drafts, seals, fc.integer({ min: 0, max: 30 }), (written, sealUntil, above) => {
      const least = written.shown.length === 1 && written.shown[0] === 'named' ? 1 : 10;
      const release = { min: least + above, every: 0 };
      const file = writeLetterFile({ ...written, sealUntil, release, vouching: false, supporters: null });
      const { draft } = readLetterFile(file) as LetterInFile;
      const letter = openLetter({ ...draft, status: 'open', closes: null });
      const { until } = sealedCount(letter, { number: 0 } as never)!;
      const after = (count: number) =>
        fateOf(letter, { count, released: false, last: letter.openedAt }, letter.openedAt);
      expect([after(until - 1), after(until)]).toEqual(['wait', 'release']);
      const words = wordsIn('en');
      expect(countedWords(letter, words)).toContain(words.say('letters.counted.sealed', { count: until }));
      expect(until).toBe(Math.max(sealUntil, release.min));
    }),
    { numRuns: 300 },
  );
});

describe('while it is written', () => {
  const content = (typed: string, changes: (content: Content) => Content = (same) => same): Content =>
    changes(withText(emptyContent(), 'sealUntil', typed));
  const namesAlone = (some: Content): Content => ({
    ...some,
    choices: { ...some.choices, byRole: false, anonymous: false },
  });
  const ofForty = (some: Content): Content =>
    withList(some, 'employers', () => [itemOf('employers', 'i1', { name: 'Halden', headcount: '40' })]);
  const twenty = (some: Content): Content => withText(some, 'releaseMin', ' 20 ');

  test.each<[string, (content: Content) => Content, number]>([
    ['nothing is known of it', (same) => same, 10],
    ['its staff is small', ofForty, 5],
    ['everybody signs with their name', namesAlone, 1],
    ['more are published at once', twenty, 20],
    ['the number is no number', (some) => withText(some, 'releaseMin', 'many'), 10],
    ['the number is too small', (some) => withText(some, 'releaseMin', '2'), 10],
  ])('where %s, its least seal is known', (_what, changes, least) => {
    expect(leastSeal(content('', changes))).toBe(least);
  });

  const told = (some: Content) => advise(some).filter(({ rule }) => rule === 'low-seal');

  test('the guard tells of a seal that is lower, with the number that holds', () => {
    const advice = { rule: 'low-seal', at: 'sealUntil', paragraph: null };
    expect(told(content('5'))).toEqual([{ ...advice, words: '5', values: { least: 10 } }]);
    expect(told(content(' 12 ', twenty))).toEqual([{ ...advice, words: '12', values: { least: 20 } }]);
    expect(told(withText(content('5'), 'language', 'de'))).toHaveLength(1);
  });

  test.each(['', '10', '100', 'many', '1', '0', '-5'])('and of nothing else: %j', (typed) => {
    expect(told(content(typed))).toEqual([]);
  });

  test('nor where such a seal is kept as it is', () => {
    expect(told(content('5', ofForty))).toEqual([]);
    expect(told(content('2', namesAlone))).toEqual([]);
  });
});

test('a letter that was published with a lower seal can be amended, and not by another seal', () => {
  const old = { ...adasDraft, sealUntil: 5 };
  const fields = (sealUntil: number | null) =>
    faultsOfAmendment(old, { ...old, title: 'End it now', sealUntil }).map(({ path }) => path[0]);
  expect([fields(10), fields(5)]).toEqual([[], []]);
  expect([fields(11), fields(null)]).toEqual([['seal_until'], ['seal_until']]);
});
