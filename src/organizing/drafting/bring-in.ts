import type { LetterInFile } from '../../letters/letter-file.ts';
import { type Content, type Item, type ListField, lists, withText } from './content.ts';
import { contentOf } from './letter-of.ts';

/**
 * What a draft becomes by a letter file. What the file leaves as it was, or changes in its place, stays the same item,
 * so that others' words are merged with it and remarks stay with it. A file without evidence leaves the draft's.
 * `items` are those of the state that the file was edited from.
 */
export function broughtIn(
  file: LetterInFile,
  { content: from, items: before }: { content: Content; items: Content['lists'] },
  amends: boolean,
  newId: () => string,
) {
  const read = contentOfFile(file, newId);
  // the address of what is published stays
  const content = amends ? withText(read, 'slug', from.texts.slug) : read;
  const all = lists.map((list) => [list, sameItems(before[list], content.lists[list])]);
  const items = Object.fromEntries(all) as Record<ListField, Item[]>;
  return { ...content, lists: file.evidence ? items : { ...items, evidence: from.lists.evidence } } satisfies Content;
}

/** A content that makes the letter of this file. A seal that is too low stays as it was typed, so that it is told. */
export function contentOfFile({ draft, evidence, lowSeal }: LetterInFile, newId: () => string): Content {
  const content = contentOf({ ...draft, status: 'draft' }, newId, evidence);
  return lowSeal === undefined ? content : withText(content, 'sealUntil', String(lowSeal));
}

/** Those that say the same keep the id that they had, then those that stand in the place of one that is gone. */
function sameItems(before: Item[], now: Item[]): Item[] {
  const left = new Map(before.map((item) => [item.id, item]));
  const take = (old: Item | undefined) => (old && left.delete(old.id) ? old.id : undefined);
  const same = now.map((item) => take([...left.values()].find((old) => saysTheSame(old, item))));
  return now.map((item, i) => ({ ...item, id: same[i] ?? take(before[i]) ?? item.id }));
}

const saysTheSame = ({ fields: a }: Item, { fields: b }: Item): boolean =>
  Object.keys({ ...a, ...b }).every((name) => (a[name] ?? '') === (b[name] ?? ''));
