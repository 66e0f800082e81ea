import type { Fields } from '../signature.ts';

/** How many signatories can stand before all others. */
export const MOST_FIRST = 30;

/** All that readers see of a signatory in a list. */
export type ShownAs = Pick<Fields, 'shown' | 'name' | 'role' | 'employer'>;

/** Whether somebody is shown as before. Consent to stand first was given for these words alone. */
export const isShownAlike = (before: ShownAs, after: ShownAs): boolean =>
  before.shown === after.shown &&
  before.name === after.name &&
  before.role === after.role &&
  before.employer === after.employer;
