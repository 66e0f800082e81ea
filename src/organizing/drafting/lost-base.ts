import { type Content, type Item, type TextField, listFields, lists, textFields } from './content.ts';

/** Stands where nobody knows what stood: no text of a draft holds it, so each of two texts differs from it. */
const UNKNOWN = '\0';

/**
 * What two writers came from, where it is not kept any more: of it only what both still have alike is known. All else
 * is shown to them as changed by both; but of two choices, which no conflict can show, theirs stands.
 */
export const lostBase = (mine: Content, theirs: Content): Content => ({
  texts: Object.fromEntries(
    textFields.map((field) => [field, alike(mine.texts[field], theirs.texts[field])]),
  ) as Record<TextField, string>,
  choices: mine.choices,
  lists: Object.fromEntries(
    lists.map((list) => [list, itemsOf(mine.lists[list], theirs.lists[list], listFields[list])]),
  ) as Content['lists'],
});

function itemsOf(mine: Item[], theirs: Item[], fields: readonly string[]): Item[] {
  const [my, their] = [mine, theirs].map((items) => new Map(items.map((item) => [item.id, item])));
  const ids = new Set([...their!.keys(), ...my!.keys()]);
  return Array.from(ids, (id) => {
    const known = (field: string) => alike(my!.get(id)?.fields[field], their!.get(id)?.fields[field]);
    return { id, fields: Object.fromEntries(fields.map((field) => [field, known(field)])) };
  });
}

const alike = (mine: string | undefined, theirs: string | undefined): string =>
  mine !== undefined && mine === theirs ? mine : UNKNOWN;
