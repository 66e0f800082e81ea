import { type Content, type Item, type TextField, listFields, lists, textFields } from './content.ts';
import { hashOf, readOpened } from './opened-as.ts';

/** Stands where nobody knows what stood: no text of a draft holds it, so each of two texts differs from it. */
const UNKNOWN = '\0';

/**
 * What two writers came from, where it is not kept any more, as far as my form tells by `opened`: each text that one of
 * them left as it was, and which items and choices there were. A form that does not tell leaves only what both still
 * have alike. All else is shown to them as changed by both; but of two choices, which no conflict can show, theirs
 * stands.
 */
export function lostBase(mine: Content, theirs: Content, opened: string): Content {
  const was = readOpened(opened);
  return {
    texts: Object.fromEntries(
      textFields.map((field) => [field, known(mine.texts[field], theirs.texts[field], was?.texts[field])]),
    ) as Record<TextField, string>,
    choices: was?.choices ?? mine.choices,
    lists: Object.fromEntries(
      lists.map((list) => [list, itemsOf([mine.lists[list], theirs.lists[list], was?.lists[list]], listFields[list])]),
    ) as Content['lists'],
  };
}

function itemsOf(
  [mine, theirs, was]: [mine: Item[], theirs: Item[], was: Item[] | undefined],
  fields: readonly string[],
): Item[] {
  const [my, their, hashes] = [mine, theirs, was ?? []].map((items) => new Map(items.map((item) => [item.id, item])));
  const ids = was ? hashes!.keys() : new Set([...their!.keys(), ...my!.keys()]);
  return Array.from(ids, (id) => {
    const textOf = (field: string) => known(...of(field, my!.get(id), their!.get(id), hashes!.get(id)));
    return { id, fields: Object.fromEntries(fields.map((field) => [field, textOf(field)])) };
  });
}

type Texts = [mine: string | undefined, theirs: string | undefined, hash: string | undefined];

const of = (field: string, ...items: (Item | undefined)[]): Texts => items.map((item) => item?.fields[field]) as Texts;

/** The one of two texts that is the text as it was. */
function known(...[mine, theirs, hash]: Texts): string {
  if (hash === undefined) return mine !== undefined && mine === theirs ? mine : UNKNOWN;
  return [mine, theirs].find((text) => text !== undefined && hashOf(text) === hash) ?? UNKNOWN;
}
