import { paths } from '../../paths.ts';
import { type Words, said } from '../../web/words.ts';
import type { FieldView } from '../answering/fields.ts';
import { type ChoiceField, type Content, type Item, type ListField, type TextField, listFields } from './content.ts';
import { type FieldWords, choiceWords, itemWords, listWords, textWords } from './form-fields.ts';
import type { Uploads } from './evidence/vouched.ts';
import { leastSeal } from './least-seal.ts';
import type { PlaceFault } from './letter-of.ts';

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
  /** `path` is null where the copy is not here, but a letter file names it. */
  copy: { path: string | null; hash: string; stored: string } | null;
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
  { id: 'head', heading: 'drafting.section.head', fields: ['title'] },
  'to',
  { id: 'text', heading: 'drafting.section.text', fields: ['salutation', 'body', 'closing', 'from'] },
  ...(['demands', 'evidence', 'employers', 'pledges', 'sites', 'roles'] as const),
  {
    ...{ id: 'signing', heading: 'drafting.section.signing', hint: 'drafting.section.signing-hint' },
    choices: ['named', 'byRole', 'anonymous', 'comments', 'rollCall', 'vouching', 'supporters'],
  },
  ...(['supporterPledges', 'organizations'] as const),
  {
    ...{ id: 'when', heading: 'drafting.section.when' },
    fields: ['closes', 'openAt', 'sealUntil', 'releaseMin', 'releaseEvery', 'slug', 'language'],
  },
];

interface FormAsked {
  words: Words;
  /** Its id in addresses. */
  letter: string;
  content: Content;
  faults: PlaceFault[];
  uploads: Uploads;
}

/** The form of a letter under work, section by section. */
export const sectionsOf = (asked: FormAsked): SectionView[] =>
  parts.map((part) => (typeof part === 'string' ? listSection(asked, part) : plainSection(asked, part)));

function plainSection(asked: FormAsked, part: Exclude<Part, ListField>): SectionView {
  const { texts, choices } = asked.content;
  const { words } = asked;
  return {
    ...{ id: part.id, heading: words.say(part.heading), hint: sayOrNull(words, part.hint), list: null },
    fields: (part.fields ?? []).map((name) => fieldView(asked.faults, name, wordsOf(asked, name), texts[name])),
    choices: (part.choices ?? []).map((name) => {
      const { label, hint } = choiceWords[name];
      return { name, label: words.say(label), hint: sayOrNull(words, hint), chosen: choices[name] };
    }),
  };
}

/** The hint of a seal tells the number that holds for this letter. */
function wordsOf({ content }: FormAsked, name: TextField): FieldWords {
  const words = textWords[name];
  return name === 'sealUntil' ? { ...words, hint: said(words.hint ?? '', { least: leastSeal(content) }) } : words;
}

function fieldView(faults: PlaceFault[], name: string, words: FieldWords, value: string): FieldView {
  const { label, hint, rows, type } = words;
  const options = Object.entries(words.options ?? {}).map(([option, saying]) => ({
    ...{ value: option, words: saying, chosen: option === value },
  }));
  // what a date or number field cannot show would be lost: it is then asked for as text
  const isDate = type !== 'date' || value === '' || /^\d{4}-\d\d-\d\d$/.test(value);
  const fault = value === '' ? undefined : faults.find(({ at }) => at === name)?.message;
  return {
    ...{ name, value, rows, label, hint },
    type: type === 'date' && isDate ? 'date' : 'text',
    options: options.length > 0 ? options : null,
    fault: fault ?? null,
  };
}

const sayOrNull = (words: Words, saying: string | null = null): string | null =>
  saying === null ? null : words.say(saying);

function listSection(asked: FormAsked, list: ListField): SectionView {
  const { words, content, faults } = asked;
  const heading = words.say(listWords[list].heading);
  const hint = sayOrNull(words, listWords[list].hint);
  return {
    ...{ id: `${list}-section`, heading, hint, fields: [], choices: [] },
    list: {
      ...{ name: list, heading, hint },
      items: content.lists[list].map((item, i, { length }) => itemView(asked, list, item, i, length)),
      add: { value: `add.${list}`, label: words.say(listWords[list].add), about: '' },
      fault: faults.find(({ at }) => at === list)?.message ?? null,
    },
  };
}

function itemView(asked: FormAsked, list: ListField, item: Item, i: number, count: number): ItemView {
  const { fields } = listWords[list];
  const label = itemWords(asked.words, list, i + 1);
  const at = `${list}.${item.id}`;
  const shown = listFields[list].filter((field) => fields[field] && isAsked(field, item.fields[field]));
  const { copy = '', stored = '' } = item.fields;
  return {
    at,
    label,
    fields: shown.map((field) => fieldView(asked.faults, `${at}.${field}`, fields[field]!, item.fields[field] ?? '')),
    hidden: listFields[list]
      .filter((field) => !shown.includes(field))
      .map((field) => ({ name: `${at}.${field}`, value: item.fields[field] ?? '' })),
    buttons: buttonsOf(list, i, count, copy !== '').map(([what, saying]) => ({
      ...{ value: `${what}.${at}`, label: asked.words.say(saying), about: label },
    })),
    copy: copy
      ? { path: asked.uploads.has(copy) ? paths.storedCopy(asked.letter, copy) : null, hash: copy, stored }
      : null,
  };
}

/** What became of a demand is said once it is answered: a draft asks only where a letter file brought it. */
const isAsked = (field: string, value = ''): boolean => field !== 'status' || !['', 'open'].includes(value);

/** What can be done with an item at its place, with the saying for it. */
const buttonsOf = (list: ListField, i: number, count: number, hasCopy: boolean): [what: string, saying: string][] => [
  ...(i > 0 ? [['up', 'drafting.button.up'] as [string, string]] : []),
  ...(i < count - 1 ? [['down', 'drafting.button.down'] as [string, string]] : []),
  ...(list === 'demands' ? [['split', 'drafting.button.split'] as [string, string]] : []),
  ...(list === 'demands' && i < count - 1 ? [['join', 'drafting.button.join'] as [string, string]] : []),
  ...(list === 'evidence' ? [['cite', 'drafting.button.cite'] as [string, string]] : []),
  ...(list === 'evidence'
    ? [['copy', hasCopy ? 'drafting.button.copy-again' : 'drafting.button.copy'] as [string, string]]
    : []),
  ['remove', 'drafting.button.remove'],
];
