import * as z from 'zod';
import { normalText } from '../protocol/bytes.ts';
import { isVisible } from '../protocol/visible.ts';
import { said } from '../web/words.ts';
import { type DomainFault, readDomain } from './domain.ts';

/** One line of text: white space folded, no control characters, normal form C. */
export const line = (max: number) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? 'letter-rules.required' : 'letter-rules.quotes') })
    .transform((text) => normalText(text).replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .max(max, said('letter-rules.too-long', { max }))
        .regex(/^\P{Cc}*$/u, 'letter-rules.control')
        .refine(isVisible, {
          error: ({ input }) => (input === '' ? 'letter-rules.empty' : 'letter-rules.invisible'),
        }),
    );

export const optional = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null);
export const listOf = <T extends z.ZodType>(type: T, max: number) =>
  z
    .array(type, 'letter-rules.list')
    .max(max, said('letter-rules.too-many', { max }))
    .nullish()
    .transform((list) => list ?? []);

const webAddress = z.url({ protocol: /^https?$/, error: 'letter-rules.web-address' });
const wholeNumber = (min: number, max: number) =>
  z
    .int(said('letter-rules.whole-number', { min, max }))
    .min(min, said('letter-rules.too-small', { min }))
    .max(max, said('letter-rules.too-many', { max }));

const addressee = z.strictObject(
  { name: line(200), role: optional(line(200)), organization: optional(line(200)) },
  said('letter-rules.shape', { shape: '{name: …, role: …, organization: …}' }),
);

const requiredList = (shape: string) => (issue: { input: unknown }) =>
  issue.input === undefined ? said('letter-rules.required-list', { shape }) : said('letter-rules.list-of', { shape });

const domainFaults: Record<DomainFault, string> = {
  'not a domain name': 'letter-rules.domain.no-name',
  'a suffix under which anybody registers': 'letter-rules.domain.suffix',
  'a provider of free mailboxes': 'letter-rules.domain.free-mail',
};

const domain = line(253).transform((text, context) => {
  const read = readDomain(text);
  if ('domain' in read) return read.domain;
  context.addIssue(said(domainFaults[read.fault], { domain: JSON.stringify(text) }));
  return z.NEVER;
});

const employer = z.strictObject(
  {
    name: line(200),
    domains: z
      .array(domain, 'letter-rules.domains')
      .min(1, 'letter-rules.no-domain')
      .max(100, said('letter-rules.too-many', { max: 100 })),
    headcount: optional(wholeNumber(1, 10_000_000)),
    headcount_source: optional(webAddress),
  },
  said('letter-rules.shape', { shape: '{name: …, domains: […]}' }),
);

const demand = z.union(
  [
    line(2_000).transform((text) => ({ text, status: 'open' as const })),
    z.strictObject({ text: line(2_000), status: z.enum(['open', 'met', 'partly met', 'refused']).default('open') }),
  ],
  'letter-rules.demand',
);

const MOST_TYPED = 200_000;

const date = z.iso.date('letter-rules.date');

const typed = z
  .string('letter-rules.quotes')
  .max(MOST_TYPED, said('letter-rules.too-long', { max: MOST_TYPED }))
  .default('')
  .transform(normalText);

const evidence = z
  .strictObject(
    {
      ...{ quotation: typed, link: typed, date: typed },
      sha256: optional(z.string('letter-rules.quotes').regex(/^[0-9a-f]{64}$/, 'letter-rules.sha256')),
      stored: optional(date),
    },
    said('letter-rules.shape', { shape: '{quotation: …, link: …, date: …, sha256: …}' }),
  )
  .refine((one) => Object.values(one).some(Boolean), 'letter-rules.empty');

/**
 * What a letter is built on: words of others, where they stand and of when they are, as they were typed; and of a copy
 * that is kept, its SHA-256 and the day on which it was stored. Nobody signs it.
 */
export type Evidence = z.output<typeof evidence>;

/** The front matter of a letter file (PRODUCT.md), and fields of ours: see docs/letter-file.md. */
export const frontMatter = z.strictObject({
  title: line(300),
  slug: z
    .string('letter-rules.text')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'letter-rules.slug')
    .max(80, said('letter-rules.too-long', { max: 80 }))
    .optional(),
  to: z
    .array(addressee, { error: requiredList('{name: …}') })
    .min(1, 'letter-rules.addressees')
    .max(20, said('letter-rules.too-many', { max: 20 })),
  from: optional(line(200)),
  employers: z
    .array(employer, { error: requiredList('{name: …, domains: […]}') })
    .min(1, 'letter-rules.employers')
    .max(50, said('letter-rules.too-many', { max: 50 })),
  salutation: optional(line(300)),
  closing: optional(line(300)),
  demands: listOf(demand, 50),
  pledges: listOf(line(300), 20),
  sites: listOf(line(100), 50),
  roles: listOf(line(100), 50),
  organizations: listOf(
    z.strictObject(
      { name: line(200), url: optional(webAddress) },
      said('letter-rules.shape', { shape: '{name: …, url: …}' }),
    ),
    1_000,
  ),
  evidence: z
    .array(evidence, 'letter-rules.list')
    .max(1_000, said('letter-rules.too-many', { max: 1_000 }))
    .optional(),
  closes: optional(date),
  seal_until: optional(wholeNumber(2, 1_000_000)),
  open_at: optional(wholeNumber(1, 1_000_000)),
  status: z.enum(['draft', 'gathering', 'open'], 'letter-rules.status').default('draft'),
  language: z
    .string('letter-rules.text')
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'letter-rules.language')
    .default('en'),
  shown: z
    .array(z.enum(['named', 'by role', 'anonymous'], 'letter-rules.shown'), 'letter-rules.list')
    .min(1, 'letter-rules.not-shown')
    .default(['named', 'by role', 'anonymous'])
    .transform((ways) => (['named', 'by role', 'anonymous'] as const).filter((way) => ways.includes(way))),
  comments: z.boolean('letter-rules.boolean').default(false),
  roll_call: z.boolean('letter-rules.boolean').default(false),
  vouching: z.boolean('letter-rules.boolean').default(false),
  supporters: z
    .union(
      [
        z.boolean().transform((may) => (may ? { pledges: [] } : null)),
        z.strictObject({ pledges: listOf(line(300), 20) }),
      ],
      'letter-rules.supporters',
    )
    .default(null),
  release: z
    .strictObject(
      { min: wholeNumber(1, 10_000).optional(), every: wholeNumber(0, 604_800).optional() },
      'letter-rules.release',
    )
    .default({}),
});

export type FrontMatter = z.output<typeof frontMatter>;
