import type { Draft, PublishedLetter } from '../../src/letters/letter.ts';
import { amendLetter } from '../../src/organizing/amend.ts';
import type { TestSite } from './site.ts';

/** Publishes the next version of a letter, and gives the letter as it then stands. */
export async function amendText(
  site: TestSite,
  letter: PublishedLetter,
  changes: Partial<Draft>,
): Promise<PublishedLetter> {
  const refused = await amendLetter(site.world, letter, { ...letter, status: 'open', ...changes }, site.world.now());
  if (refused !== undefined) throw new Error(refused);
  await site.rounds.go(site.world.now());
  return (await site.shelf.byAddress(letter.address))!;
}
