import type { Words } from '../../web/words.ts';
import { type Content, type Item, type ListField, itemOf, lists, withList, withText } from './content.ts';

/** What a button of the form does to the content: `up.demands.i7f`, `add.pledges`. */
export type Edit =
  | { what: 'add'; list: ListField }
  | { what: 'remove' | 'up' | 'down' | 'split' | 'join' | 'cite'; list: ListField; id: string };

export interface Edited {
  content: Content;
  /** The place that the writer goes on from. */
  focus: string;
}

/** The edit that a button names; undefined for anything else, such as `save`. */
export function editIn(name: string): Edit | undefined {
  const [what, list, id] = name.split('.');
  if (!lists.includes(list as ListField)) return undefined;
  if (what === 'add') return { what, list: list as ListField };
  if (id === undefined) return undefined;
  const isKnown = ['remove', 'up', 'down', 'split', 'join', 'cite'].includes(what ?? '');
  return isKnown ? ({ what, list, id } as Edit) : undefined;
}

/** What is written into a letter is in its language. */
interface Into {
  words: Pick<Words, 'say' | 'date'>;
  /** Whether a copy with this hash was uploaded here. */
  isHere: (hash: string) => boolean;
}

/** The content after the edit; one that is not possible changes nothing. */
export function edited(content: Content, edit: Edit, newId: () => string, into: Into): Edited {
  const { list } = edit;
  if (edit.what === 'add') {
    const item = itemOf(list, newId(), list === 'demands' ? { status: 'open' } : {});
    return { content: withList(content, list, (items) => [...items, item]), focus: `${list}.${item.id}` };
  }
  const at = content.lists[list].findIndex(({ id }) => id === edit.id);
  const focus = `${list}.${edit.id}`;
  if (at < 0) return { content, focus: list };
  const change = (items: Item[]) => withList(content, list, () => items);
  const items = content.lists[list];
  switch (edit.what) {
    case 'remove':
      return { content: change(items.toSpliced(at, 1)), focus: list };
    case 'up':
      return { content: change(moved(items, at, at - 1)), focus };
    case 'down':
      return { content: change(moved(items, at, at + 1)), focus };
    case 'split':
      return { content: change(split(items, at, newId)), focus };
    case 'join':
      return { content: change(joined(items, at)), focus };
    case 'cite':
      return cited(content, items[at]!, into);
  }
}

function moved(items: Item[], from: number, to: number): Item[] {
  return to < 0 || to >= items.length ? items : items.toSpliced(from, 1).toSpliced(to, 0, items[from]!);
}

/** At the first line break, else behind the first sentence or semicolon; the second half is a new item. */
function split(items: Item[], at: number, newId: () => string): Item[] {
  const item = items[at]!;
  const text = (item.fields['text'] ?? '').trim();
  const gap = /\n/.exec(text) ?? /(?<=[.;!?])\s+/.exec(text);
  if (!gap) return items;
  const [first, second] = [text.slice(0, gap.index).trimEnd(), text.slice(gap.index).trimStart()];
  const halves = [first.replace(/;$/, ''), second].map((half) => ({ ...item.fields, text: half }));
  return items.toSpliced(at, 1, { ...item, fields: halves[0]! }, { id: newId(), fields: halves[1]! });
}

/** With the item behind it. */
function joined(items: Item[], at: number): Item[] {
  const [first, second] = [items[at]!, items[at + 1]];
  if (!second) return items;
  const text = [first.fields['text'], second.fields['text']].filter(Boolean).join(' ');
  return items.toSpliced(at, 2, { ...first, fields: { ...first.fields, text } });
}

/** A footnote of the body that names this evidence; its mark stands at the end of the text, to be moved. */
function cited(content: Content, { fields }: Item, into: Into): Edited {
  const { body } = content.texts;
  const number = Math.max(0, ...Array.from(body.matchAll(/\[\^(\d+)\]/g), ([, note]) => Number(note))) + 1;
  const { quotation = '', link = '', date = '' } = fields;
  const quoted = quotation && `“${quotation.replace(/\s+/g, ' ').trim()}”`;
  const source = [quoted, link, date, copyWords(fields, into)].filter(Boolean).join(', ');
  const [text = '', notes = ''] = body.split(/\n\n(?=\[\^[^\][]+\]:)/, 2);
  const rest = notes === '' ? '' : body.slice(text.length);
  return {
    content: withText(content, 'body', `${text.trimEnd()}[^${number}]${rest.trimEnd()}\n\n[^${number}]: ${source}\n`),
    focus: 'body',
  };
}

/** Hash and day of the copy, so that readers can hold it against the source; nothing where none is kept. */
function copyWords({ copy: hash = '', stored = '' }: Item['fields'], { words, isHere }: Into): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(stored) ? Date.parse(stored) : NaN;
  if (!/^[0-9a-f]{64}$/.test(hash) || Number.isNaN(day)) return '';
  const saying = isHere(hash) ? 'drafting.copy.cited' : 'drafting.copy.cited-elsewhere';
  return words.say(saying, { day: words.date(day), hash });
}
