import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../db/root.ts';
import { letterStore } from '../letters/store.ts';
import { talliesOf } from '../letters/tally.ts';
import type { Accounts } from '../organizing/accounts/accounts.ts';
import { nameFrom } from '../organizing/accounts/organizer.ts';
import { saveLetter } from '../organizing/publish.ts';
import type { World } from '../world.ts';
import { type Parts, signAsColleagues } from './colleagues.ts';
import { plantWhatFollowed } from './followed.ts';

const DAY = 86_400_000;

/** As the sign-in page of a development site names it. */
const ORGANIZER = 'ada@undersigned.example';

/** How many invented people have signed each letter, and each tally beside it, on the days since it opened. */
const HISTORY: Record<string, number[]> = {
  pathline: [24, 16, 11, 12],
  tern: [22, 24],
  'tern.vouched': [11],
  // nobody on the days since it was delivered
  'night-alarm': [14, 10, 0, 0, 0, 0, 0],
  'night-alarm.supporters': [17, 12],
  credits: [3, 4, 2],
};

/** Plants the demonstration letters, with signatures made by the real path, into an empty database. */
export async function plantDemonstration(world: World, parts: Parts & { accounts: Accounts }): Promise<void> {
  const letters = letterStore(world.databases.letters);
  if ((await letters.byStatus('draft', 'gathering', 'open', 'delivered', 'closed', 'removed')).length > 0) return;
  process.stderr.write('Planting the demonstration letters …\n');
  const now = world.now();
  const folder = join(root, 'db', 'seeds');
  await Promise.all(
    readdirSync(folder)
      .toSorted()
      .map(async (file, i) => plant(world, parts, join(folder, file), now - i * 60_000)),
  );
  await plantOrganizer(world, parts.accounts);
}

/** Somebody to sign in as: keeper of every demonstration letter. */
async function plantOrganizer(world: World, { organizers, members }: Accounts): Promise<void> {
  const id = world.random(16);
  if (!(await organizers.add({ id, email: ORGANIZER, name: nameFrom(ORGANIZER) }))) return;
  const planted = await letterStore(world.databases.letters).byStatus('draft', 'gathering', 'open', 'delivered');
  for (const letter of planted) await members.makeKeeper(letter.id, id, world.now(), 'the operator');
}

async function plant(world: World, parts: Parts, file: string, now: number): Promise<void> {
  // needed once in the life of an installation, and its parser is large
  const { readLetterFile } = await import('../letters/letter-file.ts');
  const read = readLetterFile(readFileSync(file, 'utf8'));
  if ('faults' in read) throw new Error(`${file}: ${JSON.stringify(read.faults)}`);
  const history = HISTORY[read.draft.slug] ?? [];
  const opened = now - history.length * DAY;
  const saved = await saveLetter(world, read.draft, opened);
  if ('refused' in saved) throw new Error(saved.refused);
  const letter = await parts.shelf.byAddress(saved.address);
  if (!letter) throw new Error('a planted letter is missing');
  await plantWhatFollowed(world, letter);
  // with a real mail server nobody reads the mail of people who do not exist
  if (!world.mailbox) return;
  for (const tally of talliesOf(letter)) {
    for (const [day, count] of (HISTORY[tally.address] ?? []).entries()) {
      const then = opened + (day + 0.6) * DAY;
      await signAsColleagues(world, parts, tally, count, world.now());
      await parts.board.releaseDue([tally], then);
    }
  }
}
