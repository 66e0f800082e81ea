import {
  type Answer,
  type Answers,
  type DemandMark,
  deliveredOn,
  longestWait,
  waitOf,
} from '../../letters/answers/answer.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { renderNews } from '../../letters/markdown.ts';
import { date, number } from '../../letters/words.ts';
import type { SafeHtml } from '../../web/safe-html.ts';

interface SourceView {
  url: string;
  host: string;
}

interface MarkView {
  status: string;
  day: string;
  source: SourceView | null;
  note: string | null;
}

interface DemandView {
  number: number;
  text: string;
  path: string;
  status: string;
  mark: MarkView | null;
  earlier: MarkView[];
  wait: string | null;
  responses: { path: string; words: string }[];
}

interface ResponseView {
  anchor: string;
  from: string;
  day: string;
  text: string;
  source: SourceView | null;
  copy: { hash: string; day: string } | null;
  /** A demand that was amended since has no place any more. */
  demands: { words: string; path: string | null }[];
}

/** What followed a letter, as its page shows it. */
export interface AnswersView {
  deliveries: { day: string; to: string; how: string }[];
  demands: DemandView[];
  /** Whether there is more to say of the demands than the letter does itself. */
  ledger: boolean;
  responses: ResponseView[];
  updates: { anchor: string; day: string; title: string; body: SafeHtml }[];
  corrections: { day: string; text: string }[];
}

/** The newest first. Null where nothing followed yet. */
export function answersView(letter: PublishedLetter, answers: Answers, now: number): AnswersView | null {
  if (Object.values(answers).every((list: unknown[]) => list.length === 0)) return null;
  const { deliveries, responses, updates, corrections, marks } = answers;
  return {
    deliveries: deliveries.toReversed().map(({ day, to, how }) => ({ day: words(day), to, how })),
    demands: letter.demands.map((_, i) => demandView(letter, i, answers, now)),
    ledger: letter.demands.length > 0 && deliveries.length + responses.length + marks.length > 0,
    responses: responses.toReversed().map((response) => responseView(letter, response)),
    updates: updates.toReversed().map(({ id, at, title, body }) => ({
      ...{ anchor: `update-${id}`, day: date('en', at), title, body: renderNews(body) },
    })),
    corrections: corrections.toReversed().map(({ at, text }) => ({ day: date('en', at), text })),
  };
}

/** One line for the head of the letter; null before it was delivered. */
export function deliveredLine(letter: PublishedLetter, answers: Answers, now: number): string | null {
  const since = deliveredOn(answers);
  if (since === null) return null;
  const wait = longestWait(letter.demands, answers, now);
  return `Delivered on ${words(since)}${wait === null ? '' : `: ${waitWords(wait)}`}`;
}

function demandView({ demands }: PublishedLetter, i: number, answers: Answers, now: number): DemandView {
  const demand = demands[i]!;
  const marks = answers.marks.filter((mark) => mark.demand === demand.text).toReversed();
  const [mark, ...earlier] = marks.map(markView);
  const wait = waitOf(demand, answers, now);
  return {
    ...{ number: i + 1, text: demand.text, path: `#demand-${i + 1}`, status: demand.status },
    ...{ mark: mark ?? null, earlier, wait: wait === null ? null : waitWords(wait) },
    responses: answers.responses
      .filter((response) => response.demands.includes(demand.text))
      .map(({ id, from, day }) => ({ path: `#response-${id}`, words: `${from}, ${words(day)}` })),
  };
}

const markView = ({ status, day, source, note }: DemandMark): MarkView => ({
  ...{ status, day: words(day), source: sourceView(source), note },
});

function responseView({ demands }: PublishedLetter, response: Answer): ResponseView {
  const { id, from, day, text, source, copy, copyDay } = response;
  const numberOf = (demand: string) => demands.findIndex((one) => one.text === demand) + 1;
  return {
    ...{ anchor: `response-${id}`, from, day: words(day), text, source: sourceView(source) },
    copy: copy === null || copyDay === null ? null : { hash: copy, day: words(copyDay) },
    demands: response.demands.map((demand) => {
      const at = numberOf(demand);
      return at > 0 ? { words: `Demand ${at}`, path: `#demand-${at}` } : { words: `“${demand}”`, path: null };
    }),
  };
}

const sourceView = (source: string | null): SourceView | null =>
  source === null ? null : { url: source, host: new URL(source).host };

const words = (day: string): string => date('en', Date.parse(day));

function waitWords(days: number): string {
  if (days === 0) return 'no answer yet';
  return days === 1 ? '1 day without an answer' : `${number('en', days)} days without an answer`;
}
