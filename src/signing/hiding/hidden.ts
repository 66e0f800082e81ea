import { wordsIn } from '../signature.ts';

/** What the public may write into an entry. */
export const parts = ['name', 'role', 'comment'] as const;
export type Part = (typeof parts)[number];

/** Why an organizer hides words; the public reads it in their place. */
export const reasons = [
  'insult',
  'names somebody who did not agree',
  'personal data',
  'not about the letter',
  'illegal',
] as const;
export type Reason = (typeof reasons)[number];

/** What of an entry is not shown: hidden for a reason, or null while it waits for an organizer. */
export type Hidden = Partial<Record<Part, Reason | null>>;

export type Words = Record<Part, string | null>;

/** What of a letter's new entries waits for an organizer. */
export interface HoldRule {
  comments: 'wait' | 'at once';
  /** What holds one of these waits, whichever part it is. */
  words: string[];
}

export const nothingWaits: HoldRule = { comments: 'at once', words: [] };

/** The parts of an entry that wait by the rule. */
export function partsThatWait(rule: HoldRule, entry: Words): Part[] {
  const told = rule.words.map(wordsIn).filter((word) => word !== '');
  const isTold = (text: string) => {
    const words = ` ${wordsIn(text)} `;
    return told.some((word) => words.includes(` ${word} `));
  };
  return parts.filter((part) => {
    const text = entry[part];
    return text !== null && ((part === 'comment' && rule.comments === 'wait') || isTold(text));
  });
}

/** The words of an entry that everybody may read: null in place of what is hidden or waits. */
export const shownWords = (entry: Words, hidden: Hidden): Words => ({
  name: 'name' in hidden ? null : entry.name,
  role: 'role' in hidden ? null : entry.role,
  comment: 'comment' in hidden ? null : entry.comment,
});

/** What stands in the place of words that are not shown, for programs. */
export const insteadOf = (reason: Reason | null): string => (reason === null ? 'not shown yet' : `hidden: ${reason}`);

const sayings: Record<Reason, string> = {
  insult: 'signing.hidden.insult',
  'names somebody who did not agree': 'signing.hidden.names',
  'personal data': 'signing.hidden.personal',
  'not about the letter': 'signing.hidden.off-topic',
  illegal: 'signing.hidden.illegal',
};

/** The saying of the same, for people. */
export const insteadSaying = (reason: Reason | null): string =>
  reason === null ? 'signing.hidden.waits' : sayings[reason];

/** The words of a part, or what stands in their place; null where there never were any. */
export function readable({ hidden, ...words }: Words & { hidden: Hidden }, part: Part): string | null {
  const reason = hidden[part];
  return reason === undefined ? words[part] : insteadOf(reason);
}

/** What a search finds of an entry: empty where all is hidden, null where there is nothing to show. */
export function wordsToFind(entry: Words, hidden: Hidden): string | null {
  if (entry.name === null && entry.role === null) return null;
  const { name, role } = shownWords(entry, hidden);
  return wordsIn(`${name ?? ''} ${role ?? ''}`);
}
