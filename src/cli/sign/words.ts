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
  return { shown, name, role, employer: employerOf(letter, options), comment, pledges: pledgesOf(letter, options) };
}

const line = (text = ''): string | null => normalText(text).replace(/\s+/g, ' ').trim() || null;

/** Its position, which need not be given where there is one. */
function employerOf({ employers }: Descriptor, { employer }: WordOptions): number {
  if (employers.length === 1) return 0;
  const position = employers.findIndex(({ name }) => name === employer);
  if (position >= 0) return position;
  throw new Refusal(`--employer takes for this letter: ${employers.map(({ name }) => `"${name}"`).join(', ')}`);
}

function pledgesOf({ pledges }: Descriptor, { pledge }: WordOptions): number[] {
  const positions = new Set(pledge.map((number) => (/^\d+$/.test(number) ? Number(number) - 1 : -1)));
  if ([...positions].every((position) => position in pledges)) return [...positions].toSorted((a, b) => a - b);
  throw new Refusal(`--pledge takes the number of a pledge of this letter, from 1 to ${pledges.length}`);
}
