import type { PublishedLetter } from '../../letters/letter.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';
import { readCode } from '../code.ts';
import { type IssuerKeys, codeTagOf } from '../keys.ts';
import type { Proof } from '../ticket-desk.ts';
import type { RollCallStore } from './store.ts';
import { countWrongTries } from './wrong-tries.ts';

export type RollCallRefusal = 'not a code' | 'not in the roll-call' | 'too many wrong codes';

/** Checks the codes of roll-call letters. There is no ticket: whoever holds the code may use it, once. */
export interface RollCallDesk {
  check(letter: PublishedLetter, typed: string, now: number): Promise<Proof | RollCallRefusal>;
  /**
   * What stands for this code where a ticket has its own text: the same for each way to write it. The window belongs
   * to it: whoever else has the code, such as the organizers, must not be given the pass that it became.
   */
  secretText(letter: PublishedLetter, typed: string, window: string): string;
}

export function openRollCallDesk(store: RollCallStore, keysOf: (letterId: Bytes) => Promise<IssuerKeys>): RollCallDesk {
  const wrong = countWrongTries();
  return {
    async check({ publicId }, typed, now) {
      const code = readCode(typed);
      if (!code) return 'not a code';
      // before the code is looked up: a refusal must not tell whether it was right
      if (wrong.isFull(publicId, now)) return 'too many wrong codes';
      const tag = codeTagOf(await keysOf(publicId), publicId, code);
      if (await store.knows(publicId, tag)) return { tag };
      wrong.add(publicId, now);
      return 'not in the roll-call';
    },
    secretText: ({ publicId }, typed, window) => `roll-call ${toHex(publicId)} ${readCode(typed)} ${window}`,
  };
}
