import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { autosave, beginLetter, filledForm, namesOf, openForm, send, textsOf } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, signInAs } from '../support/organizers.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let ada: OrganizerBrowser;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

test('a new letter says what is missing, and saves what is there', async () => {
  const id = await beginLetter(ada);
  const page = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(page.text).toContain('must not be empty');
  const form = await openForm(ada, id);
  await send(ada, id, filledForm(form)).expect(303);
  const saved = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(saved.text).toContain('Nothing is missing.');
  expect((await openForm(ada, id))['body']).toBe('We build this.\n\nWe wait for your answer.');
});

test('a letter that would be closed already says so, and can still be saved', async () => {
  const id = await beginLetter(ada, 'Too late');
  await send(ada, id, { ...filledForm(await openForm(ada, id)), closes: '2026-05-03' }).expect(303);
  const page = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(page.text).toContain('2026-05-03 is over; nobody could sign');
  expect(page.text).not.toContain('Nothing is missing.');
});

test('a letter without faults can be had as a file, and is a draft for the tool too', async () => {
  const id = await beginLetter(ada, 'Say what you will do');
  expect((await ada.get(paths.exportLetter(id)).expect(303)).headers['location']).toBe(paths.organizeLetter(id));
  await send(ada, id, filledForm(await openForm(ada, id))).expect(303);
  const file = await ada.get(paths.exportLetter(id)).expect(200);
  expect(file.headers['content-disposition']).toBe('attachment; filename="say-what-you-will-do.md"');
  expect(file.text).toContain('title: Say what you will do');
  expect(await site.shelf.byAddress('say-what-you-will-do')).toBeUndefined();

  const again = { ...(await openForm(ada, id)), slug: 'say-it' };
  await send(ada, id, again).expect(303);
  expect((await ada.get(paths.exportLetter(id)).expect(200)).text).toContain('slug: say-it');
});

test('an address that another letter has is told', async () => {
  const [first, second] = [await beginLetter(ada, 'One address'), await beginLetter(ada, 'One address')];
  await send(ada, first, filledForm(await openForm(ada, first))).expect(303);
  await send(ada, second, filledForm(await openForm(ada, second))).expect(303);
  expect((await ada.get(paths.organizeLetter(second)).expect(200)).text).toContain('has this address already');
  expect((await ada.get(paths.organizeLetter(first)).expect(200)).text).toContain('Nothing is missing.');
});

