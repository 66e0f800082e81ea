import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, addOrganizer } from '../support/organizers.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: Uint8Array<ArrayBuffer>;
let organizer: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  site = await openSite();
  letter = (await site.publish(letterFile())).id;
  await addOrganizer(site, ADA, letter);
  organizer = (await site.accounts.organizers.byEmail(ADA))!.id;
});
afterAll(() => site.end());

const act = () => ({ at: site.world.now(), organizer, letter, what: 'hid' as const, detail: { reason: 'insult' } });
const lines = async () =>
  (await site.accounts.trail.of(letter, Infinity, 50))
    .map(({ what, detail }) => [what, detail] as const)
    .filter(([what]) => what === 'hid' || what === 'attempted');

test('what was begun and not ended stands in the trail as attempted; what is done, as done', async () => {
  const { trail } = site.accounts;
  let during: unknown;
  await trail.around(act(), async () => {
    during = await lines();
    return true;
  });
  expect(during).toEqual([['attempted', { act: 'hid', reason: 'insult' }]]);
  expect(await lines()).toEqual([['hid', { reason: 'insult' }]]);

  // as when the program stops in the middle: nothing after it is run
  const broken = trail.around(act(), () => Promise.reject(new Error('the disk is full')));
  await expect(broken).rejects.toThrow('the disk is full');
  expect(await lines()).toEqual([
    ['attempted', { act: 'hid', reason: 'insult' }],
    ['hid', { reason: 'insult' }],
  ]);
});

test('what somebody else did first leaves no line', async () => {
  const before = await lines();
  expect(await site.accounts.trail.around(act(), () => Promise.resolve(false))).toBe(false);
  expect(await lines()).toEqual(before);
});
