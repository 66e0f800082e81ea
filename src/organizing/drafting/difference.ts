import { type Effort, type Piece, difference, wholeEffort } from '../../letters/difference.ts';
import {
  type ChoiceField,
  type Content,
  type Item,
  type ListField,
  choiceFields,
  listFields,
  lists,
  textFields,
} from './content.ts';

/** What differs at one place: `body`, `demands.i7f.text`, or a choice. */
export interface Difference {
  at: string;
  /** Where the item stood before, and where it now does, counted from 1; null where it is no item, or was not there. */
  place: { before: number | null; after: number | null } | null;
  pieces: Piece[];
}

/** How a text at a place is shown: what was chosen in the reader’s words, everything else as it was typed. */
export type ShownAs = (at: string, text: string) => string;

const asTyped: ShownAs = (_at, text) => text;

/** Every place at which two states of a letter differ, in the order of the form. */
export function differencesOf(before: Content, after: Content, shownAs: ShownAs = asTyped): Difference[] {
  const effort = wholeEffort();
  const choice = (at: ChoiceField, { choices }: Content) => shownAs(at, choices[at] ? 'yes' : 'no');
  return [
    ...textFields.flatMap((at) => changed(at, before.texts[at], after.texts[at], effort)),
    ...lists.flatMap((list) => differencesOfList(list, before.lists[list], after.lists[list], { shownAs, effort })),
    ...choiceFields.flatMap((at) => changed(at, choice(at, before), choice(at, after), effort)),
  ];
}

function changed(at: string, before: string, after: string, effort: Effort): Difference[] {
  return before === after ? [] : [{ at, place: null, pieces: difference(before, after, effort) }];
}

function differencesOfList(
  list: ListField,
  before: Item[],
  after: Item[],
  { shownAs, effort }: { shownAs: ShownAs; effort: Effort },
): Difference[] {
  const ids = [...after, ...before.filter(({ id }) => !after.some((item) => item.id === id))].map(({ id }) => id);
  const moved = movedIn(before, after);
  return ids.flatMap((id) => {
    const [was, is] = [find(before, id), find(after, id)];
    const place = { before: was.place, after: is.place };
    const edits = listFields[list].flatMap((field) => {
      const at = `${list}.${id}.${field}`;
      return changed(at, shownAs(at, was.item?.fields[field] ?? ''), shownAs(at, is.item?.fields[field] ?? ''), effort);
    });
    const [first] = listFields[list];
    const whole = {
      at: `${list}.${id}.${first}`,
      pieces: difference(is.item?.fields[first] ?? '', is.item?.fields[first] ?? ''),
    };
    const stands = edits.length > 0 || was.place === null || is.place === null || moved.has(id);
    return (edits.length === 0 && stands ? [{ ...whole, place }] : edits).map((edit) => ({ ...edit, place }));
  });
}

function find(items: Item[], id: string): { item: Item | undefined; place: number | null } {
  const index = items.findIndex((item) => item.id === id);
  return { item: items[index], place: index < 0 ? null : index + 1 };
}

/** Those that stand elsewhere among the items that both states have. */
function movedIn(before: Item[], after: Item[]): Set<string> {
  const common = (items: Item[], others: Item[]) =>
    items.map(({ id }) => id).filter((id) => others.some((other) => other.id === id));
  const [was, is] = [common(before, after), common(after, before)];
  return new Set(is.filter((id, i) => was[i] !== id));
}
