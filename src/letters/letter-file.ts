import { Document, LineCounter, isMap, parseDocument, visit } from 'yaml';
import { normalText } from '../protocol/bytes.ts';
import { type Words, said } from '../web/words.ts';
import { type Draft, smallestRelease, usualPause } from './letter.ts';
import { type Evidence, type FrontMatter, frontMatter } from './front-matter.ts';
import { faultsOfRules } from './letter-rules.ts';
import { tooDeepAt } from './nesting.ts';
import { raisedSeal } from './seal.ts';
import { slugOf } from './slug.ts';

/** A letter as its file has it; with the evidence beside it, where the file has that field. */
export interface LetterInFile {
  draft: Draft;
  evidence?: Evidence[] | undefined;
  /** What the file has for the seal, where that is fewer than are published together; the draft's is raised. */
  lowSeal?: number | undefined;
}

export type ReadLetter = LetterInFile | { faults: FileFault[] };

/** What is wrong with a letter file, and where; null where it has no line or no field. */
export interface FileFault {
  line: number | null;
  field: string | null;
  /** A saying, or what the library of YAML says. */
  message: string;
}

/** “line 7, employers[0].domains[1]: …” */
export function faultWords(words: Words, { line, field, message: saying }: FileFault): string {
  const message = words.say(saying);
  if (line === null) return field === null ? message : words.say('letter-rules.at.field', { field, message });
  if (field === null) return words.say('letter-rules.at.line', { line, message });
  return words.say('letter-rules.at.line-field', { line, field, message });
}

/** What is wrong with a field, told by the names that a letter file has for it. */
export interface Fault {
  path: PropertyKey[];
  /** A saying. */
  message: string;
  /** Names of fields that do not exist. */
  keys?: string[];
}

const FILE = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n([\s\S]*))?$/;

/** Reads a letter file: YAML front matter and a body in Markdown. Names every fault with its line or field. */
export const readLetterFile = (source: string): ReadLetter => readFrontMatter(source, readFields);

/** What `readAs` makes of a file's fields and body, with each fault at its line or field. */
export function readFrontMatter<Read extends object>(
  source: string,
  readAs: (given: unknown, body: string) => Read | { faults: Fault[] },
): Read | { faults: FileFault[] } {
  const [, head, body] = FILE.exec(normalText(source).replace(/^\uFEFF/, '')) ?? [];
  if (head === undefined) {
    return { faults: [{ line: 1, field: null, message: 'letter-rules.file.beginning' }] };
  }
  const deep = tooDeepAt(head);
  if (deep !== undefined) return { faults: [{ line: deep + 1, field: null, message: 'letter-rules.file.deep' }] };
  const lines = new LineCounter();
  // at any other level it writes pieces of the file to standard error
  const yaml = parseDocument(head, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  if (yaml.errors.length > 0) {
    const faults = yaml.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), message: plainer(message) }));
    return { faults: faults.map((fault) => ({ ...fault, field: null })) };
  }
  const shape = faultOfShape(yaml);
  if (shape) return { faults: [{ line: lineAt(shape.at), field: null, message: shape.message }] };
  const read = readAs(yaml.toJS() ?? {}, body ?? '');
  return 'faults' in read ? { faults: read.faults.map((fault) => locate(yaml, lineAt, fault)) } : read;
}

/** The letter that these fields and this body make, however they were written down; or every fault of them. */
export function readFields(given: unknown, body: string): LetterInFile | { faults: Fault[] } {
  const fields = frontMatter.safeParse(given);
  if (!fields.success) return { faults: fields.error.issues };
  const draft = toDraft(fields.data, normalText(body).replace(/^\n+/, '').trimEnd());
  const faults = faultsOfRules(draft);
  const { evidence, seal_until: typed } = fields.data;
  if (faults.length > 0) return { faults };
  return {
    draft,
    ...(evidence && { evidence }),
    ...(typed !== null && typed !== draft.sealUntil && { lowSeal: typed }),
  };
}

/** Writes a letter as a file that reads back to the same text and hash. Fields at their default are left out. */
export function writeLetterFile(draft: Draft, evidence: Evidence[] = []): string {
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
      sites: draft.sites,
      roles: draft.roles,
      organizations: draft.organizations.map((organization) => present(organization)),
      evidence: evidence.map((one) => filledTexts(one)),
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
  message.startsWith('Nested mappings') ? 'letter-rules.file.colon' : message;

/**
 * What YAML allows and a letter file does not: anything but fields, and aliases. An alias is nearly always a text
 * that begins with a star; many of them in each other are an attack, at which the library throws.
 */
function faultOfShape(yaml: Document.Parsed): { at: number; message: string } | undefined {
  if (yaml.contents !== null && !isMap(yaml.contents)) {
    return { at: yaml.contents.range[0], message: 'letter-rules.file.fields' };
  }
  let fault: { at: number; message: string } | undefined;
  visit(yaml, {
    Alias(_, alias) {
      fault = { at: alias.range?.[0] ?? 0, message: 'letter-rules.file.star' };
      return visit.BREAK;
    },
  });
  return fault;
}

function toDraft(fields: FrontMatter, body: string): Draft {
  // evidence is no part of a letter: nobody signs it
  const { seal_until: sealUntil, open_at: openAt, roll_call: rollCall, release, evidence: _, ...same } = fields;
  const employers = fields.employers.map(({ headcount_source: headcountSource, ...employer }) => ({
    ...employer,
    headcountSource,
  }));
  const rule = {
    min: release.min ?? smallestRelease({ ...fields, employers }),
    every: release.every ?? usualPause(fields),
  };
  return {
    ...same,
    slug: fields.slug ?? slugOf(fields.title),
    sealUntil: raisedSeal({ sealUntil, release: rule }),
    openAt,
    rollCall,
    employers,
    release: rule,
    body,
  };
}

/** `employers[0].domains[1]` and its line; the line of the nearest parent where the field is missing. */
function locate(yaml: Document, lineAt: (offset: number) => number, issue: Fault): FileFault {
  const field = issue.path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  );
  for (let path = issue.path; path.length > 0; path = path.slice(0, -1)) {
    const node = yaml.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return { line: lineAt(node.range[0]), field, message: messageOf(issue) };
  }
  return { line: null, field: field || null, message: messageOf(issue) };
}

function messageOf({ path, message, keys }: Fault): string {
  if (!keys) return message;
  const key = path.length === 0 ? 'letter-rules.file.no-field' : 'letter-rules.no-field';
  return said(key, { names: keys.join(', ') });
}

function present<T extends object>(fields: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as never;
}

const filled = (lists: Record<string, unknown[]>): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));

const filledTexts = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
