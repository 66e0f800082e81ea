import type { Bytes } from '../../../protocol/bytes.ts';

/** What an organizer can do to a letter, as the trail names it. Other features add theirs. */
export const acts = [
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
] as const;

export type What = (typeof acts)[number];

/** One line of a letter's audit trail. Never anything about a signatory, a mailbox of theirs or a number of them. */
export interface Act {
  at: number;
  /** Null where the operator did it by the tool. */
  organizer: Bytes | null;
  letter: Bytes;
  what: What;
  /** In few words: which role, which demand. */
  detail: Record<string, string | number>;
}
