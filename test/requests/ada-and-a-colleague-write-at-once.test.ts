import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { autosave, beginLetter, formOn, namesOf, openForm, send, textsOf } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const BEA = 'bea@undersigned.example';

let site: TestSite;
let ada: OrganizerBrowser;
let bea: OrganizerBrowser;
let id: string;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
  await addOrganizer(site, BEA);
  bea = await signInAs(site, BEA);
});
afterAll(() => site.end());

beforeEach(async () => {
  id = await beginLetter(ada);
  const colleague = (await site.accounts.organizers.byEmail(BEA))!;
  await site.accounts.members.makeKeeper(fromHex(id), colleague.id, site.world.now(), 'the operator');
  await send(ada, id, { ...(await openForm(ada, id)), body: 'We build this.\n\nWe wait.' }).expect(303);
});

const body = async (): Promise<string | undefined> => (await openForm(ada, id))['body'];

test('what fits together stands together', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await send(bea, id, { ...theirs, body: 'We built this.\n\nWe wait.' }).expect(303);
  await send(ada, id, { ...hers, body: 'We build this.\n\nWe wait no longer.' }, 'add.demands').expect(303);
  expect(await body()).toBe('We built this.\n\nWe wait no longer.');
  expect(textsOf(await openForm(bea, id), 'demands')).toHaveLength(2);
});

test('the same words changed by both are shown to whoever saves last, and nothing is overwritten', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await send(bea, id, { ...theirs, body: 'We build this.\n\nWe insist.', title: 'Answer at last' }).expect(303);
  const page = await send(ada, id, { ...hers, body: 'We build this.\n\nWe hope.' }).expect(409);
  expect(page.text).toContain('You and a colleague wrote at the same time');
  expect(page.text).toContain('<ins>hope');
  expect(page.text).toContain('<ins>insist');
  expect(await body()).toBe('We build this.\n\nWe insist.');

  const form = formOn(page.text);
  expect(form['body']).toBe('We build this.\n\nWe hope.\n\nWe insist.');
  expect(form['title']).toBe('Answer at last');
  await send(ada, id, { ...form, 'choice.0': 'mine' }).expect(303);
  expect(await openForm(bea, id)).toMatchObject({ body: 'We build this.\n\nWe hope.', title: 'Answer at last' });
});

test.each([
  ['theirs', 'We insist.'],
  ['both', 'We hope.\n\nWe insist.'],
])('she may choose %s', async (choice, end) => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await send(bea, id, { ...theirs, body: 'We build this.\n\nWe insist.' }).expect(303);
  const page = await send(ada, id, { ...hers, body: 'We build this.\n\nWe hope.' }).expect(409);
  await send(ada, id, { ...formOn(page.text), 'choice.0': choice }).expect(303);
  expect(await body()).toBe(`We build this.\n\n${end}`);
});

test('a demand that one removed and the other changed stays, until she says otherwise', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  const demand = namesOf(hers, 'demands', 'text')[0]!;
  await send(bea, id, { ...theirs, [demand]: 'End it' }).expect(303);
  const page = await send(ada, id, hers, `remove.${demand.replace('.text', '')}`).expect(409);
  expect(page.text).toContain('You removed it, and a colleague changed it meanwhile.');
  expect(textsOf(await openForm(ada, id), 'demands')).toEqual(['End it']);
  await send(ada, id, { ...formOn(page.text), 'choice.0': 'remove' }).expect(303);
  expect(textsOf(await openForm(ada, id), 'demands')).toEqual([]);
});

test('the page that saves by itself is told what others wrote', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await autosave(bea, id, { ...theirs, title: 'Answer at last' }).expect(200);
  const answer = await autosave(ada, id, { ...hers, closing: 'Sincerely,' }).expect(200);
  expect(answer.body).toEqual({
    revision: 4,
    opened: expect.stringMatching(/^title\.\S{8} slug\.\S{8} /),
    at: new Date(site.world.now()).toISOString(),
    fields: { title: 'Answer at last' },
  });
  expect(await openForm(bea, id)).toMatchObject({ title: 'Answer at last', closing: 'Sincerely,' });
});

test('what the page could not show by itself is not stored unseen, and waits for the button', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await send(bea, id, theirs, 'add.demands').expect(303);
  await autosave(ada, id, { ...hers, closing: 'Sincerely,' }).expect(409);
  expect((await openForm(bea, id))['closing']).toBe('');
  await send(ada, id, { ...hers, closing: 'Sincerely,' }).expect(303);
  const form = await openForm(bea, id);
  expect(form['closing']).toBe('Sincerely,');
  expect(textsOf(form, 'demands')).toHaveLength(2);
});

