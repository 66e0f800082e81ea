import { paths } from '../../paths.ts';
import { type ChoiceField, type Content, type Item, type ListField, type TextField, listFields } from './content.ts';
import { type FieldWords, choiceWords, listWords, textWords } from './form-fields.ts';
import type { PlaceFault } from './letter-of.ts';

interface FieldView {
  name: string;
  label: string;
  hint: string | null;
  value: string;
  rows: number | null;
  type: string;
  options: { value: string; chosen: boolean }[] | null;
  fault: string | null;
}

interface ButtonView {
  value: string;
  label: string;
  /** Said to whoever does not see where the button stands. */
  about: string;
}

interface ItemView {
  at: string;
  label: string;
  fields: FieldView[];
  hidden: { name: string; value: string }[];
  buttons: ButtonView[];
  copy: { path: string; hash: string; stored: string } | null;
}

interface ListView {
  name: string;
  heading: string;
  hint: string | null;
  items: ItemView[];
  add: ButtonView;
  fault: string | null;
}

export interface SectionView {
  id: string;
  heading: string;
  hint: string | null;
  fields: FieldView[];
  choices: { name: string; label: string; hint: string | null; chosen: boolean }[];
  list: ListView | null;
}

type Part = { id: string; heading: string; hint?: string; fields?: TextField[]; choices?: ChoiceField[] } | ListField;

const parts: Part[] = [
  { id: 'head', heading: 'The letter', fields: ['title'] },
  'to',
  { id: 'text', heading: 'Its text', fields: ['salutation', 'body', 'closing', 'from'] },
  ...(['demands', 'evidence', 'employers', 'pledges'] as const),
  {
    ...{ id: 'signing', heading: 'How it is signed', hint: 'Who signs chooses among the ways that you allow.' },
    choices: ['named', 'byRole', 'anonymous', 'comments', 'rollCall', 'vouching', 'supporters'],
  },
  ...(['supporterPledges', 'organizations'] as const),
  {
    ...{ id: 'when', heading: 'When and where' },
    fields: ['closes', 'openAt', 'sealUntil', 'releaseMin', 'releaseEvery', 'slug', 'language'],
  },
];

/** The form of a letter under work, section by section. `letter` is its id in addresses. */
export const sectionsOf = (letter: string, content: Content, faults: PlaceFault[]): SectionView[] =>
  parts.map((part) =>
    typeof part === 'string' ? listSection(letter, content, part, faults) : plainSection(content, part, faults),
  );

function plainSection(content: Content, part: Exclude<Part, ListField>, faults: PlaceFault[]): SectionView {
  return {
    ...{ id: part.id, heading: part.heading, hint: part.hint ?? null, list: null },
    fields: (part.fields ?? []).map((name) => fieldView(name, textWords[name], content.texts[name], faults)),
    choices: (part.choices ?? []).map((name) => ({ name, ...choiceWords[name], chosen: content.choices[name] })),
  };
}

function fieldView(name: string, words: FieldWords, value: string, faults: PlaceFault[]): FieldView {
  const options = words.options?.map((option) => ({ value: option, chosen: option === value })) ?? null;
  // what a date or number field cannot show would be lost: it is then asked for as text
  const isDate = words.type !== 'date' || value === '' || /^\d{4}-\d\d-\d\d$/.test(value);
  const type = words.type === 'date' && isDate ? 'date' : 'text';
  const fault = value === '' ? undefined : faults.find(({ at }) => at === name)?.message;
  return { name, label: words.label, hint: words.hint, value, rows: words.rows, type, options, fault: fault ?? null };
}

function listSection(letter: string, content: Content, list: ListField, faults: PlaceFault[]): SectionView {
  const { heading, hint, one } = listWords[list];
  const items = content.lists[list];
  return {
    ...{ id: `${list}-section`, heading, hint, fields: [], choices: [] },
    list: {
      ...{ name: list, heading, hint },
      items: items.map((item, i) => itemView(letter, list, item, i, items.length, faults)),
      add: { value: `add.${list}`, label: `Add ${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`, about: '' },
      fault: faults.find(({ at }) => at === list)?.message ?? null,
    },
  };
}

function itemView(
  letter: string,
  list: ListField,
  item: Item,
  i: number,
  count: number,
  faults: PlaceFault[],
): ItemView {
  const { one, fields } = listWords[list];
  const label = `${one[0]!.toUpperCase()}${one.slice(1)} ${i + 1}`;
  const at = `${list}.${item.id}`;
  const shown = listFields[list].filter((field) => fields[field]);
  const button = (what: string, words: string): ButtonView => ({ value: `${what}.${at}`, label: words, about: label });
  const { copy = '', stored = '' } = item.fields;
  return {
    at,
    label,
    fields: shown.map((field) => fieldView(`${at}.${field}`, fields[field]!, item.fields[field] ?? '', faults)),
    hidden: listFields[list]
      .filter((field) => !fields[field])
      .map((field) => ({ name: `${at}.${field}`, value: item.fields[field] ?? '' })),
    buttons: [
      ...(i > 0 ? [button('up', 'Move up')] : []),
      ...(i < count - 1 ? [button('down', 'Move down')] : []),
      ...(list === 'demands' ? [button('split', 'Split')] : []),
      ...(list === 'demands' && i < count - 1 ? [button('join', 'Join with the next')] : []),
      ...(list === 'evidence' ? [button('cite', 'Cite it'), button('copy', copy ? 'Another copy' : 'Add a copy')] : []),
      button('remove', 'Remove'),
    ],
    copy: copy ? { path: paths.storedCopy(letter, copy), hash: copy, stored } : null,
  };
}
