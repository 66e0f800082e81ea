import type { PublishedLetter } from '../../letters/letter.ts';
import { tallyOf } from '../../letters/tally.ts';
import { auditPage } from '../../reading/audit/pages.ts';
import { restingPage } from '../../reading/copy-pages.ts';
import { type LetterParts, readingPages } from '../../reading/pages.ts';
import { promisePages } from '../../reading/promise/pages.ts';
import { sharingPages } from '../../reading/sharing/pages.ts';
import { signatoriesPage } from '../../reading/signatories/pages.ts';
import type { FirstSignatory } from '../../signing/first/store.ts';
import { pageOfVersions } from '../../reading/versions/pages.ts';
import { delivered, everyAnswer, noAnswers } from './answers.ts';
import { counted, invent, large, signatories } from './letters.ts';
import { DAY, HOUR, type Items, NOW, type Stage } from './stage.ts';
import { manyLanguages, translationItems } from './translations.ts';

const offers = { development: false, pdf: true, cards: true, pushKey: undefined };

const readers = ({ frame, baseUrl }: Stage) => readingPages(frame, { ...offers, baseUrl });

/** The page of a letter that so many have signed. */
function letterPage(stage: Stage, letter: PublishedLetter, total: number, more: Partial<LetterParts> = {}): string {
  const beside = (tally: 'vouched' | 'supporters', number: number) => {
    const other = tallyOf(letter, tally);
    return other && counted(other, total === 0 ? 0 : number);
  };
  const rows = total === 0 ? [] : signatories(12);
  const employees = counted(letter, total);
  return readers(stage).letter(letter, {
    published: employees,
    tallied: { employees, vouched: beside('vouched', 11), supporters: beside('supporters', 1_204) },
    growth:
      total === 0 ? [] : [1, 2, 3, 4].map((part) => ({ at: NOW - (9 - 2 * part) * DAY, total: (total / 4) * part })),
    first: [],
    signatories: { rows, more: total > 40 },
    comments: rows.filter(({ comment, hidden }) => comment !== null || hidden.comment !== undefined),
    answers: noAnswers,
    now: NOW,
    ...more,
  });
}

const amended = (): PublishedLetter => {
  const first = invent({ slug: 'amended' });
  const earlier = [{ descriptor: first.descriptor, versionHash: first.versionHash }];
  return { ...first, body: `${first.body}\n\nAnd soon.`, version: 2, earlier, amendedAt: NOW - DAY };
};

const sharing = ({ frame, baseUrl }: Stage) => sharingPages(frame, baseUrl, true);
const listed = (letter: PublishedLetter, total: number) => ({ letter, published: counted(letter, total) });
const asked = { after: null, query: '', employer: null };
const first: FirstSignatory[] = ['Amal Haddad', 'Jonas Wirth'].map((name, position) => ({
  ...{ position, name, role: null, employer: 0, shown: 'named', comment: null, hidden: {} },
}));
const figures = { mailboxes: 3, oldest: NOW - 42_000, destroyed: 2 };

const onItsWay = invent({ sealUntil: 100 });
const counted42 = { ...counted(onItsWay, 0), progress: { reached: 42, at: NOW } };

const atOnce = invent({ shown: ['named'], release: { min: 1, every: 0 } });
const overLarge = large({ sealUntil: 100, status: 'closed', closedAt: NOW - DAY, supporters: null, vouching: false });
const missed = invent({ sealUntil: 100, status: 'closed', closedAt: NOW - DAY });
const nothing = counted(missed, 0);

