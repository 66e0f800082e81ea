import { type AnswersStore, answersStore } from '../letters/answers/store.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { World } from '../world.ts';

const DAY = 86_400_000;
const SOURCE = 'https://pellory.example/news/the-night-alarm';

const RESPONSE = `Thank you for your letter. The Board has read it, and so have I, more than once.

The alarm service for the Pellory Two will run, with security updates, until 31 December 2028. We shall publish the alarm protocol this year. Parts of the server software are licensed to us by others, and we cannot publish it.

We shall not replace pumps free of charge. What insurers pay is for insurers to decide.`;

/** What became of the demands in their order; of the last nobody has said anything. */
const MARKS = [
  { status: 'met', note: 'The company has announced the date that was asked for.' },
  { status: 'partly met', note: 'The protocol is promised for this year. The server software stays closed.' },
  { status: 'refused', note: 'The Board refers people to their insurers.' },
] as const;

/** What organizers would have written down of a demonstration letter, each with its day and where it can be read. */
export async function plantWhatFollowed(world: World, letter: PublishedLetter): Promise<void> {
  if (letter.slug !== 'night-alarm') return;
  const store = answersStore(world.databases.letters);
  await deliver(store, letter);
  await answer(store, letter);
}

async function deliver(store: AnswersStore, letter: PublishedLetter): Promise<void> {
  const how = 'by hand, at the meeting of the Board';
  await store.deliver(letter.id, { ...after(letter, 1), to: 'Judith Quarrowe, Chair of the Board', how });
}

async function answer(store: AnswersStore, letter: PublishedLetter): Promise<void> {
  const when = after(letter, 5);
  const demands = MARKS.map((_, i) => letter.demands[i]!.text);
  await store.respond(letter.id, { ...when, from: 'Judith Quarrowe', source: SOURCE, text: RESPONSE, demands });
  for (const [i, mark] of MARKS.entries()) {
    await store.mark(letter.id, { ...when, ...mark, demand: demands[i]!, source: SOURCE });
  }
}

function after({ openedAt }: PublishedLetter, days: number): { at: number; day: string } {
  const at = openedAt + days * DAY;
  return { at, day: new Date(at).toISOString().slice(0, 10) };
}
