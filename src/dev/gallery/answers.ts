import type { Answers } from '../../letters/answers/answer.ts';
import { invent } from './letters.ts';
import { DAY, HOUR, NOW } from './stage.ts';

export const noAnswers: Answers = { deliveries: [], responses: [], updates: [], marks: [], corrections: [] };

const [sold, ended] = invent().demands.map(({ text }) => text) as [string, string];

export const delivered: Answers = {
  ...noAnswers,
  deliveries: [{ id: 1, at: NOW - 6 * DAY, day: '2026-05-08', to: 'Pat Orsini', how: 'on paper', reminded: 0 }],
};

/** One entry of each kind. */
export const everyAnswer: Answers = {
  ...delivered,
  responses: [
    {
      ...{ id: 1, at: NOW - 2 * DAY, day: '2026-05-12', from: 'Pat Orsini', source: 'https://halden.example/news' },
      ...{ text: 'We hear you.\n\nWe shall look at it.', demands: [sold] },
      ...{ copy: 'ab'.repeat(32), copyDay: '2026-05-12' },
    },
  ],
  updates: [{ id: 1, at: NOW - DAY, title: 'We met them', body: 'It was *good*.' }],
  marks: [
    { id: 1, at: NOW - DAY, demand: ended, status: 'partly met', day: '2026-05-13', source: null, note: 'Paused.' },
  ],
  corrections: [{ id: 1, at: NOW - HOUR, text: 'It was on the 12th.' }],
  rewordings: [{ version: 2, at: NOW - 2 * DAY, from: 'End the contract.', to: ended }],
};