export const readingItems: Items = {
  'home, empty': (stage) => readers(stage).home([]),
  home: (stage) =>
    readers(stage).home([listed(invent(), 120), listed(large(), 1), { letter: onItsWay, published: counted42 }]),
  'letter, empty': (stage) => letterPage(stage, invent(), 0),
  'letter, gathering': (stage) => letterPage(stage, invent({ status: 'gathering' }), 0),
  'letter, sealed': (stage) => letterPage(stage, invent({ sealUntil: 100 }), 0),
  'letter, sealed, on its way': (stage) => letterPage(stage, onItsWay, 0, { published: counted42 }),
  'letter, sealed, gathering': (stage) => letterPage(stage, invent({ sealUntil: 100, status: 'gathering' }), 0),
  'letter, sealed, delivered': (stage) =>
    letterPage(stage, invent({ sealUntil: 100, status: 'delivered' }), 0, {
      ...{ published: counted42, answers: delivered },
    }),
  'letter, its seal is opened': (stage) => letterPage(stage, onItsWay, 120),
  'letter, it missed its seal': (stage) => letterPage(stage, missed, 0),
  'letter of several employers, it missed its seal': (stage) => letterPage(stage, overLarge, 0),
  'letter, signed by name alone': (stage) => letterPage(stage, atOnce, 0),
  'letter, the browser is offline': (stage) =>
    letterPage(stage, invent(), 120).replace('<p data-lost hidden>', '<p data-lost>'),
  'letter, open': (stage) => letterPage(stage, invent(), 120),
  'letter, every number': (stage) => letterPage(stage, large(), 14_236),
  'letter, roll-call': (stage) => letterPage(stage, invent({ rollCall: true }), 40),
  'letter, translated': (stage) => letterPage(stage, manyLanguages(), 120),
  ...translationItems,
  'letter, amended': (stage) => letterPage(stage, amended(), 120),
  'letter, delivered': (stage) => letterPage(stage, invent({ status: 'delivered' }), 120, { answers: delivered }),
  'letter, answered': (stage) => letterPage(stage, invent({ status: 'delivered' }), 120, { answers: everyAnswer }),
  'letter, closed': (stage) => letterPage(stage, invent({ status: 'closed', closedAt: NOW - DAY }), 120),
  'signatories, none found': ({ frame }) =>
    signatoriesPage(frame, large(), {
      ...{ rows: [], more: false, first: [], listed: false },
      asked: { ...asked, query: 'zz' },
      published: counted(large(), 0),
    }),
  'signatories, nobody yet': ({ frame }) =>
    signatoriesPage(frame, invent(), {
      ...{ rows: [], more: false, first: [], listed: false, asked },
      published: counted(invent(), 0),
    }),
  signatories: ({ frame }) =>
    signatoriesPage(frame, large(), {
      ...{ rows: signatories(30), more: true, first, listed: true, asked },
      published: counted(large(), 120),
    }),
  supporters: ({ frame }) => {
    const letter = tallyOf(large(), 'supporters')!;
    const shown = { rows: signatories(9), more: false, first: [], listed: false, asked };
    return signatoriesPage(frame, letter, { ...shown, published: counted(letter, 30) });
  },
  versions: ({ frame }) =>
    pageOfVersions(frame, amended(), [invent({ slug: 'amended' }), amended()], counted(amended(), 120)),
  'the count, checked': ({ frame, baseUrl }) => auditPage(frame, amended(), counted(amended(), 120), baseUrl),
  'the count, sealed': ({ frame, baseUrl }) => auditPage(frame, onItsWay, counted42, baseUrl),
  'the count, nothing to check': ({ frame, baseUrl }) => auditPage(frame, missed, nothing, baseUrl),
  'sharing and citing': (stage) => sharing(stage).share(invent(), counted(invent(), 120)),
  'frame for other sites': (stage) => sharing(stage).embed(invent(), counted(invent(), 120)),
  'frame for other sites, nobody yet': (stage) => sharing(stage).embed(invent(), counted(invent(), 0)),
  'frame for other sites, it missed its seal': (stage) => sharing(stage).embed(missed, nothing),
  'frame for other sites, sealed': (stage) => sharing(stage).embed(onItsWay, counted42),
  promise: ({ frame }) => promisePages(frame).promise(NOW, figures, NOW - HOUR),
  'promise of the issuer': ({ frame }) => promisePages(frame).issuer(NOW, figures),
  'copy without the program': ({ frame }) => restingPage(frame),
};
