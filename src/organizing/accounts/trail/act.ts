import type { Bytes } from '../../../protocol/bytes.ts';

/** What an organizer can do to a letter, as the trail names it. Other features add theirs. */
export const acts = [
  'attempted',
  'began',
  'imported',
  'brought in a letter file',
  'restored',
  'joined',
  'invited',
  'withdrew an invitation',
  'changed a role',
  'removed a member',
  'left',
  'made keeper by the operator',
  'asked for',
  'confirmed',
  'declined',
  'withdrawn',
  'did',
  'approved',
  'hid',
  'restored',
  'set what waits',
  'mailed the packet',
  'recorded a response',
  'kept a copy',
  'marked a demand',
  'posted an update',
  'corrected',
  'opened to colleagues',
  'closed to colleagues',
  ...(['commented', 'suggested', 'answered a remark', 'resolved a remark', 'reopened a remark'] as const),
  ...(['chose a first signatory, who agreed', 'moved a first signatory', 'took out a first signatory'] as const),
  ...(['let search engines list names', 'asked search engines not to list names'] as const),
  ...(['wrote a translation', 'published a translation', 'took a translation away'] as const),
  ...(['accepted a suggestion', 'declined a suggestion', 'took a remark back'] as const),
] as const;

export type What = (typeof acts)[number];

/**
 * One line of a letter's audit trail. Never anything about a signatory, a mailbox of theirs or a number of them, but
 * for the public place in the log of an entry that was put first.
 */
export interface Act {
  at: number;
  /** Null where the operator did it by the tool. */
  organizer: Bytes | null;
  letter: Bytes;
  what: What;
  /** In few words: which role, which demand. */
  detail: Record<string, string | number>;
}
