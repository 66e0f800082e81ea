import {
  type Answer,
  type Answers,
  type DemandMark,
  deliveredOn,
  longestWait,
  waitOf,
} from '../../letters/answers/answer.ts';
import { earlierWords } from '../../letters/answers/rewording.ts';
import { demandStatuses } from '../../letters/demand-words.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { renderNews } from '../../letters/markdown.ts';
import type { SafeHtml } from '../../web/safe-html.ts';
import type { Words } from '../../web/words.ts';

interface SourceView {
  url: string;
  host: string;
}

interface MarkView {
  /** A saying. */
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
  /** What it read before amendments, the newest first. */
  was: { text: string; until: string }[];
  responses: { path: string; from: string; day: string }[];
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
export function answersView(letter: PublishedLetter, answers: Answers, now: number, words: Words): AnswersView | null {
  const { deliveries, responses, updates, corrections, marks } = answers;
  if ([deliveries, responses, updates, corrections, marks].every((list) => list.length === 0)) return null;
  return {
    deliveries: deliveries.toReversed().map(({ day, to, how }) => ({ day: dayOf(day, words), to, how })),
    demands: letter.demands.map((_, i) => demandView(letter, i, answers, now, words)),
    ledger: letter.demands.length > 0 && deliveries.length + responses.length + marks.length > 0,
    responses: responses.toReversed().map((response) => responseView(letter, response, words)),
    updates: updates.toReversed().map(({ id, at, title, body }) => ({
      ...{ anchor: `update-${id}`, day: words.date(at), title, body: renderNews(body) },
    })),
    corrections: corrections.toReversed().map(({ at, text }) => ({ day: words.date(at), text })),
  };
}

/** One line for the head of the letter; null before it was delivered. */
export function deliveredLine(letter: PublishedLetter, answers: Answers, now: number, words: Words): string | null {
  const since = deliveredOn(answers);
  if (since === null) return null;
  const wait = longestWait(letter.demands, answers, now);
  const day = dayOf(since, words);
  if (wait === null) return words.say('reading.answers.delivered-on', { day });
  const told = { day, wait: waitWords(wait, words) };
  const waiting = letter.demands.flatMap((demand, i) =>
    waitOf(demand, answers, now) === null ? [] : words.say('reading.letter.demand', { number: i + 1 }),
  );
  if (waiting.length === letter.demands.length) return words.say('reading.answers.delivered-waits', told);
  return words.say('reading.answers.delivered-some', { ...told, demands: words.list(waiting) });
}

function demandView({ demands }: PublishedLetter, i: number, answers: Answers, now: number, words: Words): DemandView {
  const demand = demands[i]!;
  const marks = answers.marks.filter((mark) => mark.demand === demand.text).toReversed();
  const [mark, ...earlier] = marks.map((one) => markView(one, words));
  const wait = waitOf(demand, answers, now);
  return {
    ...{ number: i + 1, text: demand.text, path: `#demand-${i + 1}`, status: demandStatuses[demand.status] },
    ...{ mark: mark ?? null, earlier, wait: wait === null ? null : waitWords(wait, words) },
    was: earlierWords(answers.rewordings ?? [], demand.text).map(({ text, until }) => ({
      ...{ text, until: words.date(until) },
    })),
    responses: answers.responses
      .filter((response) => response.demands.includes(demand.text))
      .map(({ id, from, day }) => ({ path: `#response-${id}`, from, day: dayOf(day, words) })),
  };
}

const markView = ({ status, day, source, note }: DemandMark, words: Words): MarkView => ({
  ...{ status: demandStatuses[status], day: dayOf(day, words), source: sourceView(source), note },
});

function responseView({ demands }: PublishedLetter, response: Answer, words: Words): ResponseView {
  const { id, from, day, text, source, copy, copyDay } = response;
  const numberOf = (demand: string) => demands.findIndex((one) => one.text === demand) + 1;
  return {
    ...{ anchor: `response-${id}`, from, day: dayOf(day, words), text, source: sourceView(source) },
    copy: copy === null || copyDay === null ? null : { hash: copy, day: dayOf(copyDay, words) },
    demands: response.demands.map((demand) => {
      const at = numberOf(demand);
      return at > 0
        ? { words: words.say('reading.letter.demand', { number: at }), path: `#demand-${at}` }
        : { words: words.say('reading.answers.quoted', { demand }), path: null };
    }),
  };
}

const sourceView = (source: string | null): SourceView | null =>
  source === null ? null : { url: source, host: new URL(source).host };

const dayOf = (day: string, words: Words): string => words.date(Date.parse(day));

const waitWords = (days: number, words: Words): string =>
  words.say(days === 0 ? 'reading.answers.no-answer' : 'reading.answers.wait', { count: days });
