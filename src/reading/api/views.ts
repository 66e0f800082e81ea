import type { Answers } from '../../letters/answers/answer.ts';
import type { Demand, PublishedLetter } from '../../letters/letter.ts';
import { employerNames, mainOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/public-board.ts';
import type { FirstSignatory } from '../../signing/first/store.ts';
import { type Hidden, insteadOf } from '../../signing/hiding/hidden.ts';
import type { ShownSignature } from '../../signing/shown/store.ts';
import { breakdownsOf } from '../numbers/breakdowns.ts';
import { type Tallied, countOf } from '../numbers/count.ts';
import { type Asked, queryAfter } from '../signatories/query.ts';

export const summaryView = (letter: PublishedLetter, tallied: Tallied, baseUrl: string) => ({
  slug: letter.address,
  title: letter.title,
  status: letter.status,
  language: letter.language,
  to: letter.to.map(({ name, role, organization }) => ({ name, role, organization })),
  from: letter.from,
  url: baseUrl + paths.letter(letter.address),
  totalOf: employerNames(letter),
  ...countOf(letter, tallied),
});

export const letterView = (letter: PublishedLetter, tallied: Tallied, answers: Answers, baseUrl: string) => ({
  ...summaryView(letter, tallied, baseUrl),
  id: toHex(letter.publicId),
  textHash: toHex(letter.textHash),
  opened: new Date(letter.openedAt).toISOString(),
  closes: letter.closes,
  closed: letter.closedAt === null ? null : new Date(letter.closedAt).toISOString(),
  headcounts: letter.employers.map(({ name, headcount, headcountSource }) => ({
    ...{ employer: name, headcount, source: headcountSource },
  })),
  breakdowns: breakdownsOf(letter, tallied.employees),
  demands: letter.demands.map((demand, i) => demandView(demand, i + 1, answers)),
  ...answersView(letter, answers),
  organizations: letter.organizations.map(({ name, url }) => ({ name, url })),
  translations: letter.translations.map(({ language, title, version }) => ({
    ...{ language, title, version },
    url: baseUrl + paths.translation(mainOf(letter).address, language),
  })),
  links: {
    signatures: baseUrl + paths.apiSignatures(letter.address),
    text: baseUrl + paths.markdown(letter.address),
    csv: baseUrl + paths.signaturesCsv(letter.address),
    feed: baseUrl + paths.feed(letter.address),
    audit: baseUrl + paths.auditJson(letter.address),
  },
});

function demandView({ text, status }: Demand, number: number, { marks }: Answers) {
  const { day = null, source = null, note = null } = marks.findLast(({ demand }) => demand === text) ?? {};
  return { number, text, status, since: day, source, note };
}

const answersView = ({ demands }: PublishedLetter, answers: Answers) => ({
  deliveries: answers.deliveries.map(({ day, to, how }) => ({ day, to, how })),
  responses: answers.responses.map(({ day, from, source, text, copy, copyDay, ...response }) => ({
    ...{ day, from, source, text },
    demands: demands.flatMap((demand, i) => (response.demands.includes(demand.text) ? [i + 1] : [])),
    copy: copy === null || copyDay === null ? null : { sha256: copy, day: copyDay },
  })),
  updates: answers.updates.map(({ at, title, body }) => ({ at: instant(at), title, body })),
  corrections: answers.corrections.map(({ at, text }) => ({ at: instant(at), text })),
});

const instant = (at: number): string => new Date(at).toISOString();

interface SignaturesPage {
  rows: ShownSignature[];
  more: boolean;
  first: FirstSignatory[];
  asked: Asked;
  limit: number;
}

export function signaturesView(
  letter: PublishedLetter,
  { totals, asOf }: Published,
  { rows, more, first, asked, limit }: SignaturesPage,
  baseUrl: string,
) {
  const last = rows.at(-1);
  const employers = employerNames(letter);
  const next = more && last ? queryAfter(asked, last.position, limit) : null;
  return {
    signatures: rows.map(({ position, shown, name, role, employer, hidden }) => ({
      ...{ shown, name, role, hidden: hiddenView(hidden) },
      employer: employers[employer] ?? '',
      ...(first.some((one) => one.position === position) ? { first: true } : {}),
    })),
    tally: letter.tally,
    totalOf: employers,
    anonymous: totals.anonymous,
    total: totals.total,
    asOf: new Date(asOf).toISOString(),
    next: next === null ? null : `${baseUrl}${paths.apiSignatures(letter.address)}?${next}`,
  };
}

/** Which of name and role are not shown, in the words that stand in their place for readers. */
const hiddenView = ({ name, role }: Hidden) =>
  name === undefined && role === undefined
    ? null
    : {
        name: name === undefined ? null : insteadOf(name),
        role: role === undefined ? null : insteadOf(role),
      };
