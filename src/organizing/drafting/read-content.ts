import { normalText } from '../../protocol/bytes.ts';
import { type Content, type Item, type ListField, choiceFields, listFields, lists, textFields } from './content.ts';

const MOST_ITEMS = 1_000;

/**
 * The content that a form holds: `title`, `demands.i7f.text`, a choice where it is on. Items stand in the order in
 * which the form names them. What is missing is empty, and what the form has no place for is let go.
 */
export function contentIn(fields: Record<string, unknown>): Content {
  const text = (name: string) => normalText(typeof fields[name] === 'string' ? fields[name] : '');
  const each = <Name extends string, Value>(names: readonly Name[], read: (name: Name) => Value) =>
    Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, Value>;
  return {
    texts: each(textFields, text),
    choices: each(choiceFields, (name) => text(name) !== ''),
    lists: each(lists, (list) => itemsIn(list, idsIn(fields)[list] ?? [], text)),
  };
}

function itemsIn(list: ListField, ids: string[], text: (name: string) => string): Item[] {
  return ids.slice(0, MOST_ITEMS).map((id) => ({
    id,
    fields: Object.fromEntries(listFields[list].map((field) => [field, text(`${list}.${id}.${field}`)])),
  }));
}

/** The ids of each list's items, in the order in which they are first named. */
function idsIn(fields: Record<string, unknown>): Partial<Record<string, string[]>> {
  const ids: Record<string, Set<string>> = {};
  for (const name of Object.keys(fields)) {
    const [, list = '', id = ''] = /^([a-zA-Z]+)\.([a-z][a-z0-9]{0,31})\.\w+$/.exec(name) ?? [];
    if (lists.includes(list as ListField)) (ids[list] ??= new Set()).add(id);
  }
  return Object.fromEntries(Object.entries(ids).map(([list, set]) => [list, [...set]]));
}

/** The fields that a form of this content would send. */
export function fieldsOf({ texts, choices, lists: all }: Content): Record<string, string> {
  const items = lists.flatMap((list) =>
    all[list].flatMap(({ id, fields }) =>
      listFields[list].map((field) => [`${list}.${id}.${field}`, fields[field] ?? '']),
    ),
  );
  const on = choiceFields.filter((name) => choices[name]).map((name) => [name, 'yes']);
  return Object.fromEntries([...Object.entries(texts), ...on, ...items]) as Record<string, string>;
}
