/** Fields that hold one text each; `body` alone may have several lines. */
export const textFields = [
  ...(['title', 'slug', 'salutation', 'body', 'closing', 'from', 'language'] as const),
  ...(['closes', 'openAt', 'sealUntil', 'releaseMin', 'releaseEvery'] as const),
] as const;

/** Fields that are on or off. */
export const choiceFields = [
  ...(['named', 'byRole', 'anonymous', 'comments', 'rollCall', 'vouching', 'supporters'] as const),
] as const;

/** Lists, each with the texts that an item of it holds. */
export const listFields = {
  to: ['name', 'role', 'organization'],
  demands: ['text', 'status'],
  evidence: ['quotation', 'link', 'date', 'copy', 'stored'],
  employers: ['name', 'domains', 'headcount', 'headcountSource'],
  pledges: ['text'],
  sites: ['text'],
  roles: ['text'],
  supporterPledges: ['text'],
  organizations: ['name', 'url'],
} as const satisfies Record<string, readonly string[]>;

const values: readonly string[] = [
  ...['slug', 'language', 'closes', 'openAt', 'sealUntil', 'releaseMin', 'releaseEvery'],
  ...['status', 'link', 'date', 'copy', 'stored', 'headcount', 'headcountSource', 'url'],
];

/** Whether a field holds a hash, a date, a link, a number or a choice: of two such, no third is made. */
export const isOneValue = (field: string): boolean => values.includes(field);

export type TextField = (typeof textFields)[number];
export type ChoiceField = (typeof choiceFields)[number];
export type ListField = keyof typeof listFields;

export const lists = Object.keys(listFields) as ListField[];

/** One entry of a list. Its id stays while it is edited or moved, so that two writers mean the same one. */
export interface Item {
  /** A small letter, then small letters and digits. */
  id: string;
  fields: Record<string, string>;
}

/**
 * What a letter under work holds: texts as they were typed, which may be empty or faulty. Evidence is a quotation, a
 * link, its date, and for an uploaded copy its SHA-256 (`copy`) and the day it was stored.
 */
export interface Content {
  texts: Record<TextField, string>;
  choices: Record<ChoiceField, boolean>;
  lists: Record<ListField, Item[]>;
}

/** What a letter begins with. */
export const emptyContent = (): Content => ({
  texts: { ...blankTexts(), language: 'en' },
  choices: { ...noChoices(), named: true, byRole: true, anonymous: true },
  lists: emptyLists(),
});

/** An item of a list with nothing in it, or with what is given. */
export const itemOf = (list: ListField, id: string, given: Record<string, string | null> = {}): Item => ({
  id,
  fields: Object.fromEntries(listFields[list].map((field) => [field, given[field] ?? ''])),
});

/** The text at `title`, or in an item of a list at `demands.i7f.text`; undefined where there is none. */
export function textAt({ texts, lists: all }: Content, at: string): string | undefined {
  const [list = '', id, field = ''] = at.split('.');
  if (id === undefined) return textFields.includes(list as TextField) ? texts[list as TextField] : undefined;
  return lists.includes(list as ListField)
    ? all[list as ListField].find((item) => item.id === id)?.fields[field]
    : undefined;
}

/** The content with another text at this place; a place that does not exist changes nothing. */
export function withText(content: Content, at: string, text: string): Content {
  if (textAt(content, at) === undefined) return content;
  const [list = '', id, field = ''] = at.split('.');
  if (id === undefined) return { ...content, texts: { ...content.texts, [list]: text } };
  return withList(content, list as ListField, (items) =>
    items.map((item) => (item.id === id ? { ...item, fields: { ...item.fields, [field]: text } } : item)),
  );
}

export const withList = (content: Content, list: ListField, change: (items: Item[]) => Item[]): Content => ({
  ...content,
  lists: { ...content.lists, [list]: change(content.lists[list]) },
});

/** Every place of a content that holds text, with the text, in the order of the form. */
export function* placesOf(content: Content): Generator<{ at: string; text: string }> {
  for (const field of textFields) yield { at: field, text: content.texts[field] };
  for (const list of lists)
    for (const { id, fields } of content.lists[list])
      for (const field of listFields[list]) yield { at: `${list}.${id}.${field}`, text: fields[field] ?? '' };
}

/** A content as it was stored, with an empty text or list for each field that there was not at that time. */
export const withEveryField = (stored: Content): Content => ({
  ...stored,
  texts: { ...blankTexts(), ...stored.texts },
  lists: { ...emptyLists(), ...stored.lists },
});

export const isSame = (a: Content, b: Content): boolean => JSON.stringify(a) === JSON.stringify(b);

const blankTexts = (): Record<TextField, string> =>
  Object.fromEntries(textFields.map((field) => [field, ''])) as Record<TextField, string>;
const noChoices = (): Record<ChoiceField, boolean> =>
  Object.fromEntries(choiceFields.map((field) => [field, false])) as Record<ChoiceField, boolean>;
const emptyLists = (): Record<ListField, Item[]> =>
  Object.fromEntries(lists.map((list) => [list, []])) as unknown as Record<ListField, Item[]>;
