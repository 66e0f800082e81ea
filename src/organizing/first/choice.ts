import { type Letter, type PublishedLetter, isPublished } from '../../letters/letter.ts';
import type { SeenName } from '../../signing/first/store.ts';

/** Whether its signatories are shown to anybody: while it gathers they are not, nor where it was removed. */
export const showsSignatories = (letter: Letter | undefined): letter is PublishedLetter =>
  letter !== undefined && isPublished(letter) && letter.status !== 'gathering' && letter.status !== 'removed';

const FORM = /^(\d{1,9}) (.+)$/;

/** How a form names an entry: its place in the log, and the name that its keeper saw there. */
export const choiceOf = ({ position, name }: SeenName): string => `${position} ${name}`;

/** Undefined where nobody was chosen, or somebody made it up. */
export function readChoice(text: string): SeenName | undefined {
  const [, position, name] = FORM.exec(text) ?? [];
  return position === undefined || name === undefined ? undefined : { position: Number(position), name };
}

/** A small whole number of an address or a form, such as a place in the list. */
export const readPlace = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
