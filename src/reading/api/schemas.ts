import * as z from 'zod';

/**
 * What the interface for programs is asked and answers. Requests are checked by these schemas, tests hold real
 * answers against them, and openapi.json is made from them: what is written there is what happens.
 */

const instant = z.iso.datetime().describe('An instant, UTC.');
const count = z.int().min(0);

export const demand = z
  .object({
    number: z.int().min(1),
    text: z.string(),
    status: z.enum(['open', 'met', 'partly met', 'refused']),
    since: z.iso.date().nullable().describe('The day of this status; null where nobody has marked the demand.'),
    source: z.url().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Demand' });

export const response = z
  .object({
    day: z.iso.date(),
    from: z.string(),
    source: z.url().nullable(),
    text: z.string().describe('Word for word.'),
    demands: z.array(z.int().min(1)).describe('The numbers of the demands that it answers.'),
    copy: z
      .object({ sha256: z.hex().length(64), day: z.iso.date() })
      .nullable()
      .describe('A copy of the source that the organizers keep, and the day from which they have it.'),
  })
  .meta({ id: 'Response' });

export const breakdown = z
  .object({
    by: z.enum(['site', 'role']),
    of: count.nullable().describe('How many had signed when these numbers were made; null while there are none.'),
    groups: z.array(
      z.object({
        name: z.string(),
        atLeast: count.nullable().describe('Rounded down to fives; null where it would point at few people.'),
      }),
    ),
  })
  .meta({ id: 'Breakdown', description: 'As signatories chose from a list of the organizers. Nobody can check it.' });

export const addressee = z
  .object({ name: z.string(), role: z.string().nullable(), organization: z.string().nullable() })
  .meta({ id: 'Addressee' });

export const headcount = z
  .object({
    employer: z.string(),
    headcount: z.int().min(1).nullable().describe('As the letter cites it; null where it cites none.'),
    source: z.string().nullable().describe('Where the figure is from.'),
  })
  .meta({ id: 'Headcount' });

const summary = z.object({
  slug: z.string(),
  title: z.string(),
  status: z.enum(['open', 'delivered', 'closed']),
  language: z.string().describe('BCP 47.'),
  to: z.array(addressee),
  from: z.string().nullable().describe('The collective signature.'),
  url: z.url().describe('The page for people.'),
  total: count.describe('Employees who signed, as last released.'),
  totalOf: z.array(z.string()).describe('The employers, by name, whose employees the total adds up.'),
  employers: z
    .record(z.string(), count)
    .describe('The total by employer; empty while the split would point at few people.'),
  supporters: count.describe('People outside, counted apart and never added.'),
  vouched: count.optional().describe('Colleagues whom others vouched for, counted apart and never added.'),
  sealed: z
    .object({
      until: z.int().min(1).describe('How many must have signed before anything of any signature is shown.'),
      reached: count.nullable().describe('How many had signed at the last step; null before the first.'),
      asOf: instant.nullable(),
    })
    .optional()
    .describe('How far a sealed letter is, in the steps that its page tells; left out where nothing is sealed.'),
  asOf: instant.describe('Instant of the last release; of the opening, before the first.'),
});

export const letterInList = summary.meta({ id: 'LetterInList' });

export const letters = z.object({ letters: z.array(letterInList) }).meta({ id: 'Letters' });

export const letter = summary
  .extend({
    id: z.hex().length(64).describe('What a link pins and the log is about: the SHA-256 of its descriptor.'),
    textHash: z.hex().length(64).describe('The SHA-256 of the plain text.'),
    opened: instant,
    closes: z.iso.date().nullable(),
    closed: instant.nullable(),
    headcounts: z
      .array(headcount)
      .describe('The workforce of each employer, by which shares are reckoned, in the order of `employer` in queries.'),
    breakdowns: z.array(breakdown).describe('One for each list that the letter has; empty for most.'),
    demands: z.array(demand),
    deliveries: z.array(z.object({ day: z.iso.date(), to: z.string(), how: z.string() })),
    responses: z.array(response),
    updates: z.array(z.object({ at: instant, title: z.string(), body: z.string().describe('Markdown.') })),
    corrections: z.array(z.object({ at: instant, text: z.string() })),
    organizations: z.array(z.object({ name: z.string(), url: z.string().nullable() })),
    translations: z
      .array(
        z.object({
          language: z.string().describe('BCP 47.'),
          title: z.string(),
          version: z.int().min(1).describe('The version of the letter that it is of.'),
          url: z.url().describe('The page for people.'),
        }),
      )
      .describe('For reading. What is signed and hashed is the letter in its own language.'),
    links: z.object({
      signatures: z.url(),
      text: z.url().describe('The plain text, Markdown.'),
      csv: z.url(),
      feed: z.url(),
      audit: z.url().describe('All with which the count can be checked.'),
    }),
  })
  .meta({ id: 'Letter' });

export const signatory = z
  .object({
    shown: z.enum(['named', 'by role']),
    name: z.string().nullable().describe('As the signatory gave it; nobody can check it.'),
    role: z.string().nullable(),
    hidden: z
      .object({ name: z.string().nullable(), role: z.string().nullable() })
      .nullable()
      .describe(
        'What stands in the place of words that the organizers hid, as `hidden: insult`; null where all is shown.',
      ),
    employer: z.string().describe('Empty for supporters, who have none here.'),
    first: z
      .literal(true)
      .optional()
      .describe('Chosen by the organizers, with consent, to stand before all others on the pages.'),
  })
  .meta({ id: 'Signatory' });

export const signatures = z
  .object({
    signatures: z.array(signatory).describe('In the order of the log; positions never change.'),
    tally: z.enum(['employees', 'vouched', 'supporters']).describe('Who is listed and counted here.'),
    totalOf: z
      .array(z.string())
      .describe(
        'The employers, by name, that `anonymous` and `total` add up, whatever the query; none for supporters.',
      ),
    anonymous: count.describe('Signatures of the whole tally of which only the number is shown, whatever the query.'),
    total: count.describe('Signatures of the whole tally, whatever the query.'),
    asOf: instant,
    next: z.url().nullable().describe('Where the next ones are; null where there are none.'),
  })
  .meta({ id: 'Signatures' });

export const problem = z
  .object({
    type: z.literal('about:blank'),
    status: z.int().min(400).max(599),
    title: z.string(),
    detail: z.string(),
    reference: z.string().optional().describe('In the log of the server, where the fault is its own.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

export const MOST_AT_ONCE = 200;
const USUAL = 50;

const position = z.string().regex(/^\d{1,9}$/);

/** The query of a page of signatories. An empty parameter is none. */
export const signaturesQuery = z.object({
  after: position.optional().describe('Where the page begins, as `next` of the page before gives it.'),
  limit: z.coerce.number().int().min(1).max(MOST_AT_ONCE).default(USUAL).describe('How many at most.'),
  q: z.string().max(100).optional().describe('Beginnings of words of name or role.'),
  employer: z.string().max(200).optional().describe('Position in the list of employers, from 0; or a name in it.'),
});
