import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { type LetterStore, letterStore } from '../../src/letters/store.ts';
import type { Membership } from '../../src/organizing/accounts/signed-in.ts';
import { openDeciding } from '../../src/organizing/deciding/deciding.ts';
import { writingStore } from '../../src/organizing/drafting/store.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, addOrganizer } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';

let site: TestSite;
let letter: PublishedLetter;
let keepers: Membership[];

beforeEach(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
});
afterEach(() => site.end());

async function openWith(
  end: (store: LetterStore) => LetterStore['end'],
  decided = () => Promise.resolve(),
  ...who: string[]
) {
  keepers = [];
  for (const email of who) {
    const organizer = await addOrganizer(site, email, letter.id);
    keepers.push({ organizer, letter: letter.id, role: 'keeper' });
  }
  const { databases } = site.world;
  const store = letterStore(databases.letters);
  const letters = { ...store, end: end(store) };
  return openDeciding(site.world, letters, writingStore(databases.organizers), site.accounts.members, decided);
}

const lines = async () =>
  (await site.accounts.trail.of(letter.id, Infinity, 50))
    .map(({ what, detail }) => [what, detail] as const)
    .filter(([what]) => !['joined', 'made keeper by the operator'].includes(what));
const isEnded = async () => (await site.shelf.byAddress('answer-us'))!.endedAt !== null;

test('what Ada did alone just before it stands in the trail', async () => {
  const fail =
    (store: LetterStore) =>
    async (...given: Parameters<LetterStore['end']>) => {
      await store.end(...given);
      throw new Error('the power fails');
    };
  const deciding = await openWith(fail, undefined, ADA);
  await expect(deciding.ask(keepers[0]!, 'close', {}, site.world.now())).rejects.toThrow('the power fails');
  expect(await isEnded()).toBe(true);
  expect(await lines()).toEqual([['attempted', { act: 'did', deed: 'close' }]]);
});

test('and so does what Ines confirmed; what it became is a line of its own', async () => {
  let during: unknown;
  let fails = true;
  const fail =
    (store: LetterStore) =>
    async (...given: Parameters<LetterStore['end']>) => {
      during = (await lines())[0];
      if (fails) throw new Error('the disk is full');
      await store.end(...given);
    };
  const deciding = await openWith(fail, undefined, ADA, INES);
  const [ada, ines] = [keepers[0]!, keepers[1]!];
  const now = site.world.now();
  expect(await deciding.ask(ada, 'remove', { note: 'A court asked.' }, now)).toBe('waits for another keeper');
  const [proposal] = await deciding.store.waiting(letter.id, now);
  await expect(deciding.confirm(ines, proposal!, now)).rejects.toThrow('the disk is full');
  const attempt = ['attempted', { act: 'confirmed', deed: 'remove', note: 'A court asked.' }];
  const asked = ['asked for', { deed: 'remove', note: 'A court asked.' }];
  expect([during, await lines()]).toEqual([attempt, [attempt, asked]]);

  // nothing was done: it still waits, and can be confirmed
  fails = false;
  expect(await deciding.confirm(ines, proposal!, now)).toBe('done');
  expect(await isEnded()).toBe(true);
  expect(await lines()).toEqual([['confirmed', { deed: 'remove', note: 'A court asked.' }], attempt, asked]);
});

test('what was done is not called an attempt because a page could not be made anew', async () => {
  const deciding = await openWith(
    (store) => store.end.bind(store),
    () => Promise.reject(new Error('no memory')),
    ADA,
  );
  await expect(deciding.ask(keepers[0]!, 'close', {}, site.world.now())).rejects.toThrow('no memory');
  expect(await lines()).toEqual([['did', { deed: 'close' }]]);
});

test('what cannot be done leaves no line', async () => {
  const deciding = await openWith((store) => store.end.bind(store), undefined, ADA);
  const refused = await deciding.ask(keepers[0]!, 'remove', {}, site.world.now());
  expect([refused, await lines()]).toEqual([{ refused: 'deciding.refused.why' }, []]);
});
