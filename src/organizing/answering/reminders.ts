import { type Answers, longestWait, reminderDue } from '../../letters/answers/answer.ts';
import { answersStore } from '../../letters/answers/store.ts';
import type { Letter } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { oneAtATime } from '../../in-turn.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import { reminderMail } from './mail.ts';

const HOUR = 3_600_000;

/** Reminds the keepers of letters that wait for an answer; asked at each round, it looks once an hour. */
export type Remind = (now: number) => Promise<void>;

/**
 * That a reminder went out is noted when the mail server took it. While it has trouble with every keeper's, it is tried
 * again at the next look.
 */
export function openReminders(world: BoardWorld, letters: LetterStore, members: MembersStore): Remind {
  const { transport, config } = world;
  const store = answersStore(world.databases.letters);
  const inTurn = oneAtATime();
  let looked = -HOUR;

  const remindOf = async (letter: Letter, days: number): Promise<void> => {
    const keepers = (await members.of(letter.id)).filter(({ role }) => role === 'keeper');
    const mails = keepers.map(({ email, language }) => {
      const spoken = { id: letter.id, language: language ?? letter.language };
      return transport.send(reminderMail(email, spoken, days, config.baseUrl));
    });
    const sendings = await Promise.all(mails);
    if (sendings.some((sending) => sending !== 'trouble')) await store.noteReminder(letter.id, days);
  };

  const look = async (now: number): Promise<void> => {
    for (const letter of await letters.byStatus('delivered', 'closed')) {
      const answers = await store.of(letter.id);
      const due = reminderDue(longestWait(letter.demands, answers, now), lastReminder(answers));
      if (due !== undefined) await remindOf(letter, due);
    }
  };

  return (now) =>
    inTurn(async () => {
      if (now - looked < HOUR) return;
      looked = now;
      await look(now);
    });
}

const lastReminder = ({ deliveries }: Answers): number => Math.max(0, ...deliveries.map(({ reminded }) => reminded));
