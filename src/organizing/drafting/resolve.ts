import * as z from 'zod';
import { type Content, type ListField, lists, textAt, withList, withText } from './content.ts';
import type { Conflict } from './merge.ts';

const MOST_CONFLICTS = 500;

const written = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), at: z.string(), mine: z.string(), theirs: z.string(), together: z.string() }),
  z.object({ kind: z.literal('kept'), at: z.string() }),
]);

/** A conflict as the form carries it on, with the sayings of what can be chosen; an order has nothing to choose. */
export function choicesOf(conflict: Conflict): { carried: string; choices: { value: string; label: string }[] } {
  switch (conflict.kind) {
    case 'text': {
      const { kind, at, mine, theirs, together } = conflict;
      const both = together === mine ? [] : [{ value: 'both', label: 'drafting.conflicts.keep-both' }];
      const one = [
        { value: 'mine', label: 'drafting.conflicts.keep-mine' },
        { value: 'theirs', label: 'drafting.conflicts.keep-theirs' },
      ];
      return { carried: JSON.stringify({ kind, at, mine, theirs, together }), choices: [...both, ...one] };
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
  let result = content;
  for (let i = 0; i < MOST_CONFLICTS && typeof fields[`conflict.${i}`] === 'string'; i++) {
    result = choose(result, fields[`conflict.${i}`] as string, fields[`choice.${i}`]);
  }
  return result;
}

function choose(content: Content, carried: string, choice: unknown): Content {
  const read = written.safeParse(parsed(carried));
  if (!read.success) return content;
  const conflict = read.data;
  if (conflict.kind === 'kept') return choice === 'remove' ? without(content, conflict.at) : content;
  if (choice !== 'mine' && choice !== 'theirs') return content;
  const text = textAt(content, conflict.at) ?? '';
  return withText(
    content,
    conflict.at,
    text.replace(conflict.together, () => conflict[choice]),
  );
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
