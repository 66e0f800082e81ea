import { type Answers, canBeAnswered } from '../../letters/answers/answer.ts';
import { type AnswersStore, answersStore } from '../../letters/answers/store.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { problem } from '../../web/errors.ts';
import type { BoardWorld } from '../../world.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { What } from '../accounts/trail/act.ts';
import { needsSecond } from '../deciding/proposal.ts';

/** A letter with all that followed it, as one of its keepers has it before them. */
export interface Stand {
  keeper: Membership;
  letter: PublishedLetter;
  answers: Answers;
  /** Whether a delivery needs another keeper's confirmation. */
  second: boolean;
}

/** What is written down, and its line in the trail. */
export interface Writing {
  what: What;
  detail: Record<string, string | number>;
  /** False where it stands there already. */
  write: (store: AnswersStore) => Promise<boolean>;
}

/** Where keepers write down what followed their letter. */
export interface AnswersDesk {
  open(keeper: Membership): Promise<Stand>;
  /** The page changes at once. */
  keep(stand: Stand, writing: Writing, now: number): Promise<void>;
}

export function openAnswersDesk(
  world: BoardWorld,
  letters: LetterStore,
  { members, trail }: Accounts,
  changed: () => Promise<void>,
): AnswersDesk {
  const store = answersStore(world.databases.letters);
  return {
    async open(keeper) {
      const letter = await letters.byId(keeper.letter);
      if (!letter || !canBeAnswered(letter)) throw notNow();
      const keepers = (await members.of(letter.id)).filter(({ role }) => role === 'keeper');
      return { keeper, letter, answers: await store.of(letter.id), second: needsSecond(keepers.length) };
    },
    async keep({ keeper: { organizer, letter } }, { what, detail, write }, now) {
      const act = { at: now, organizer: organizer.id, letter, what, detail };
      if (!(await trail.around(act, () => write(store)))) return;
      await changed();
    },
  };
}

const notNow = () => problem(409, 'answering.not-now.title', 'answering.not-now.detail');
