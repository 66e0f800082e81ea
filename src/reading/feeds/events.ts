import type { Answers, Entry } from '../../letters/answers/answer.ts';
import { demandStatuses } from '../../letters/demand-words.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { spokenFor } from '../../web/languages.ts';
import type { Words } from '../../web/words.ts';
import { type GrowthPoint, milestones } from '../growth.ts';
import { signedWords } from '../numbers/nouns.ts';

/** Something that happened to a letter, as a feed tells it. */
export interface LetterEvent {
  /** Tells it from the letter's other events; the same for ever. */
  key: string;
  at: number;
  title: string;
  words: string;
  /** Which of both are in our words; the rest is as the letter's author wrote it, or whoever answered. */
  ours: { title: boolean; words: boolean };
}

const OURS = { title: true, words: true };
const ABOUT_THEIRS = { title: true, words: false };
const THEIRS = { title: false, words: false };

/**
 * What happened to a letter, the newest first. Numbers come from releases alone, rounded down to a few steps, so that
 * the feed says no more than the page. What followed the letter is told at the instant at which it was written down.
 * `words` are those of the letter's language.
 */
export function eventsOf(
  letter: PublishedLetter,
  growth: GrowthPoint[],
  answers: Answers,
  words: Words,
): LetterEvent[] {
  const opened = {
    ...{ key: 'opened', at: letter.openedAt, title: letter.title, words: openingWords(letter, words) },
    ours: { title: false, words: true },
  };
  const all = [
    opened,
    ...amendmentOf(letter, words),
    ...milestonesOf(letter, growth, words),
    ...followingOf(letter, answers, words),
    ...closingOf(letter, growth, words),
  ];
  return all.toSorted((a, b) => b.at - a.at);
}

const amendmentOf = ({ amendedAt, version, title }: PublishedLetter, words: Words): LetterEvent[] =>
  amendedAt === null
    ? []
    : [
        {
          ...{ key: `amended ${version}`, at: amendedAt, title: words.say('reading.event.amended', { title }) },
          words: words.say('reading.event.amended-words', { version }),
          ours: OURS,
        },
      ];

function milestonesOf(letter: PublishedLetter, growth: GrowthPoint[], words: Words): LetterEvent[] {
  return milestones(growth).map(({ at, step }) => {
    const signed = signedWords(letter, step, words);
    return {
      key: `reached ${step}`,
      at,
      title: words.say('reading.titled', { page: signed, letter: letter.title }),
      words: words.say('reading.event.reached-words', { signed }),
      ours: OURS,
    };
  });
}

function followingOf({ title, demands }: PublishedLetter, answers: Answers, words: Words): LetterEvent[] {
  const on = (day: string) => words.date(Date.parse(day));
  const numberOf = (demand: string) => demands.findIndex(({ text }) => text === demand) + 1;
  const event = (kind: string, { id, at }: Entry, heading: string, told: string, ours = ABOUT_THEIRS) => ({
    ...{ key: `${kind} ${id}`, at, title: heading, words: told, ours },
  });
  return [
    ...answers.deliveries.map((one) =>
      event(
        'delivery',
        one,
        words.say('reading.event.delivered', { title }),
        words.say('reading.event.delivered-words', { day: on(one.day), to: one.to, how: one.how }),
        OURS,
      ),
    ),
    ...answers.responses.map((one) =>
      event('response', one, words.say('reading.event.answered', { from: one.from, title }), one.text),
    ),
    ...answers.updates.map((one) =>
      event('update', one, words.say('reading.titled', { page: one.title, letter: title }), one.body, THEIRS),
    ),
    ...answers.marks
      .filter(({ demand }) => numberOf(demand) > 0)
      .map((one) => {
        const since = words.say('reading.event.since', { day: on(one.day) });
        const told = [one.demand, since, one.note, one.source].filter(Boolean).join('\n');
        const marked = { number: numberOf(one.demand), status: words.say(demandStatuses[one.status]), title };
        return event('mark', one, words.say('reading.event.marked', marked), told);
      }),
    ...answers.corrections.map((one) =>
      event('correction', one, words.say('reading.event.corrected', { title }), one.text),
    ),
  ];
}

function closingOf(
  { closedAt, title, sealUntil }: PublishedLetter,
  growth: GrowthPoint[],
  words: Words,
): LetterEvent[] {
  if (closedAt === null) return [];
  const missed = sealUntil !== null && growth.length === 0;
  return [
    {
      key: 'closed',
      at: closedAt,
      title: words.say('reading.event.closed', { title }),
      words: words.say(missed ? 'reading.event.missed-words' : 'reading.event.closed-words', {
        day: words.date(closedAt),
      }),
      ours: OURS,
    },
  ];
}

/** In which language something of an event is told: our words in English where we do not speak the letter's. */
export const languageOf = ({ language }: PublishedLetter, isOurs: boolean): string =>
  isOurs && spokenFor(language) === undefined ? 'en' : language;

function openingWords({ to, from }: PublishedLetter, words: Words): string {
  const names = to.map(({ name }) => name).join(', ');
  if (from === null) return words.say('reading.letter.about', { to: names });
  return words.say('reading.event.opened-from', { to: names, from });
}
