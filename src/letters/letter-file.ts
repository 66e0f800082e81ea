import slugify from '@sindresorhus/slugify';
import { Document, LineCounter, isMap, parseDocument, visit } from 'yaml';
import { normalText } from '../protocol/bytes.ts';
import { type Draft, smallestRelease } from './letter.ts';
import { type FrontMatter, frontMatter } from './front-matter.ts';
import { faultsOfRules } from './letter-rules.ts';

export type ReadLetter = { draft: Draft } | { faults: string[] };

/** What is wrong with a field, told by the names that a letter file has for it. */
export interface Fault {
  path: PropertyKey[];
  message: string;
  /** Names of fields that do not exist. */
  keys?: string[];
}

const MAX_SLUG = 80;
const FILE = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n([\s\S]*))?$/;

/** Reads a letter file: YAML front matter and a body in Markdown. Names every fault with its line or field. */
export function readLetterFile(source: string): ReadLetter {
  const [, head, body] = FILE.exec(normalText(source).replace(/^\uFEFF/, '')) ?? [];
  if (head === undefined) {
    return { faults: ['line 1: a letter file begins with a line --- , then the fields, then another line ---'] };
  }
  const lines = new LineCounter();
  const yaml = parseDocument(head, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => `line ${lines.linePos(offset).line + 1}`;
  if (yaml.errors.length > 0) {
    return { faults: yaml.errors.map((fault) => `${lineAt(fault.pos[0])}: ${plainer(fault.message)}`) };
  }
  const shape = faultOfShape(yaml);
  if (shape) return { faults: [`${lineAt(shape.at)}: ${shape.message}`] };
  const read = readFields(yaml.toJS() ?? {}, body ?? '');
  return 'draft' in read ? read : { faults: read.faults.map((fault) => locate(yaml, lineAt, fault)) };
}

/** The letter that these fields and this body make, however they were written down; or every fault of them. */
export function readFields(given: unknown, body: string): { draft: Draft } | { faults: Fault[] } {
  const fields = frontMatter.safeParse(given);
  if (!fields.success) return { faults: fields.error.issues };
  const draft = toDraft(fields.data, normalText(body).replace(/^\n+/, '').trimEnd());
  const faults = faultsOfRules(draft);
  return faults.length > 0 ? { faults } : { draft };
}

/** Writes a letter as a file that reads back to the same text and hash. Fields at their default are left out. */
export function writeLetterFile(draft: Draft): string {
  const head = {
    title: draft.title,
    slug: draft.slug,
    to: draft.to.map((addressee) => present(addressee)),
    ...present({ from: draft.from }),
    employers: draft.employers.map(({ name, domains, headcount, headcountSource }) => ({
      name,
      domains,
      ...present({ headcount, headcount_source: headcountSource }),
    })),
    ...present({ salutation: draft.salutation, closing: draft.closing }),
    ...filled({
      demands: draft.demands.map(({ text, status }) => (status === 'open' ? text : { text, status })),
      pledges: draft.pledges,
      organizations: draft.organizations.map((organization) => present(organization)),
    }),
    ...present({ closes: draft.closes, seal_until: draft.sealUntil }),
    // once it is open, what its organizers waited for concerns nobody
    ...(draft.status === 'open' ? {} : present({ open_at: draft.openAt })),
    shown: draft.shown,
    comments: draft.comments,
    release: draft.release,
    ...(draft.rollCall ? { roll_call: true } : {}),
    ...(draft.vouching ? { vouching: true } : {}),
    ...(draft.supporters ? { supporters: draft.supporters.pledges.length === 0 ? true : draft.supporters } : {}),
    status: draft.status,
    language: draft.language,
  };
  return `---\n${new Document(head).toString({ lineWidth: 0 })}---\n${draft.body}\n`;
}

/** The commonest mistake in words that help; the library's own otherwise. */
const plainer = (message: string): string =>
  message.startsWith('Nested mappings') ? 'a text that holds a colon and a space must be put in quotes' : message;

/**
 * What YAML allows and a letter file does not: anything but fields, and aliases. An alias is nearly always a text
 * that begins with a star; many of them in each other are an attack, at which the library throws.
 */
function faultOfShape(yaml: Document.Parsed): { at: number; message: string } | undefined {
  if (yaml.contents !== null && !isMap(yaml.contents)) {
    return { at: yaml.contents.range[0], message: 'here stand fields, such as title: …' };
  }
  let fault: { at: number; message: string } | undefined;
  visit(yaml, {
    Alias(_, alias) {
      fault = { at: alias.range?.[0] ?? 0, message: 'a text that begins with * must be put in quotes' };
      return visit.BREAK;
    },
  });
  return fault;
}

function toDraft(fields: FrontMatter, body: string): Draft {
  const { seal_until: sealUntil, open_at: openAt, roll_call: rollCall, release, ...same } = fields;
  const employers = fields.employers.map(({ headcount_source: headcountSource, ...employer }) => ({
    ...employer,
    headcountSource,
  }));
  return {
    ...same,
    slug: fields.slug ?? slugify(fields.title).slice(0, MAX_SLUG).replace(/-$/, ''),
    sealUntil,
    openAt,
    rollCall,
    employers,
    release: { min: release.min ?? smallestRelease({ ...fields, employers }), every: release.every },
    body,
  };
}

/** `line 7, employers[0].domains[1]: message`; the line of the nearest parent where the field is missing. */
function locate(yaml: Document, lineAt: (offset: number) => string, issue: Fault): string {
  const message = issue.keys ? `has no field ${issue.keys.join(', ')}` : issue.message;
  const field = issue.path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  );
  for (let path = issue.path; path.length > 0; path = path.slice(0, -1)) {
    const node = yaml.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return `${lineAt(node.range[0])}, ${field}: ${message}`;
  }
  return field ? `${field}: ${message}` : `a letter file ${message}`;
}

function present<T extends object>(fields: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as never;
}

const filled = (lists: Record<string, unknown[]>): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
