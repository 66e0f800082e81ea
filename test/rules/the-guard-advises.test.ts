import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, emptyContent, itemOf, withList, withText } from '../../src/organizing/drafting/content.ts';
import { type GuardRule, advise, guardRules } from '../../src/organizing/drafting/guard/guard.ts';
import { readingEase } from '../../src/organizing/drafting/guard/reading-level.ts';
import { timesAsLong } from '../support/growth.ts';
import { contents } from './contents.ts';

const letter = (body: string): Content =>
  withList(withText(emptyContent(), 'body', body), 'to', () => [
    itemOf('to', 'i1', { name: 'Jo Doe', role: 'Chief executive', organization: 'Halden Systems' }),
  ]);

const found = (body: string, rule: GuardRule): string[] =>
  advise(letter(body)).flatMap((advice) => (advice.rule === rule ? [advice.words] : []));

describe('what each rule finds, and what it lets be', () => {
  test.each<[GuardRule, string, string[]]>([
    ['private-names', 'Martin Keller told us to be quiet.', ['Martin Keller']],
    ['private-names', 'When Anne-Marie van Dijk asked, nobody answered.', ['Anne-Marie van Dijk']],
    ['private-names', 'Dear Jo Doe, Halden Systems must answer. We wrote on Monday. The Supreme Court agrees.', []],
    [
      'document-marks',
      'The slides were marked Company Confidential and “internal only”.',
      ['Company Confidential', 'internal only'],
    ],
    ['document-marks', 'We are confident that an internal answer is possible.', []],
    ['code-names', 'See PAY-1234, which belongs to Project Dragonfly.', ['PAY-1234', 'Project Dragonfly']],
    ['code-names', 'Our project follows ISO-9001 and RFC-9474.', []],
    ['superlatives', 'This is the worst decision, and always was.', ['worst', 'always']],
    ['superlatives', 'This decision is wrong.', []],
    ['insults', 'Only a liar says so.', ['liar']],
    ['insults', 'What was said is not true.', []],
    ['unsourced', 'The company has decided to end it.', ['has decided']],
    ['unsourced', 'It paid 30 % of all workers less.', ['30 %']],
    ['unsourced', 'The company has decided to end it.[^1]', []],
    ['unsourced', 'It was announced on https://example.com/news', []],
    ['unsourced', 'We ask for two things.', []],
    ['speaks-alone', 'My manager refused my leave.', ['My']],
    ['speaks-alone', 'I have seen it.', ['I']],
    ['speaks-alone', 'My colleagues and I have seen it, and we ask for an answer.', []],
    ['speaks-alone', 'The myth of mining.', []],
  ])('%s: %s', (rule, body, words) => {
    expect(found(body, rule).map((word) => word.toLowerCase())).toEqual(words.map((word) => word.toLowerCase()));
  });

  test('five demands pass, the sixth is told', () => {
    const many = (count: number) =>
      withList(letter('We ask.'), 'demands', () =>
        Array.from({ length: count }, (_, i) => itemOf('demands', `i${i}`, { text: 'Answer us' })),
      );
    expect(advise(many(5))).toEqual([]);
    expect(advise(many(6))).toEqual([{ rule: 'demands', words: '', at: 'demands', paragraph: null }]);
  });

  test('a text of long words is told once, in English alone', () => {
    const hard =
      'Notwithstanding organizational considerations regarding institutional accountability mechanisms, '.repeat(20);
    expect(advise(letter(hard))).toMatchObject([{ rule: 'reading-level', at: 'body' }]);
    expect(advise(withText(letter(hard), 'language', 'de'))).toEqual([]);
    expect(advise(letter('We ask you to stop. We made this and we know it well. '.repeat(20)))).toEqual([]);
  });

  test('in another language only what numbers tell is looked at', () => {
    const body =
      'Martin Keller hat mich gefragt, siehe PAY-1234.\n\nDas kostete 1.200.000 Euro.\n\nmy worst liar, confidential';
    const rulesIn = (language: string) => [
      ...new Set(advise(withText(letter(body), 'language', language)).map(({ rule }) => rule)),
    ];
    expect(rulesIn('de')).toEqual(['code-names', 'unsourced']);
    for (const english of ['en', 'en-GB', ''])
      expect(rulesIn(english)).toEqual(
        expect.arrayContaining(['private-names', 'document-marks', 'superlatives', 'insults', 'speaks-alone']),
      );
  });

  test('the ease of a known text is near what Flesch gives', () => {
    // 11 one-syllable words in one sentence: 206.835 - 1.015 × 11 - 84.6
    const sentence = 'The cat sat on the mat and the dog ran off. ';
    expect(readingEase(sentence.repeat(10))).toBeCloseTo(111.07, 1);
    expect(readingEase(sentence)).toBeUndefined();
  });
});

test('the paragraph is told, and a demand by its own name', () => {
  const content = withList(letter('We ask.\n\nThis is the worst.'), 'demands', () => [
    itemOf('demands', 'i9', { text: 'Fire the idiots' }),
  ]);
  expect(advise(content)).toEqual([
    { rule: 'superlatives', words: 'worst', at: 'body', paragraph: 2 },
    { rule: 'insults', words: 'idiots', at: 'demands.i9.text', paragraph: null },
  ]);
});

test('whatever is written, the guard has an opinion, and only by its rules', () => {
  fc.assert(
    fc.property(contents, (content) => {
      for (const { rule } of advise(content)) expect(guardRules).toContain(rule);
    }),
  );
});

// by the square it would be sixteen times as long
test.each(['Aa ', '1,234', 'confidential-', '[^a'])(
  'four times as much of “%s” takes about four times as long',
  async (words) => {
    expect(
      await timesAsLong([40_000, 160_000], (size) => advise(letter(words.repeat(size / words.length)))),
    ).toBeLessThan(10);
  },
);
