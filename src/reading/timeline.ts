import type { Answers } from '../letters/answers/answer.ts';
import { demandStatuses } from '../letters/demand-words.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { paths } from '../paths.ts';
import { said, type Words } from '../web/words.ts';
import { type GrowthPoint, milestones } from './growth.ts';
import { signedWords } from './numbers/nouns.ts';

const DAY = 86_400_000;
/** After what happened at an instant of the same day: of these only the day is known. */
const onDay = (day: string): number => Date.parse(day) + DAY - 1;

/** Something that happened to a letter, in a line; `saying` may hold a link to where more of it stands. */
export interface TimelineEntry {
  iso: string;
  day: string;
  saying: string;
}

interface Happened {
  at: number;
  saying: string;
}

/** The newest first. Empty while there is nothing but the opening. */
export function timelineOf(
  letter: PublishedLetter,
  growth: GrowthPoint[],
  answers: Answers,
  words: Words,
): TimelineEntry[] {
  const reached = milestones(growth).map(({ at, step }) => ({ at, saying: signedWords(letter, step, words) }));
  const all = [...lifeOf(letter), ...reached, ...answersOf(letter, answers, words)];
  if (all.length < 2) return [];
  return all
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, saying }) => ({ iso: new Date(at).toISOString().slice(0, 10), day: words.date(at), saying }));
}

function lifeOf({ openedAt, amendedAt, closedAt, version, address }: PublishedLetter): Happened[] {
  const amended = said('reading.timeline.amended', { version, path: paths.versions(address) });
  return [
    { at: openedAt, saying: 'reading.timeline.opened' },
    ...(amendedAt === null ? [] : [{ at: amendedAt, saying: amended }]),
    ...(closedAt === null ? [] : [{ at: closedAt, saying: 'reading.timeline.closed' }]),
  ];
}

function answersOf({ demands, language }: PublishedLetter, answers: Answers, words: Words): Happened[] {
  const { deliveries, responses, updates, marks, corrections } = answers;
  const numberOf = (demand: string) => demands.findIndex(({ text }) => text === demand) + 1;
  return [
    ...deliveries.map(({ day, to }) => ({ at: onDay(day), saying: said('reading.timeline.delivered', { to }) })),
    ...responses.map(({ id, day, from }) => ({
      at: onDay(day),
      saying: said('reading.timeline.answered', { from, path: `#response-${id}` }),
    })),
    ...updates.map(({ id, at, title }) => ({
      at,
      saying: said('reading.timeline.update', { title, tag: language, path: `#update-${id}` }),
    })),
    ...marks
      .map(({ day, demand, status }) => ({ day, number: numberOf(demand), status: words.say(demandStatuses[status]) }))
      .filter(({ number }) => number > 0)
      .map(({ day, number, status }) => ({
        at: onDay(day),
        saying: said('reading.timeline.marked', { number, status, path: `#demand-${number}` }),
      })),
    ...corrections.map(({ at }) => ({ at, saying: said('reading.timeline.corrected', { path: '#corrections' }) })),
  ];
}
