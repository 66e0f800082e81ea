import { createHash } from 'node:crypto';
import type { Answers, Entry } from '../../letters/answers/answer.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { date, number } from '../../letters/words.ts';
import { type Bytes, utf8 } from '../../protocol/bytes.ts';
import type { GrowthPoint } from '../growth.ts';
import { nounFor } from '../numbers/views.ts';

/** Something that happened to a letter, as a feed tells it. */
export interface LetterEvent {
  /** Tells it from the letter's other events; the same for ever. */
  key: string;
  at: number;
  title: string;
  words: string;
}

/**
 * What happened to a letter, the newest first. Numbers come from releases alone, rounded down to a few steps, so that
 * the feed says no more than the page. What followed the letter is told at the instant at which it was written down.
 */
export function eventsOf(letter: PublishedLetter, growth: GrowthPoint[], answers: Answers): LetterEvent[] {
  const opened = { key: 'opened', at: letter.openedAt, title: letter.title, words: openingWords(letter) };
  const all = [
    opened,
    ...amendmentOf(letter),
    ...milestonesOf(letter, growth),
    ...followingOf(letter, answers),
    ...closingOf(letter),
  ];
  return all.toSorted((a, b) => b.at - a.at);
}

const amendmentOf = ({ amendedAt, version, title }: PublishedLetter): LetterEvent[] =>
  amendedAt === null
    ? []
    : [
        {
          ...{ key: `amended ${version}`, at: amendedAt, title: `Amended: ${title}` },
          words: `The text is now version ${version}. Who signed an earlier text stays with it until they confirm this one.`,
        },
      ];

/** Of several steps that one release took, the highest; none is told twice, even if people withdraw. */
function milestonesOf({ title }: PublishedLetter, growth: GrowthPoint[]): LetterEvent[] {
  let reached = 0;
  return growth.flatMap(({ at, total }) => {
    const step = highestStep(total);
    if (step <= reached) return [];
    reached = step;
    const words = `${number('en', step)} ${nounFor(step)}`;
    return {
      key: `reached ${step}`,
      at,
      title: `${words}: ${title}`,
      words: `More than ${words}, or exactly as many.`,
    };
  });
}

/** 10, 25, 50, 100, 250, 500, 1,000, … ; 0 below the first. */
export function highestStep(total: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(total, 1)));
  const step = [5, 2.5, 1].map((factor) => factor * power).find((one) => one <= total) ?? 0;
  return step < 10 ? 0 : step;
}

function followingOf({ title, demands }: PublishedLetter, answers: Answers): LetterEvent[] {
  const on = (day: string) => date('en', Date.parse(day));
  const numberOf = (words: string) => demands.findIndex(({ text }) => text === words) + 1;
  const event = (kind: string, { id, at }: Entry, heading: string, words: string) => ({
    ...{ key: `${kind} ${id}`, at, title: `${heading}: ${title}`, words },
  });
  return [
    ...answers.deliveries.map((one) =>
      event('delivery', one, 'Delivered', `On ${on(one.day)} to ${one.to}, ${one.how}.`),
    ),
    ...answers.responses.map((one) => event('response', one, `Answer from ${one.from}`, one.text)),
    ...answers.updates.map((one) => event('update', one, one.title, one.body)),
    ...answers.marks
      .filter(({ demand }) => numberOf(demand) > 0)
      .map((one) => {
        const words = [one.demand, `Since ${on(one.day)}`, one.note, one.source].filter(Boolean).join('\n');
        return event('mark', one, `Demand ${numberOf(one.demand)}, ${one.status}`, words);
      }),
    ...answers.corrections.map((one) => event('correction', one, 'Correction', one.text)),
  ];
}

function closingOf(letter: PublishedLetter): LetterEvent[] {
  if (letter.closedAt === null) return [];
  return [
    {
      key: 'closed',
      at: letter.closedAt,
      title: `Closed: ${letter.title}`,
      words: `The letter closed on ${date('en', letter.closedAt)}. Its signatures stay counted.`,
    },
  ];
}

const openingWords = ({ to, from }: PublishedLetter): string =>
  `An open letter to ${to.map(({ name }) => name).join(', ')}${from === null ? '' : ` from ${from}`}.`;

/** A name that stays the same for ever, as RFC 9562 forms one of our own making (version 8). */
export function urnOf(id: Bytes, key: string): string {
  const bytes = createHash('sha256')
    .update(id)
    .update(utf8(`\0${key}`))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
}
