import type { Upload } from '../../web/upload.ts';
import type { Content } from './content.ts';
import { lostBase } from './lost-base.ts';

/** What a page beside the form says of the state that it was opened with. */
export interface Came {
  base: string;
  /** See `openedAs`. */
  opened: string;
}

/** What such a page sent of it beside a file. */
export const cameIn = (upload: Upload | undefined): Came => ({
  base: upload?.fields['base'] ?? '',
  opened: upload?.fields['opened'] ?? '',
});

/** The state that stood when a page was opened. */
export interface CameFrom {
  base: number;
  /** Where it is not kept any more, the one that stands now, from which nothing was changed. */
  content: Content;
  /** The items that it had, with what is known of their texts. */
  items: Content['lists'];
}

/** The number of that state; of the one that stands, where the page says none. */
export function baseIn({ base: asked }: Came, stands: number): number {
  const base = Number(asked || NaN);
  return Number.isSafeInteger(base) && base > 0 && base <= stands ? base : stands;
}

/** What is known of that state: all of it where it is kept, else what the page says. */
export const knownOf = (kept: Content | undefined, stands: Content, { opened }: Came): Omit<CameFrom, 'base'> =>
  kept ? { content: kept, items: kept.lists } : { content: stands, items: lostBase(stands, stands, opened).lists };
