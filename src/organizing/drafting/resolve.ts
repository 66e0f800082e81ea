import * as z from 'zod';
import { type Content, type ListField, lists, textAt, withList, withText } from './content.ts';
import type { Conflict } from './merge.ts';

const MOST_CONFLICTS = 500;

const writtenText = z.object({
  ...{ kind: z.literal('text'), at: z.string(), start: z.int().nonnegative(), whole: z.int().nonnegative() },
  ...{ mine: z.string(), theirs: z.string(), together: z.string() },
});
const written = z.discriminatedUnion('kind', [writtenText, z.object({ kind: z.literal('kept'), at: z.string() })]);

type WrittenText = z.infer<typeof writtenText>;

/** A conflict as the form carries it on, with the sayings of what can be chosen; an order has nothing to choose. */
export function choicesOf(
  conflict: Conflict,
  content: Content,
): { carried: string; choices: { value: string; label: string }[] } {
  switch (conflict.kind) {
    case 'text': {
      const { kind, at, start, mine, theirs, together } = conflict;
      const whole = textAt(content, at)?.length ?? 0;
      const both = together === mine ? [] : [{ value: 'both', label: 'drafting.conflicts.keep-both' }];
      const one = [
        { value: 'mine', label: 'drafting.conflicts.keep-mine' },
        { value: 'theirs', label: 'drafting.conflicts.keep-theirs' },
      ];
      return {
        carried: JSON.stringify({ kind, at, start, whole, mine, theirs, together }),
        choices: [...both, ...one],
      };
    }
    case 'kept':
      return {
        carried: JSON.stringify({ kind: conflict.kind, at: conflict.at }),
        choices: [
          { value: 'both', label: 'drafting.conflicts.keep' },
          { value: 'remove', label: 'drafting.conflicts.remove' },
        ],
      };
    case 'order':
      return { carried: '', choices: [] };
  }
}

/** The content after what the writer chose for each conflict; a text that was edited by hand since then stays. */
export function resolved(content: Content, fields: Record<string, unknown>): Content {
  const texts = new Map<string, Piece[]>();
  let result = content;
  for (let i = 0; i < MOST_CONFLICTS && typeof fields[`conflict.${i}`] === 'string'; i++) {
    const [conflict, choice] = [readConflict(fields[`conflict.${i}`] as string), fields[`choice.${i}`]];
    if (conflict?.kind === 'kept' && choice === 'remove') result = without(result, conflict.at);
    if (conflict?.kind !== 'text' || (choice !== 'mine' && choice !== 'theirs')) continue;
    const start = placeOf(conflict, textAt(content, conflict.at));
    if (start === undefined) continue;
    const piece = { start, end: start + conflict.together.length, by: conflict[choice] };
    texts.set(conflict.at, [...(texts.get(conflict.at) ?? []), piece]);
  }
  for (const [at, pieces] of texts) result = withText(result, at, put(textAt(content, at)!, pieces));
  return result;
}

/** What of a text gives way to what was chosen. */
interface Piece {
  start: number;
  end: number;
  by: string;
}

const readConflict = (carried: string) => written.safeParse(parsed(carried)).data;

/**
 * Where the words in conflict stand now: where they stood, counted from the beginning or from the end, in case the
 * writer edited what is behind or before; else where they stand alone. Undefined where nobody can tell.
 */
function placeOf({ start, whole, together }: WrittenText, text = ''): number | undefined {
  // a field that is in conflict as a whole was edited, or it was not
  if (together.length === whole) return text === together ? 0 : undefined;
  const standsAt = (place: number) => place >= 0 && text.startsWith(together, place);
  const asBefore = [start, text.length - (whole - start)].filter(standsAt);
  if (new Set(asBefore).size === 1) return asBefore[0];
  const first = text.indexOf(together);
  return together !== '' && first >= 0 && first === text.lastIndexOf(together) ? first : undefined;
}

/** From the end on, so that what stands before stays in its place; of two that overlap, the later one alone. */
function put(text: string, pieces: Piece[]): string {
  let behind = text.length;
  for (const { start, end, by } of pieces.toSorted((a, b) => b.start - a.start)) {
    if (end > behind) continue;
    text = text.slice(0, start) + by + text.slice(end);
    behind = start;
  }
  return text;
}

function without(content: Content, at: string): Content {
  const [list = '', id = ''] = at.split('.');
  if (!lists.includes(list as ListField)) return content;
  return withList(content, list as ListField, (items) => items.filter((item) => item.id !== id));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // not what our form carried
    return undefined;
  }
}