describe('demands', () => {
  async function withDemands(...texts: string[]): Promise<string> {
    const id = await beginLetter(ada);
    for (let i = 1; i < texts.length; i++) await send(ada, id, await openForm(ada, id), 'add.demands').expect(303);
    const form = await openForm(ada, id);
    namesOf(form, 'demands', 'text').forEach((name, i) => (form[name] = texts[i]!));
    await send(ada, id, form).expect(303);
    return id;
  }
  const press = async (id: string, what: string, at: number): Promise<string[]> => {
    const form = await openForm(ada, id);
    const item = namesOf(form, 'demands', 'text')[at]!.replace('.text', '');
    const answer = await send(ada, id, form, `${what}.${item}`).expect(303);
    expect(answer.headers['location']).toMatch(/^\/organize\/letters\/[0-9a-f]{32}#demands/);
    return textsOf(await openForm(ada, id), 'demands');
  };

  test('are moved, split, joined and removed by buttons, in their order', async () => {
    const id = await withDemands('First', 'Second; and third', 'Last');
    expect(await press(id, 'up', 1)).toEqual(['Second; and third', 'First', 'Last']);
    expect(await press(id, 'down', 0)).toEqual(['First', 'Second; and third', 'Last']);
    expect(await press(id, 'split', 1)).toEqual(['First', 'Second', 'and third', 'Last']);
    expect(await press(id, 'join', 1)).toEqual(['First', 'Second and third', 'Last']);
    expect(await press(id, 'remove', 0)).toEqual(['Second and third', 'Last']);
    expect(await press(id, 'split', 1)).toEqual(['Second and third', 'Last']);
    expect(await press(id, 'up', 0)).toEqual(['Second and third', 'Last']);
  });

  test('a button keeps what was typed and not yet saved', async () => {
    const id = await withDemands('First');
    const form = { ...(await openForm(ada, id)), body: 'Typed just now.' };
    await send(ada, id, form, 'add.pledges').expect(303);
    expect(await openForm(ada, id)).toMatchObject({ body: 'Typed just now.' });
  });
});

test('a letter of 2,000 words and fifty demands is taken whole', async () => {
  const id = await beginLetter(ada);
  const form = await openForm(ada, id);
  const body = 'We ask for an answer, and for nothing else. '.repeat(2_000).trim();
  for (let i = 0; i < 49; i++) form[`demands.ix${i}.text`] = `Demand number ${i}`;
  await send(ada, id, { ...form, body }).expect(303);
  const saved = await openForm(ada, id);
  expect(saved['body']).toBe(body);
  expect(textsOf(saved, 'demands')).toHaveLength(50);
});

test('the preview shows what is in the form, safely, and stores nothing', async () => {
  const id = await beginLetter(ada);
  const form = { ...(await openForm(ada, id)), body: 'We **ask**.<script>alert(1)</script>', title: '<b>x</b>' };
  const page = await ada.post(paths.previewLetter(id)).type('form').send(form).expect(200);
  expect(page.text).toContain('<strong>ask</strong>');
  expect(page.text).not.toContain('<script>alert');
  expect(page.text).toContain('&lt;b&gt;x&lt;/b&gt;');
  expect((await openForm(ada, id))['body']).toBe('');
});

test('the guard advises beside the text, with a link to the paragraph’s field and to the rule', async () => {
  const id = await beginLetter(ada);
  await send(ada, id, { ...(await openForm(ada, id)), body: 'We ask.\n\nThis is the worst.' }).expect(303);
  const { text } = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(text).toContain('<a href="#body">Paragraph 2</a>: <q dir="auto">worst</q>');
  expect(text).toContain(paths.guardHelp('superlatives'));
  const help = await ada.get(paths.guardHelp()).expect(200);
  expect(help.text).toContain('id="superlatives"');
  expect(help.text).toContain('no legal advice');
});

describe('a letter file', () => {
  test('is pasted, and becomes a letter under work', async () => {
    const answer = await ada.post(paths.importLetter()).type('form').send({ source: letterFile() }).expect(303);
    const id = answer.headers['location']!.split('/').at(-1)!;
    expect(textsOf(await openForm(ada, id), 'demands').length).toBeGreaterThan(0);
  });

  test('is uploaded', async () => {
    const file = Buffer.from(letterFile().replace('answer-us', 'answer-us-too'));
    const answer = await ada.post(paths.importLetter()).attach('file', file, 'letter.md').expect(303);
    const id = answer.headers['location']!.split('/').at(-1)!;
    expect((await ada.get(paths.exportLetter(id)).expect(200)).text).toContain('slug: answer-us-too');
  });

  test('with faults is shown again, with each fault', async () => {
    const source = '---\ntitle: ""\n---\nHello <there>';
    const page = await ada.post(paths.importLetter()).type('form').send({ source }).expect(422);
    expect(page.text).toContain('line 2, title: must not be empty');
    expect(page.text).toContain('Hello &lt;there&gt;');
    const wrong = await ada
      .post(paths.importLetter())
      .attach('file', Buffer.from([0xff, 0xfe, 0]), 'x.md')
      .expect(422);
    expect(wrong.text).toContain('not text in UTF-8');
  });
});

describe('whoever is not signed in', () => {
  test('is asked to, finds no letter, and loses no word', async () => {
    const id = await beginLetter(ada);
    const form = { ...(await openForm(ada, id)), body: 'Typed while “signed out”.' };
    const nobody = newBrowser(site);
    const page = await nobody.get(paths.organizeLetter(id)).expect(303);
    expect(page.headers['location']).toContain(paths.signIn());
    const lost = await send(nobody, id, form).expect(401);
    expect(lost.text).toContain('name="body" value="Typed while “signed out”."');
    expect(lost.text).toContain(`action="${paths.organizeLetter(id)}"`);
    await autosave(nobody, id, form).expect(401);
    expect((await openForm(ada, id))['body']).toBe('');
  });

  test('a stranger who is an organizer finds no such letter', async () => {
    const id = await beginLetter(ada);
    await addOrganizer(site, 'theo@undersigned.example');
    const theo = await signInAs(site, 'theo@undersigned.example');
    for (const path of [paths.organizeLetter(id), paths.history(id), paths.exportLetter(id), paths.previewLetter(id)])
      await theo.get(path).expect(404);
    await send(theo, id, { base: '1', body: 'mine' }).expect(404);
    await autosave(theo, id, { base: '1', body: 'mine' }).expect(404);
    await theo.post(paths.restoreRevision(id, '1')).expect(404);
    expect((await openForm(ada, id))['body']).toBe('');
  });
});

test('what was published is not edited any more', async () => {
  const id = await beginLetter(ada, 'Published soon');
  const form = filledForm(await openForm(ada, id));
  await send(ada, id, form).expect(303);
  const file = (await ada.get(paths.exportLetter(id)).expect(200)).text;
  const letter = await site.publish(file.replace('status: draft', 'status: open'));
  const organizer = (await site.accounts.organizers.byEmail(ADA))!;
  await site.accounts.members.makeKeeper(letter.id, organizer.id, site.world.now(), 'the operator');
  const published = Buffer.from(letter.id).toString('hex');
  await ada.get(paths.organizeLetter(published)).expect(409);
  await send(ada, published, form).expect(409);
});

describe('the trail of a draft', () => {
  const whats = async (id: string) =>
    ((await ada.get(paths.trailJson(id)).expect(200)).body as { acts: { what: string; detail: object }[] }).acts.map(
      ({ what, detail }) => [what, detail],
    );

  test('says who began it, and who went back to which state; not each time that somebody typed', async () => {
    const id = await beginLetter(ada, 'Once');
    const form = await openForm(ada, id);
    await send(ada, id, { ...form, title: 'Twice' }).expect(303);
    await ada.post(paths.restoreRevision(id, '1')).expect(303);
    expect((await openForm(ada, id))['title']).toBe('Once');
    expect(await whats(id)).toEqual([
      ['restored', { state: 1 }],
      ['joined', { role: 'keeper' }],
      ['began', {}],
    ]);
    // what stands already is not gone back to
    await ada.post(paths.restoreRevision(id, '1')).expect(303);
    expect(await whats(id)).toHaveLength(3);
  });

  test('says that it came as a file', async () => {
    const source = letterFile({ slug: 'came-as-a-file' });
    const answer = await ada.post(paths.importLetter()).type('form').send({ source }).expect(303);
    const id = answer.headers['location']!.split('/').at(-1)!;
    expect((await whats(id)).at(-1)).toEqual(['imported', {}]);
  });
});

test('the list of letters calls a draft as its writers do, though it still has faults', async () => {
  const id = await beginLetter(ada, 'Half a thought');
  const home = async () => (await ada.get(paths.organize()).expect(200)).text;
  expect(await home()).toContain(`<a href="${paths.organizeLetter(id)}" dir="auto">Half a thought</a>`);
  await send(ada, id, { ...(await openForm(ada, id)), title: 'A whole one' }).expect(303);
  expect(await home()).toContain(`<a href="${paths.organizeLetter(id)}" dir="auto">A whole one</a>`);
  await send(ada, id, { ...(await openForm(ada, id)), title: '' }).expect(303);
  expect(await home()).toContain(`<a href="${paths.organizeLetter(id)}" dir="auto">A new letter</a>`);
});

test('every public page has a quiet way to where organizers sign in', async () => {
  expect((await site.http.get(paths.home()).expect(200)).text).toContain('<a href="/organize">For organizers</a>');
});
