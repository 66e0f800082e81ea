import { type Bytes, equalBytes, toHex } from '../../protocol/bytes.ts';
import type { LetterStatus } from '../../letters/letter.ts';
import type { Role } from '../accounts/organizer.ts';

/** What takes two keepers where a letter has two: none of it can be undone by one of them alone. */
export const deeds = ['publish', 'open', 'amend', 'deliver', 'close', 'remove'] as const;
/** Who keeps the letter takes two as well: else one of them could become the only one, or bring a second self. */
export const memberDeeds = ['promote', 'demote', 'expel'] as const;
export type MemberDeed = (typeof memberDeeds)[number];
export type Deed = (typeof deeds)[number] | MemberDeed;

/** A deed that one keeper asked for, and that waits for another. */
export interface Proposal {
  /** 16 random bytes. */
  id: Bytes;
  /** `letters.id`. */
  letter: Bytes;
  deed: Deed;
  detail: Record<string, string>;
  by: Bytes;
  at: number;
  outcome: 'confirmed' | 'declined' | 'withdrawn' | null;
}

const HOUR = 3_600_000;
const CONFIRM_WITHIN = 72 * HOUR;

export const expiryOf = ({ at }: Pick<Proposal, 'at'>): number => at + CONFIRM_WITHIN;

/** Whether it still waits for an answer. */
export const waits = (proposal: Pick<Proposal, 'at' | 'outcome'>, now: number): boolean =>
  proposal.outcome === null && now < expiryOf(proposal);

/** Whether a deed needs a second keeper: not where there is nobody to ask. */
export const needsSecond = (keepers: number): boolean => keepers > 1;

export type AnswerRefusal = 'own proposal' | 'answered already' | 'expired';

/** Why this keeper cannot confirm it; undefined where they can. */
export function refusalOf(proposal: Proposal, keeper: Bytes, now: number): AnswerRefusal | undefined {
  if (proposal.outcome !== null) return 'answered already';
  if (now >= expiryOf(proposal)) return 'expired';
  return equalBytes(proposal.by, keeper) ? 'own proposal' : undefined;
}

/**
 * Whether it would take this keeper's role, and there is a third to decide: else whoever is to go could end each
 * question before the third has seen it. Where there are two, nobody else can decline.
 */
export function isForOthers({ by, detail }: Proposal, keeper: Bytes, members: { id: Bytes; role: Role }[]): boolean {
  const isAbout = detail['who'] === toHex(keeper) && !equalBytes(by, keeper);
  return isAbout && members.filter(({ role }) => role === 'keeper').length > 2;
}

/** Two can be asked for about different members at once, else each deed once. */
export const isSame = (one: Proposal, other: Proposal): boolean =>
  one.deed === other.deed && one.detail['who'] === other.detail['who'];

/** Whether it freezes a text: then it is asked for of the text as it was read. */
export const isOfText = (deed: Deed): boolean => deed === 'publish' || deed === 'amend';

/** What can be done to a letter at this stage of its life. */
export function deedsAt(status: LetterStatus): Deed[] {
  switch (status) {
    case 'draft':
      return ['publish'];
    case 'gathering':
      return ['open', 'amend', 'close', 'remove'];
    case 'open':
    case 'delivered':
      return ['amend', 'deliver', 'close', 'remove'];
    case 'closed':
      return ['deliver'];
    case 'removed':
      return [];
  }
}
