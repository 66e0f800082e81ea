import { afterEach, expect, test } from 'vitest';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { namesOf, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;
const INES = 'ines@undersigned.example';
const [FIRST, SECOND] = ['Reply in public.', 'Reply to all of it.'];
const NOW_FIRST = 'Reply in public, with a date.';

let site: TestSite;
let ada: OrganizerBrowser;
let letter: PublishedLetter;
let id: string;
afterEach(() => site.end());

/** A letter that was delivered, and whose first demand Pat answered and is partly met. */
async function answered(...keepers: string[]): Promise<void> {
  site = await openSite();
  letter = await site.publish(letterFile());
  id = toHex(letter.id);
  for (const keeper of keepers) await addOrganizer(site, keeper, letter.id);
  await answers().deliver(letter.id, { at: now(), day: '2026-05-04', to: 'Pat Orsini', how: 'by mail' });
  const said = { at: now(), day: '2026-05-04', source: null };
  await answers().respond(letter.id, { ...said, from: 'Pat', text: 'We hear you.', demands: [FIRST] });
  await answers().mark(letter.id, { ...said, demand: FIRST, status: 'partly met', note: 'A notice hangs there.' });
  site.pass(2 * DAY);
  ada = await signInAs(site, ADA);
}

const answers = () => answersStore(site.world.databases.letters);
const now = () => site.world.now();
const page = async (browser = ada) => (await browser.get(paths.decisions(id)).expect(200)).text;
const decide = (form: Record<string, string>) => ada.post(paths.decisions(id)).type('form').send(form);
const revisionOn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const chosen = (html: string, name: string) =>
  new RegExp(`name="${name}"[^]*?</select>`).exec(html)?.[0].match(/value="(\d*)" selected/)?.[1];

/** Writes the next version with these demands in the place of the two. */
async function reword(first: string, second: string): Promise<void> {
  await ada.post(paths.amendLetter(id)).type('form').send({}).expect(303);
  const form = await openForm(ada, id);
  const [a, b] = namesOf(form, 'demands', 'text') as [string, string];
  await send(ada, id, { ...form, [a]: first, [b]: second }).expect(303);
}
const publish = async (same: Record<string, string>) =>
  decide({ deed: 'amend', revision: revisionOn(await page()), ...same });
const publicPage = async (): Promise<string> => (await site.http.get(paths.letter('answer-us')).expect(200)).text;
/** What the ledger says of a demand. */
async function ledger(number: number): Promise<string> {
  const item = (await publicPage()).split('<p class="ledger-demand">')[number] ?? '';
  return item.replace(/<\/li>[^]*/, '').replace(/<[^>]+>/g, '');
}
const standing = async () => (await site.shelf.byAddress('answer-us'))!;

test('she says that it is the same demand: its answer, its mark and its clock go on', async () => {
  await answered(ADA);
  await reword(NOW_FIRST, SECOND);
  const asked = await page();
  expect(asked).toContain('name="same-1"');
  expect(asked).not.toContain('name="same-2"');
  expect(chosen(asked, 'same-1')).toBe('1');
  await publish({ 'same-1': '1' }).then((answer) => expect(answer.status).toBe(303));
  expect((await standing()).demands).toEqual([
    { text: NOW_FIRST, status: 'partly met' },
    { text: SECOND, status: 'open' },
  ]);
  const shown = await ledger(1);
  expect(shown).toContain('A notice hangs there.');
  expect(shown).toContain('Pat, 4 May 2026');
  expect(shown).toContain(`Until 6 May 2026 it read: “${FIRST}”`);
  expect(shown).not.toContain('without an answer');
  expect(await ledger(2)).toContain('2 days without an answer');
  const [before] = await letterStore(site.world.databases.letters).versions(letter.id);
  expect(before!.demands[0]).toEqual({ text: FIRST, status: 'partly met' });
  expect((await ada.get(paths.trailJson(id))).text).toContain('1=1');
});

test('it follows the demand over two amendments', async () => {
  await answered(ADA);
  await reword(NOW_FIRST, SECOND);
  await publish({ 'same-1': '1' });
  site.pass(DAY);
  ada = await signInAs(site, ADA);
  await reword('Reply in public, by the end of May.', SECOND);
  await publish({ 'same-1': '1' });
  expect((await standing()).demands[0]).toMatchObject({ status: 'partly met' });
  const shown = await ledger(1);
  expect(shown).toContain(`“${NOW_FIRST}”`);
  expect(shown).toContain(`“${FIRST}”`);
  // what is marked now goes on from there
  await answers().mark(letter.id, {
    ...{ at: now(), day: '2026-05-07', demand: 'Reply in public, by the end of May.', source: null },
    ...{ status: 'met', note: null },
  });
  expect((await answers().of(letter.id)).marks.map(({ demand }) => demand)).toEqual(
    Array.from({ length: 2 }, () => 'Reply in public, by the end of May.'),
  );
});

test('she says that it is another: it waits from the delivery, and the answer quotes what it answered', async () => {
  await answered(ADA);
  await reword(NOW_FIRST, SECOND);
  await publish({ 'same-1': '' });
  expect((await standing()).demands[0]).toEqual({ text: NOW_FIRST, status: 'open' });
  expect(await ledger(1)).toContain('2 days without an answer');
  expect(await publicPage()).toContain(`“${FIRST}”`);
});

test('two demands cannot both be the same earlier one; what she chose stays', async () => {
  await answered(ADA);
  await reword(NOW_FIRST, 'Reply to all of it, soon.');
  const answer = await publish({ 'same-1': '2', 'same-2': '2' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('only one');
  expect([chosen(answer.text, 'same-1'), chosen(answer.text, 'same-2')]).toEqual(['2', '2']);
  expect(await standing()).toMatchObject({ version: 1 });
  for (const wrong of ['9', 'x', '-1']) expect((await publish({ 'same-1': wrong })).status).toBe(409);
  expect(await standing()).toMatchObject({ version: 1 });
});

test('where Ines is keeper too, she reads what Ada says before she confirms it', async () => {
  await answered(ADA, INES);
  await reword(NOW_FIRST, SECOND);
  await publish({ 'same-1': '1' });
  expect(await standing()).toMatchObject({ version: 1 });
  const ines = await signInAs(site, INES);
  const shown = await page(ines);
  expect(shown).toContain('Demand 1 is the earlier demand 1 in other words');
  const action = /action="([^"]+\/decisions\/[0-9a-f]{32})"/.exec(shown)![1]!;
  await ines.post(action).type('form').send({ do: 'confirm' }).expect(303);
  expect((await standing()).demands[0]).toEqual({ text: NOW_FIRST, status: 'partly met' });
});

test('when the demands change after she asked, she answers for them anew, and that takes the first question back', async () => {
  await answered(ADA, INES);
  await reword(NOW_FIRST, SECOND);
  await publish({ 'same-1': '1' }).then((answer) => expect(answer.status).toBe(303));
  const ines = await signInAs(site, INES);
  await reword(`${NOW_FIRST} Soon.`, SECOND);
  const html = await page();
  expect(html).toContain('The text has changed since this was asked for');
  expect(html).toMatch(/<ins>[^<]*Soon/);
  expect(html).toContain('<a href="#amend">Ask anew below</a>');
  expect(html).not.toContain('ask anew</button>');
  const instead = /name="instead" value="([0-9a-f]{32})"/.exec(html)![1]!;
  // without it, the question that waits stands in the way
  expect((await publish({ 'same-1': '1' })).status).toBe(409);
  await publish({ 'same-1': '1', instead }).then((answer) => expect(answer.status).toBe(303));
  const forInes = await page(ines);
  expect(forInes.match(/value="confirm"/g)).toHaveLength(1);
  expect(forInes).not.toContain('The text has changed');
  await ines
    .post(/action="([^"]+\/decisions\/[0-9a-f]{32})"/.exec(forInes)![1]!)
    .type('form')
    .send({ do: 'confirm' })
    .expect(303);
  expect((await standing()).demands[0]).toEqual({ text: `${NOW_FIRST} Soon.`, status: 'partly met' });
});
