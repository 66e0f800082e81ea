import * as z from 'zod';
import type { PublishedLetter } from '../../letters/letter.ts';
import { wordsIn } from '../../signing/signature.ts';
import type { SignatoryQuery } from '../../signing/shown/store.ts';
import { typedLine } from '../../web/typed.ts';

/** What somebody asks of the list of signatories. */
export interface Asked {
  after: number | null;
  /** As it was typed. */
  query: string;
  employer: number | null;
}

/** Whether it is a page of the list of all. */
export const isOfAll = ({ query, employer }: Asked): boolean => query === '' && employer === null;

/** Signatories on a page. */
export const PAGE = 50;

const MOST_DIGITS = 9;

const digits = z
  .string()
  .regex(new RegExp(`^\\d{0,${MOST_DIGITS}}$`))
  // an empty field is none, not the first
  .transform((text) => (text === '' ? null : Number(text)));

/** What stands in the query of an address; undefined where it is mistyped. */
export function readAsked(query: unknown, { employers }: Pick<PublishedLetter, 'employers'>): Asked | undefined {
  const read = z
    .object({
      after: digits.optional(),
      q: typedLine(100).optional(),
      employer: employerIn(employers).optional(),
    })
    .safeParse(query);
  if (!read.success) return undefined;
  const { after = null, q = '', employer = null } = read.data;
  return { after, query: q, employer };
}

/** A position in the letter's list, or a name in it; an empty field is none, not the first. */
const employerIn = (employers: { name: string }[]) =>
  z.string().transform((text, context) => {
    if (text === '') return null;
    const isNamed = ({ name }: { name: string }) => wordsIn(name) === wordsIn(text);
    const at = /^\d{1,3}$/.test(text) ? Number(text) : employers.findIndex(isNamed);
    if (employers[at]) return at;
    context.addIssue({ code: 'custom', message: 'no such employer' });
    return z.NEVER;
  });

/** The same for the store. */
export function storeQuery({ publicId }: PublishedLetter, asked: Asked, limit: number): SignatoryQuery {
  const { after, query, employer } = asked;
  // what holds no letter and no digit is found nowhere
  const beginnings = query === '' ? null : wordsIn(query).split(' ').filter(Boolean);
  return { letter: publicId, after: after ?? -1, limit, beginnings, employer };
}

/** The query of the page that follows. */
export function queryAfter({ query, employer }: Asked, after: number, limit?: number): string {
  const parts = {
    after: String(after),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(query ? { q: query } : {}),
    ...(employer === null ? {} : { employer: String(employer) }),
  };
  return new URLSearchParams(parts).toString();
}
