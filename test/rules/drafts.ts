import fc from 'fast-check';
import { type Draft, type Employer, smallestRelease } from '../../src/letters/letter.ts';
import { raisedSeal } from '../../src/letters/seal.ts';
import { normalText } from '../../src/protocol/bytes.ts';
import { isVisible } from '../../src/protocol/visible.ts';

/** Lines that mean something else in YAML or Markdown than what they say. */
const TRICKY = [
  ...'key: "quoted" it\'s - --- ... *star* &anchor !tag @at `tick` | > null ~ true no 123 0x1F 1e3 .inf'.split(' '),
  ...'2026-12-31 12:30 << = \\ \\n [demands] e\u0301 \u0338x 日本 עברית 👩‍🏭 \u200b \u202e \u00ad \ue000 <b> $& ${x}'.split(
    ' ',
  ),
  ...'a: b;: x;# hash;a #b;- dash;--- x;[a, b];{x: 1};!!str x;%YAML 1.1;? key;x  y '.split(';'),
];

const folded = (text: string): string =>
  normalText(text)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** One line as the reader gives it: folded, in normal form C, not empty. */
export const line = fc
  .array(fc.oneof(fc.constantFrom(...TRICKY), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 3 })
  .map((parts) => folded(parts.join(' ')))
  .filter(isVisible);

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const url = fc.webUrl({ validSchemes: ['http', 'https'] });
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/).filter((text) => text.slice(2, 4) !== '--');
const ending = fc.constantFrom('com', 'org', 'de', 'example', 'co.uk', 'xn--p1ai');
export const domain = fc.tuple(label, ending).map(([first, last]) => `corp-${first}.${last}`);

const employer = fc.record({
  name: line,
  domains: fc.uniqueArray(domain, { minLength: 1, maxLength: 3 }),
  headcount: orNull(fc.integer({ min: 1, max: 10_000_000 })),
  headcountSource: orNull(url),
});
const employers = fc
  .uniqueArray(employer, { minLength: 1, maxLength: 3, selector: ({ name }) => name })
  .filter((list) => new Set(list.flatMap(({ domains }) => domains)).size === list.flatMap(domainsOf).length);
const domainsOf = ({ domains }: Employer): string[] => domains;

const paragraph = fc.oneof(
  fc.constantFrom('---', '----', '- - -', '# Title', '> quoted', '- item', '1. one', '\tcode', '    code', ''),
  fc.constantFrom('```\n---\ncode\n```', 'title: x', 'A line  \nand another', 'Note[^1]\n\n[^1]: Source', '**bold**'),
  fc.string({ unit: 'binary' }).map((text) => text.replace(/[^\P{Cc}\t\n\r]|[~`>[]/gu, '')),
);

/** A body as the reader gives it; with the demands in it only where there are any. */
const bodyWith = (demands: number): fc.Arbitrary<string> =>
  fc.tuple(fc.array(paragraph, { maxLength: 8 }), fc.option(fc.nat(8))).map(([paragraphs, at]) => {
    const placed = at === null || demands === 0 ? paragraphs : paragraphs.toSpliced(at, 0, '\n\n[demands]\n\n');
    const body = normalText(placed.join('\n')).replace(/^\n+|\s+$/g, '');
    return !isVisible(body) && demands === 0 ? 'Hello.' : body;
  });

const date = fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2999-12-31') });
const shown = fc.subarray(['named' as const, 'by role' as const, 'anonymous' as const], { minLength: 1 });
const status = fc.constantFrom('open' as const, 'met' as const, 'partly met' as const, 'refused' as const);

const anyFields = fc.record({
  title: line,
  slug: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/),
  to: fc.array(fc.record({ name: line, role: orNull(line), organization: orNull(line) }), {
    minLength: 1,
    maxLength: 3,
  }),
  from: orNull(line),
  employers,
  salutation: orNull(line),
  demands: fc.array(fc.record({ text: line, status }), { maxLength: 4 }),
  closing: orNull(line),
  pledges: fc.uniqueArray(line, { maxLength: 3 }),
  sites: fc.uniqueArray(line, { maxLength: 3 }),
  roles: fc.uniqueArray(line, { maxLength: 3 }),
  organizations: fc.array(fc.record({ name: line, url: orNull(url) }), { maxLength: 3 }),
  closes: orNull(date.map((day) => day.toISOString().slice(0, 10))),
  sealUntil: orNull(fc.integer({ min: 2, max: 1_000_000 })),
  openAt: orNull(fc.integer({ min: 1, max: 1_000_000 })),
  status: fc.constantFrom('draft' as const, 'gathering' as const, 'open' as const),
  language: fc.constantFrom('en', 'pt-BR', 'de', 'zh-Hant'),
  shown,
  comments: fc.boolean(),
  rollCall: fc.boolean(),
  vouching: fc.boolean(),
  supporters: orNull(fc.record({ pledges: fc.uniqueArray(line, { maxLength: 2 }) })),
});

const alone = { vouching: false, supporters: null };
const fields = anyFields.map((draft) => ({
  ...draft,
  ...(draft.sealUntil === null ? {} : alone),
  // once it is open, a file does not say it any more
  ...(draft.status === 'open' ? { openAt: null } : {}),
}));

/** Any draft that the rules allow, in the form in which the reader gives it. */
export const drafts: fc.Arbitrary<Draft> = fields
  .chain((draft) =>
    fc.record({
      ...constants(draft),
      release: fc.record({
        min: fc.integer({ min: smallestRelease(draft), max: 10_000 }),
        every: fc.integer({ min: 0, max: 604_800 }),
      }),
      body: bodyWith(draft.demands.length),
    }),
  )
  .map((draft) => ({ ...draft, sealUntil: raisedSeal(draft as unknown as Draft) })) as fc.Arbitrary<Draft>;

const constants = (draft: object): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, fc.constant(value as unknown)]));
