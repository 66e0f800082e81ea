import { dayOf } from '../../accounts/account/words.ts';
import { type Content, type Item, withList } from '../content.ts';

/** The copies that were uploaded here for a letter, each with the days of that, the first first. */
export type Uploads = ReadonlyMap<string, string[]>;

export function uploadsOf(kept: { hash: string; at: number }[]): Uploads {
  const days = new Map<string, string[]>();
  for (const { hash, at } of kept) days.set(hash, [...(days.get(hash) ?? []), dayOf(at)]);
  return days;
}

/** The content with the day of our own record wherever it names a copy that was uploaded here. */
export const dated = (content: Content, uploads: Uploads): Content =>
  withList(content, 'evidence', (items) =>
    items.map((item) => {
      const { copy = '', stored = '' } = item.fields;
      const days = uploads.get(copy);
      return days && !days.includes(stored) ? withFields(item, { stored: days[0]! }) : item;
    }),
  );

/** The copies that a content names and that were not uploaded here. */
export const notHere = ({ lists }: Content, uploads: Uploads): string[] =>
  lists.evidence.map(({ fields: { copy = '' } }) => copy).filter((copy) => copy !== '' && !uploads.has(copy));

/** What a form sent, with what it names of copies put right. */
export interface Vouched {
  content: Content;
  /** Evidence that named a copy of which nothing is known here, as it was sent. */
  unknown: Item[];
}

/**
 * What a form says of copies is no proof of them. Hash and day are those of our own record, or of the letter file that
 * brought them into an earlier state; all else is taken out, and told.
 */
export function vouched(content: Content, uploads: Uploads, daysInFiles: ReadonlyMap<string, string>): Vouched {
  const unknown: Item[] = [];
  const checked = (item: Item): Item => {
    const { copy = '' } = item.fields;
    if (copy === '') return withFields(item, { stored: '' });
    if (uploads.has(copy)) return item;
    const stored = daysInFiles.get(copy);
    if (stored !== undefined) return withFields(item, { stored });
    unknown.push(item);
    return withFields(item, { copy: '', stored: '' });
  };
  return {
    content: dated(
      withList(content, 'evidence', (items) => items.map(checked)),
      uploads,
    ),
    unknown,
  };
}

const withFields = (item: Item, fields: Record<string, string>): Item => ({
  ...item,
  fields: { ...item.fields, ...fields },
});
