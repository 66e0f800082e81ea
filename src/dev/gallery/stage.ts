import type { OrganizerFrame } from '../../organizing/accounts/organizer-frame.ts';
import type { Assets } from '../../web/assets.ts';
import type { MakeFrame } from '../../web/frame.ts';

/** What pages of the gallery are made with, in one reader's language. */
export interface Stage {
  frame: MakeFrame;
  organizers: OrganizerFrame;
  assets: Assets;
  baseUrl: string;
}

/** Pages by their names; the functions that make them are those of the site, the values are invented. */
export type Items = Record<string, (stage: Stage) => string | Promise<string>>;

/** The same moment at every look, so that two looks can be compared. */
export const NOW = Date.UTC(2026, 4, 14, 12);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A pass of nobody. */
export const PASS = `pass1_${'a7Bq2Zx9'.repeat(56)}`;

/** A fault in a field of a form, in words that every language has. */
export const missing = (field: string) => ({ field, message: 'site.typed.missing' });
