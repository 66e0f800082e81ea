import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLetterFile } from '../../src/letters/letter-file.ts';
import { letterStore } from '../../src/letters/store.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import { paths } from '../../src/paths.ts';
import { autosave, beginLetter, filledForm, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';
const TAKEN = 'has this address already';

let site: TestSite;
let ada: OrganizerBrowser;
let ines: OrganizerBrowser;

beforeAll(async () => {
  site = await openSite();
  for (const email of [ADA, INES]) await addOrganizer(site, email);
  [ada, ines] = [await signInAs(site, ADA), await signInAs(site, INES)];
});
afterAll(() => site.end());

const shelf = () => letterStore(site.world.databases.letters);
const draftOf = (slug: string, body = 'We build this.') => {
  const read = readLetterFile(letterFile({ slug }, body));
  if (!('draft' in read)) throw new Error('the letter of this test has faults');
  return read.draft;
};
const given = (id = site.world.random(16)) => ({ id, textHash: site.world.random(32), now: site.world.now() });

/** A whole letter with this slug, not yet saved. */
async function written(browser: OrganizerBrowser, slug: string) {
  const id = await beginLetter(browser, `About ${slug}`);
  return { id, form: { ...filledForm(await openForm(browser, id)), slug } };
}

test('saved at once, both keep their words, and one of them is told', async () => {
  const [first, second] = [await written(ada, 'at-once'), await written(ines, 'at-once')];
  const answers = await Promise.all([send(ada, first.id, first.form), autosave(ines, second.id, second.form)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 200]);
  const pages = [await ada.get(paths.organizeLetter(first.id)), await ines.get(paths.organizeLetter(second.id))];
  expect(pages.filter(({ text }) => text.includes(TAKEN))).toHaveLength(1);
  for (const { text } of pages) expect(text).toContain('We wait for your answer.');
});

test('whoever found the address free a moment ago takes it from nobody', async () => {
  const [mine, theirs] = [given(), given()];
  expect(await shelf().saveDraft(draftOf('a-moment-ago'), mine)).toBe(true);
  expect(await shelf().saveDraft(draftOf('a-moment-ago', 'Theirs.'), theirs)).toBe(false);
  expect((await shelf().bySlug('a-moment-ago'))!.id).toEqual(mine.id);
  // the same draft is saved again, and under another address
  expect(await shelf().saveDraft(draftOf('a-moment-ago'), mine)).toBe(true);
  expect(await shelf().saveDraft(draftOf('moved-away'), mine)).toBe(true);
  expect(await shelf().saveDraft(draftOf('a-moment-ago', 'Theirs.'), theirs)).toBe(true);
});

test('published at once, one is the letter and the other one is told', async () => {
  const both = ['Mine.', 'Theirs.'].map((body) => ({ ...draftOf('published-once', body), status: 'open' as const }));
  const saved = await Promise.all(both.map((draft) => saveLetter(site.world, draft, site.world.now())));
  expect(saved.filter((one) => 'saved' in one)).toHaveLength(1);
  expect(saved.filter((one) => 'refused' in one)).toEqual([{ refused: 'letter-rules.taken' }]);
});

test('the unguessable address at which another letter gathers is taken too', async () => {
  const gathering = { ...draftOf('gathers-first'), status: 'gathering' as const };
  const saved = await saveLetter(site.world, gathering, site.world.now());
  const { address } = saved as { address: string };
  expect(address).toMatch(/^gathers-first-\w+$/);
  const { id, form } = await written(ada, address);
  await send(ada, id, form).expect(303);
  const page = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(page.text).toContain(TAKEN);
  expect(page.text).toContain('We wait for your answer.');
  const revision = (await openForm(ada, id))['base']!;
  const form2 = { deed: 'publish', status: 'open', revision };
  const refused = await ada.post(paths.decisions(id)).type('form').send(form2);
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining(TAKEN)]);
});
