import {
  type ChoiceField,
  type Content,
  type Item,
  type ListField,
  type TextField,
  choiceFields,
  listFields,
  lists,
  isOneValue,
  textFields,
} from './content.ts';
import { type TextConflict, mergeLine, mergeText, mergeValue } from './merge-text.ts';
import { type Effort, newEffort } from './merge-tokens.ts';
import { mergeOrder } from './merge-order.ts';

/**
 * What two writers did to the same place, visible to both. In the merged content both texts stand as `together`, or
 * where only one can stand, mine. `kept` is an item that one of the two had removed and the other edited.
 */
export type Conflict =
  | ({ kind: 'text'; at: string } & TextConflict)
  | { kind: 'kept'; at: string; by: 'mine' | 'theirs' }
  | { kind: 'order'; at: ListField };

export interface Merged {
  content: Content;
  conflicts: Conflict[];
}

/**
 * Brings together what two writers made of the same content. Where only one changed something, that change stands;
 * where both did, nothing of either is lost: it stands in the content, or in a conflict.
 */
export function merge(base: Content, mine: Content, theirs: Content): Merged {
  const conflicts: Conflict[] = [];
  const effort = newEffort();
  const note = (at: string, found: TextConflict[]) =>
    conflicts.push(...found.map((one) => ({ kind: 'text' as const, at, ...one })));
  const texts = Object.fromEntries(
    textFields.map((field) => {
      const merged = mergerOf(field)(base.texts[field], mine.texts[field], theirs.texts[field], effort);
      note(field, merged.conflicts);
      return [field, merged.text];
    }),
  ) as Record<TextField, string>;
  const choices = Object.fromEntries(
    choiceFields.map((field) => [field, mergeChoice(base.choices[field], mine.choices[field], theirs.choices[field])]),
  ) as Record<ChoiceField, boolean>;
  const merged = Object.fromEntries(
    lists.map((list) => {
      const result = mergeList(list, [base.lists[list], mine.lists[list], theirs.lists[list]], effort);
      conflicts.push(...result.conflicts);
      return [list, result.items];
    }),
  ) as Record<ListField, Item[]>;
  return { content: { texts, choices, lists: merged }, conflicts };
}

function mergerOf(field: string): typeof mergeLine {
  if (field === 'body') return mergeText;
  return isOneValue(field) ? mergeValue : mergeLine;
}

/** Who changed it has it; if both did, they agree. */
const mergeChoice = (base: boolean, mine: boolean, theirs: boolean): boolean => (mine === base ? theirs : mine);

function mergeList(
  list: ListField,
  [base, mine, theirs]: [base: Item[], mine: Item[], theirs: Item[]],
  effort: Effort,
): { items: Item[]; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const [before, ours, others] = [byId(base), byId(mine), byId(theirs)];
  const order = mergeOrder(base.map(idOf), mine.map(idOf), theirs.map(idOf), (id) => {
    const [was, my, their] = [before.get(id), ours.get(id), others.get(id)];
    const edited = was !== undefined && (my ?? their) !== undefined && !sameItem(was, (my ?? their)!);
    if (edited) conflicts.push({ kind: 'kept', at: `${list}.${id}`, by: my ? 'theirs' : 'mine' });
    return edited;
  });
  if (order.conflict) conflicts.push({ kind: 'order', at: list });
  const items = order.ids.map((id) => {
    const [my, their] = [ours.get(id), others.get(id)];
    if (!my || !their) return (my ?? their)!;
    const merged = mergeItem(list, [before.get(id), my, their], effort);
    conflicts.push(...merged.conflicts);
    return merged.item;
  });
  return { items, conflicts };
}

function mergeItem(
  list: ListField,
  [base, mine, theirs]: [base: Item | undefined, mine: Item, theirs: Item],
  effort: Effort,
): { item: Item; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const fields = Object.fromEntries(
    listFields[list].map((field) => {
      const three = [base, mine, theirs].map((item) => item?.fields[field] ?? '') as [string, string, string];
      const merged = mergerOf(field)(...three, effort);
      const at = `${list}.${mine.id}.${field}`;
      conflicts.push(...merged.conflicts.map((one) => ({ kind: 'text' as const, at, ...one })));
      return [field, merged.text];
    }),
  );
  return { item: { id: mine.id, fields }, conflicts };
}

const idOf = ({ id }: Item): string => id;
const byId = (items: Item[]): Map<string, Item> => new Map(items.map((item) => [item.id, item]));
const sameItem = (a: Item, b: Item): boolean => JSON.stringify(a.fields) === JSON.stringify(b.fields);