test('two tabs, the back button and a form sent twice change nothing by themselves', async () => {
  const old = await openForm(ada, id);
  await send(ada, id, { ...old, title: 'New title' }).expect(303);
  await send(ada, id, { ...old, title: 'New title' }).expect(303);
  // the page from before, as the back button shows it, with nothing typed
  await send(ada, id, old).expect(303);
  await send(ada, id, { ...old, closing: 'Sincerely,' }).expect(303);
  expect(await openForm(ada, id)).toMatchObject({ title: 'New title', closing: 'Sincerely,' });
});

test.each(['', '0', '-1', '1e9', 'x', '99999999999999999999'])(
  'a form from no revision (%s) overwrites nothing',
  async (base) => {
    const hers = await openForm(ada, id);
    const theirs = { ...(await openForm(bea, id)), title: 'Answer at last', body: 'We build this.\n\nWe insist.' };
    await send(bea, id, theirs).expect(303);
    await send(ada, id, { ...hers, base, body: 'We build this.\n\nWe hope.' }).expect(409);
    expect(await openForm(ada, id)).toMatchObject({ title: 'Answer at last', body: 'We build this.\n\nWe insist.' });
  },
);

test('the history shows who wrote what, and gives every state back', async () => {
  await send(bea, id, { ...(await openForm(bea, id)), body: 'We build this.\n\nWe insist.' }).expect(303);
  const history = await ada.get(paths.history(id)).expect(200);
  expect(history.text).toMatch(/State 3[^]*bea[^]*State 2[^]*ada[^]*State 1/);
  const state = await ada.get(paths.revision(id, '3')).expect(200);
  expect(state.text).toContain('We <del>wait</del><ins>insist</ins>.');
  await ada.post(paths.restoreRevision(id, '2')).expect(303);
  expect(await body()).toBe('We build this.\n\nWe wait.');
  expect((await ada.get(paths.history(id)).expect(200)).text).toContain('State 4');
  await ada.get(paths.revision(id, '99')).expect(404);
  await ada.get(paths.revision(id, 'x')).expect(404);
});

test('what became of a demand, in words that no form offers, breaks neither the history nor the preview', async () => {
  const form = await openForm(ada, id);
  const status = namesOf(form, 'demands', 'status')[0]!;
  const made = { ...form, [status.replace('status', 'text')]: 'End the contract', [status]: 'constructor' };
  await send(ada, id, made).expect(303);
  expect((await ada.get(paths.revision(id, '3')).expect(200)).text).toContain('constructor');
  const preview = await ada.post(paths.previewLetter(id)).type('form').send(made).expect(200);
  expect(preview.text).toContain('End the contract');
  expect(preview.text).not.toContain('native code');
});

test('words that were not brought together are in the history too', async () => {
  const [hers, theirs] = [await openForm(ada, id), await openForm(bea, id)];
  await send(bea, id, { ...theirs, body: 'We build this.\n\nWe insist.' }).expect(303);
  for (const word of ['hope', 'pray'])
    await send(ada, id, { ...hers, body: `We build this.\n\nWe ${word}.` }).expect(409);
  const history = (await ada.get(paths.history(id)).expect(200)).text;
  expect(history.match(/not merged/g)).toHaveLength(1);
  await ada.post(paths.restoreRevision(id, '5')).expect(404);
  await ada.post(paths.restoreRevision(id, '4')).expect(303);
  expect(await body()).toBe('We build this.\n\nWe pray.');
});

test('an hour later, of each ten minutes of one writer the last state is kept, and old forms still fit', async () => {
  const old = await openForm(bea, id);
  const first = Number(old['base']);
  for (let i = 0; i < 5; i++) {
    await send(ada, id, { ...(await openForm(ada, id)), title: `Title ${i}` }).expect(303);
    site.pass(1_000);
  }
  site.pass(2 * 3_600_000);
  await send(ada, id, { ...(await openForm(ada, id)), closing: 'Yours,' }).expect(303);
  for (let number = first; number < first + 4; number++) await ada.get(paths.revision(id, String(number))).expect(404);
  await ada.get(paths.revision(id, String(first + 5))).expect(200);
  const answer = await send(bea, id, { ...old, from: 'Haldeners' });
  expect([303, 409]).toContain(answer.status);
  expect(await openForm(ada, id)).toMatchObject({ title: 'Title 4', closing: 'Yours,' });
});

