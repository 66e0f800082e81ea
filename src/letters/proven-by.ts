import { type Letter, isByName } from './letter.ts';

/** How somebody proves the right to a pass of this letter, or of a tally beside it. */
export type ProvenBy = 'mailbox' | 'code' | 'invitation';

export const provenBy = ({ tally, rollCall }: Pick<Letter, 'tally' | 'rollCall'>): ProvenBy =>
  tally === 'vouched' ? 'invitation' : rollCall ? 'code' : 'mailbox';

/** The same for views, which ask yes or no. */
export interface ProvenView {
  byMailbox: boolean;
  byCode: boolean;
  byInvitation: boolean;
  /** The signatories are people outside the employers. */
  outside: boolean;
  /** Everybody signs with their name. */
  byName: boolean;
}

export function provenView(letter: Pick<Letter, 'tally' | 'rollCall' | 'shown'>): ProvenView {
  const by = provenBy(letter);
  return {
    byMailbox: by === 'mailbox',
    byCode: by === 'code',
    byInvitation: by === 'invitation',
    outside: letter.tally === 'supporters',
    byName: isByName(letter),
  };
}
