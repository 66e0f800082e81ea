import type { Draft } from './letter.ts';

type Sealed = Pick<Draft, 'sealUntil' | 'release'>;

/** How many open the seal: never fewer than are published together. Null where there is none. */
export const raisedSeal = ({ sealUntil, release }: Sealed): number | null =>
  sealUntil === null ? null : Math.max(sealUntil, release.min);

/** The draft with the seal that stands in a descriptor, where that is a lower one that opens at the same number. */
export const sealedAsSigned = (draft: Draft, signed: number | null): Draft =>
  raisedSeal({ ...draft, sealUntil: signed }) === draft.sealUntil ? { ...draft, sealUntil: signed } : draft;