describe('a form whose state is not kept any more', () => {
  const TEN_MINUTES = 600_000;
  const [pledge, other] = ['pledges.i1', 'pledges.i2'];
  const pledges = async () => textsOf(await openForm(ada, id), 'pledges');
  let old: Record<string, string>;

  /** Ada writes on, within ten minutes and two hours later. */
  async function lose(fields: Record<string, string>, button = 'save'): Promise<void> {
    await send(ada, id, { ...(await openForm(ada, id)), ...fields }, button).expect(303);
    site.pass(2 * 3_600_000);
    await send(ada, id, { ...(await openForm(ada, id)), from: 'Haldeners' }).expect(303);
    await ada.get(paths.revision(id, old['base']!)).expect(404);
  }

  beforeEach(async () => {
    site.pass(TEN_MINUTES - (site.world.now() % TEN_MINUTES));
    const form = await openForm(ada, id);
    const made = { [`${pledge}.text`]: 'We will leave.', [`${other}.text`]: 'We will speak.', comments: 'yes' };
    await send(ada, id, { ...form, ...made }).expect(303);
    old = await openForm(bea, id);
  });

  test.each([
    ['sent by the button', async (fields: Record<string, string>) => send(bea, id, fields).expect(303)],
    ['saved by itself', async (fields: Record<string, string>) => autosave(bea, id, fields).expect(200)],
  ])('brings in what she changed, and leaves all else as it stands, %s', async (_how, save) => {
    await lose({ body: 'We build this.\n\nWe insist.', closing: 'Yours,' });
    await save({ ...old, title: 'Answer at last' });
    const stands = { title: 'Answer at last', body: 'We build this.\n\nWe insist.', closing: 'Yours,' };
    expect(await openForm(ada, id)).toMatchObject({ ...stands, from: 'Haldeners' });
  });

  test('shows only what both changed', async () => {
    await lose({ body: 'We build this.\n\nWe insist.', closing: 'Yours,' });
    const sent = { ...old, title: 'Answer at last', body: 'We build this.\n\nWe hope.' };
    await autosave(bea, id, sent).expect(409);
    const page = await send(bea, id, sent).expect(409);
    expect(page.text.match(/name="conflict\.\d+"/g)).toEqual(['name="conflict.0"']);
    expect(page.text).toContain('We insist.');
    expect(await openForm(ada, id)).toMatchObject({ title: 'Answer us', body: 'We build this.\n\nWe insist.' });

    // which she looks at until that state is gone too
    const form = formOn(page.text);
    await send(ada, id, { ...(await openForm(ada, id)), salutation: 'Dear Pat,' }).expect(303);
    site.pass(2 * 3_600_000);
    await send(ada, id, { ...(await openForm(ada, id)), slug: 'answer-us' }).expect(303);
    await ada.get(paths.revision(id, form['base']!)).expect(404);
    await send(bea, id, { ...form, 'choice.0': 'mine' }).expect(303);
    const stands = { title: 'Answer at last', body: 'We build this.\n\nWe hope.', closing: 'Yours,' };
    expect(await openForm(ada, id)).toMatchObject({ ...stands, salutation: 'Dear Pat,', slug: 'answer-us' });
  });

  test('keeps what each did to lists and choices', async () => {
    await lose({}, `remove.${pledge}`);
    const { comments: _, ...sent } = old;
    await send(bea, id, { ...sent, vouching: 'yes' }, 'add.demands').expect(303);
    expect(await pledges()).toEqual(['We will speak.']);
    const form = await openForm(ada, id);
    expect([form['comments'], form['vouching']]).toEqual([undefined, 'yes']);
    expect(textsOf(form, 'demands')).toHaveLength(2);
  });

  test('keeps a pledge that she changed and a colleague removed, until she says otherwise', async () => {
    await lose({}, `remove.${pledge}`);
    const page = await send(bea, id, { ...old, [`${pledge}.text`]: 'We will all leave.' }).expect(409);
    expect(page.text).toContain('a colleague removed it');
    expect(await pledges()).toEqual(['We will speak.']);
    await send(bea, id, { ...formOn(page.text), 'choice.0': 'both' }).expect(303);
    expect(await pledges()).toEqual(['We will all leave.', 'We will speak.']);
  });

  test('that saved by itself begins from what was answered: what she takes back is taken back', async () => {
    const answer = await autosave(bea, id, { ...old, title: 'Answer at last' }).expect(200);
    const { revision, opened } = answer.body as { revision: number; opened: string };
    old = { ...old, base: String(revision), opened };
    await send(bea, id, { ...(await openForm(bea, id)), closing: 'Yours,' }).expect(303);
    await lose({});
    await send(bea, id, old).expect(303);
    expect(await openForm(ada, id)).toMatchObject({ title: 'Answer us', closing: 'Yours,' });
  });

  test.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['half a hash', 'title.1234'],
    ['names of no fields', '. .. __proto__.12345678 constructor.12345678 pledges.i1.text.12345678'],
    ['very much', 'title.12345678 '.repeat(10_000)],
  ])(
    'that says %s of it brings nothing back that a colleague removed, and overwrites nothing',
    async (_what, opened) => {
      await lose({ closing: 'Yours,' }, `remove.${pledge}`);
      const answer = await send(bea, id, { ...old, opened, salutation: 'Dear Pat,' }).expect(409);
      expect(answer.text).toContain('We will leave.');
      expect(await pledges()).toEqual(['We will speak.']);
      expect(await openForm(ada, id)).toMatchObject({ salutation: '', closing: 'Yours,' });
    },
  );
});
