import { normalText } from '../../protocol/bytes.ts';
import type { Json } from '../../protocol/canonical-json.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import { Refusal } from '../refusal.ts';

/** How somebody wants to sign, as typed on the command line. */
export interface WordOptions {
  shown: string;
  name?: string;
  role?: string;
  employer?: string;
  site?: string;
  occupation?: string;
  comment?: string;
  /** Counted from 1. */
  pledge: string[];
}

/** What a signature says; the body that its commitment stands over. */
export interface Words {
  [field: string]: Json;
  shown: string;
  name: string | null;
  role: string | null;
  employer: number;
  comment: string | null;
  pledges: number[];
}

/** The words in their normal form, or a refusal that says what does not go with this letter. */
export function readWords(letter: Descriptor, options: WordOptions): Words {
  const shown = letter.shown.find((way) => way === options.shown);
  if (!shown) throw new Refusal(`--shown takes for this letter: ${letter.shown.map((way) => `"${way}"`).join(', ')}`);
  const name = shown === 'named' ? line(options.name) : null;
  const role = shown === 'anonymous' ? null : line(options.role);
  if (shown === 'named' && name === null) throw new Refusal('--name: give the name to show.');
  if (shown === 'by role' && role === null) throw new Refusal('--role: give the role to show.');
  const comment = normalText(options.comment ?? '').trim() || null;
  if (comment !== null && !letter.comments) throw new Refusal('--comment: this letter takes no comments.');
  const said = { shown, name, role, employer: employerOf(letter, options), comment };
  return { ...said, pledges: pledgesOf(letter, options), ...groupsOf(letter, options) };
}

const line = (text = ''): string | null => normalText(text).replace(/\s+/g, ' ').trim() || null;

/** Its position, which need not be given where there is one. */
function employerOf({ employers }: Descriptor, { employer }: WordOptions): number {
  if (employers.length === 1) return 0;
  const position = employers.findIndex(({ name }) => name === employer);
  if (position >= 0) return position;
  throw new Refusal(`--employer takes for this letter: ${employers.map(({ name }) => `"${name}"`).join(', ')}`);
}

/** A letter without such a list has no such field; who chooses nothing of a list says null. */
function groupsOf({ sites, roles }: Descriptor, { site, occupation }: WordOptions): Record<string, number | null> {
  return { ...groupIn('site', sites, site), ...groupIn('occupation', roles, occupation) };
}

function groupIn(field: string, list: string[] = [], name?: string): Record<string, number | null> {
  const position = name === undefined ? null : list.indexOf(name);
  if (position !== -1) return list.length === 0 ? {} : { [field]: position };
  if (list.length === 0) throw new Refusal(`--${field}: this letter does not ask for it.`);
  throw new Refusal(`--${field} takes for this letter: ${list.map((one) => `"${one}"`).join(', ')}`);
}

function pledgesOf({ pledges }: Descriptor, { pledge }: WordOptions): number[] {
  const positions = new Set(pledge.map((number) => (/^\d+$/.test(number) ? Number(number) - 1 : -1)));
  if ([...positions].every((position) => position in pledges)) return [...positions].toSorted((a, b) => a - b);
  throw new Refusal(`--pledge takes the number of a pledge of this letter, from 1 to ${pledges.length}`);
}
