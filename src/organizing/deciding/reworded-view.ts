import { questionsOf } from '../../letters/answers/same-demand.ts';
import type { Letter } from '../../letters/letter.ts';
import { type Words, said } from '../../web/words.ts';
import { draftOf } from '../drafting/letter-of.ts';
import type { Writing } from '../drafting/store.ts';
import type { Proposal } from './proposal.ts';

/** Whether a demand that reads like none before is an earlier one. */
export interface QuestionView {
  name: string;
  number: string;
  text: string;
  options: { value: string; number: string; text: string; chosen: boolean }[];
}

/** What is asked of an amendment, as it was chosen before or as the words suggest. */
export function questionViews(
  letter: Letter,
  { content }: Writing,
  words: Words,
  chosen?: Map<number, string>,
): QuestionView[] {
  const read = draftOf(content);
  if ('faults' in read) return [];
  const [before, now] = [letter, read.draft].map(({ demands }) => demands.map(({ text }) => text));
  const { asked: questions, gone } = questionsOf(before!, now!);
  return questions.map(({ number, text, guess }) => ({
    ...{ name: `same-${number}`, number: words.number(number), text },
    options: gone.map((one) => ({
      ...{ value: String(one.number), number: words.number(one.number), text: shortened(one.text) },
      chosen: String(one.number) === (chosen ? chosen.get(number) : String(guess ?? '')),
    })),
  }));
}

/** What was said of demands in other words, in sayings. */
export const sameOf = ({ detail }: Proposal, words: Words): string[] =>
  [...(detail['same'] ?? '').matchAll(/(\d+)=(\d+)/g)].map(([, now, before]) =>
    said('deciding.asked.same', { now: words.number(Number(now)), before: words.number(Number(before)) }),
  );

const SHORT = 80;
const shortened = (text: string): string =>
  [...text].length <= SHORT ? text : `${[...text].slice(0, SHORT).join('')}…`;
