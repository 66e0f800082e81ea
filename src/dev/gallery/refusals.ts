import { countedLetterAt, letterAt, openLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { problem, problemPage } from '../../web/errors.ts';
import { invent } from './letters.ts';
import { DAY, type Items, NOW } from './stage.ts';

/** On which this letter alone stands. */
const shelfWith = (letter: PublishedLetter | undefined): LetterShelf =>
  ({ byAddress: async () => letter }) as unknown as LetterShelf;

const removed = () => invent({ status: 'removed', removalNote: 'It named somebody who had not agreed.' });
const closed = () => invent({ status: 'closed', closedAt: NOW - DAY });

const refused = (...words: Parameters<typeof problem>) => Promise.reject<string>(problem(...words));

/** What the site refuses, by the rules that refuse it; its own last handler makes the page, with its status. */
export const refusalItems: Items = {
  'not found': () => refused(404, 'site.not-found.title', 'site.not-found.detail'),
  'no such letter': async () => (await letterAt(shelfWith(undefined), 'x')).title,
  'letter, removed': async () => (await letterAt(shelfWith(removed()), 'x')).title,
  'letter, closed to signatures': async () => (await openLetterAt(shelfWith(closed()), 'x', NOW)).title,
  'letter, not shown yet': async () => (await countedLetterAt(shelfWith(invent({ status: 'gathering' })), 'x')).title,
  'too many at once': () => refused(429, 'site.flood.title', 'site.flood.detail', 60),
  'too many at once, what was typed is kept': ({ frame }) => {
    const typed = { action: paths.askCode('x'), fields: [{ name: 'mailbox', value: 'somebody@halden.example' }] };
    return problemPage(frame, problem(429, 'site.flood.title', 'site.flood.detail', 60), typed);
  },
  'sent from another site': () => refused(403, 'site.cross-site.title', 'site.cross-site.detail'),
  'too large': () => refused(413, 'site.too-large.title', 'site.too-large.detail'),
  broken: () => Promise.reject<string>(new Error('invented, for the gallery')),
};
