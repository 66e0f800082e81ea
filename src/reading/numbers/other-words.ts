import type { OtherTally } from '../../protocol/tally.ts';

/** What the public is told of a number that stands beside the employees'. */
export const otherWords: Record<OtherTally, { one: string; many: string; meaning: string; sign: string }> = {
  vouched: {
    one: 'colleague, vouched for',
    many: 'colleagues, vouched for',
    meaning:
      'Invited by somebody who had proven a work mailbox, because their own inbox is blocked or watched. Each can invite three at most. The invited proved no mailbox themselves.',
    sign: 'I was invited',
  },
  supporters: {
    one: 'supporter',
    many: 'supporters',
    meaning:
      'People outside: each has proven one mailbox, of any kind. Somebody can have several, so this number says less than that of the employees.',
    sign: 'Support this letter from outside',
  },
};
