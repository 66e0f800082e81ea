import type { DemandStatus } from './letter.ts';

/** What became of a demand, as sayings. */
export const demandStatuses: Record<DemandStatus, string> = {
  open: 'reading.letter.status.open',
  met: 'reading.letter.status.met',
  'partly met': 'reading.letter.status.partly-met',
  refused: 'reading.letter.status.refused',
};

/** What a draft says became of a demand; what is none of these words, and what is missing, is open. */
export const demandStatusIn = (text: string): DemandStatus =>
  Object.hasOwn(demandStatuses, text) ? (text as DemandStatus) : 'open';
