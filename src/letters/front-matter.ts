import * as z from 'zod';
import { normalText } from '../protocol/bytes.ts';
import { isVisible } from '../web/typed.ts';
import { readDomain } from './domain.ts';

/** One line of text: white space folded, no control characters, normal form C. */
const line = (max: number) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? 'is required' : 'must be text (put it in quotes)') })
    .transform((text) => normalText(text).replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .max(max, `must be at most ${max} characters`)
        .regex(/^\P{Cc}*$/u, 'must not hold control characters')
        .refine(isVisible, {
          error: ({ input }) => (input === '' ? 'must not be empty' : 'must hold characters that can be seen'),
        }),
    );

const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null);
const listOf = <T extends z.ZodType>(type: T, max: number) =>
  z
    .array(type, 'must be a list')
    .max(max, `must be at most ${max}`)
    .nullish()
    .transform((list) => list ?? []);

const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address that begins with https://' });
const wholeNumber = (min: number, max: number) =>
  z
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

const addressee = z.strictObject(
  { name: line(200), role: optional(line(200)), organization: optional(line(200)) },
  'must be {name: …, role: …, organization: …}',
);

const required = (what: string) => (issue: { input: unknown }) =>
  issue.input === undefined ? `is required: ${what}` : `must be ${what}`;

const domain = line(253).transform((text, context) => {
  const read = readDomain(text);
  if ('domain' in read) return read.domain;
  context.addIssue(`${JSON.stringify(text)} is ${read.fault}`);
  return z.NEVER;
});

const employer = z.strictObject(
  {
    name: line(200),
    domains: z.array(domain, 'must be a list of domains').min(1, 'needs at least one domain').max(100),
    headcount: optional(wholeNumber(1, 10_000_000)),
    headcount_source: optional(webAddress),
  },
  'must be {name: …, domains: […]}',
);

const demand = z.union(
  [
    line(2_000).transform((text) => ({ text, status: 'open' as const })),
    z.strictObject({ text: line(2_000), status: z.enum(['open', 'met', 'partly met', 'refused']).default('open') }),
  ],
  'must be text, or {text: …, status: open, met, partly met or refused}',
);

const date = z.iso.date('must be a date such as 2026-12-31');

/** The front matter of a letter file (PRODUCT.md), and fields of ours: see docs/letter-file.md. */
export const frontMatter = z.strictObject({
  title: line(300),
  slug: z
    .string('must be text')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and single hyphens')
    .max(80, 'must be at most 80 characters')
    .optional(),
  to: z
    .array(addressee, { error: required('a list of {name: …}') })
    .min(1, 'needs at least one addressee')
    .max(20),
  from: optional(line(200)),
  employers: z
    .array(employer, { error: required('a list of {name: …, domains: […]}') })
    .min(1, 'needs at least one employer')
    .max(50),
  salutation: optional(line(300)),
  closing: optional(line(300)),
  demands: listOf(demand, 50),
  pledges: listOf(line(300), 20),
  organizations: listOf(
    z.strictObject({ name: line(200), url: optional(webAddress) }, 'must be {name: …, url: …}'),
    1_000,
  ),
  closes: optional(date),
  seal_until: optional(wholeNumber(2, 1_000_000)),
  open_at: optional(wholeNumber(1, 1_000_000)),
  status: z.enum(['draft', 'gathering', 'open'], 'must be draft, gathering or open').default('draft'),
  language: z
    .string('must be text')
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR')
    .default('en'),
  shown: z
    .array(z.enum(['named', 'by role', 'anonymous'], 'must be named, by role or anonymous'), 'must be a list')
    .min(1, 'needs at least one way to be shown')
    .default(['named', 'by role', 'anonymous'])
    .transform((ways) => (['named', 'by role', 'anonymous'] as const).filter((way) => ways.includes(way))),
  comments: z.boolean('must be true or false').default(false),
  roll_call: z.boolean('must be true or false').default(false),
  vouching: z.boolean('must be true or false').default(false),
  supporters: z
    .union(
      [
        z.boolean().transform((may) => (may ? { pledges: [] } : null)),
        z.strictObject({ pledges: listOf(line(300), 20) }),
      ],
      'must be true, false or {pledges: […]}',
    )
    .default(null),
  release: z
    .strictObject({ min: wholeNumber(1, 10_000).optional(), every: wholeNumber(0, 604_800).default(120) })
    .default({ every: 120 }),
});

export type FrontMatter = z.output<typeof frontMatter>;
