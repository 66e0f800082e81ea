import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { letterStore } from '../../src/letters/store.ts';
import { organizerFrames } from '../../src/organizing/accounts/organizer-frame.ts';
import { openDesk } from '../../src/organizing/drafting/desk.ts';
import { openRemarkDesk } from '../../src/organizing/drafting/remarks/desk.ts';
import { remarksPages } from '../../src/organizing/drafting/remarks/pages.ts';
import type { OtherRemarks } from '../../src/organizing/drafting/remarks/remark.ts';
import { paths } from '../../src/paths.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { beginLetter, namesOf, openForm, send } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, readEscaped, signInAs } from '../support/organizers.ts';
import { hiddenField } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const BEA = 'bea@undersigned.example';
const BODY = 'We build this.\n\nWe wait for you.\n\nWe hope.';

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
  await makeBea('writer');
  const form = await openForm(ada, id);
  await edit(ada, { body: BODY, [namesOf(form, 'demands', 'text')[0]!]: 'End the contract' });
});

/** Ada is the letter's keeper; what Bea is, she can lose. */
async function makeBea(role: 'writer' | 'keeper' | 'nobody'): Promise<void> {
  const { members, organizers } = site.accounts;
  const [one, other] = [(await organizers.byEmail(BEA))!.id, (await organizers.byEmail(ADA))!.id];
  const letter = fromHex(id);
  if (!(await members.roleOf(letter, one))) await members.makeKeeper(letter, one, site.world.now(), 'the operator');
  if (role === 'nobody') await members.remove(letter, one, one, site.world.now());
  else await members.change(letter, one, role, role === 'writer' ? one : other, site.world.now());
}

const edit = async (who: OrganizerBrowser, changes: Record<string, string>) =>
  send(who, id, { ...(await openForm(who, id)), ...changes }).expect(303);

const body = async (): Promise<string> => (await openForm(ada, id))['body']!;

/** The page of remarks, as text. */
const pageOf = async (who: OrganizerBrowser, on?: string): Promise<string> =>
  (await who.get(paths.remarks(id, on).replace(/#.*/, '')).expect(200)).text;

/** The form about one piece, as the page gives it. */
async function formAbout(who: OrganizerBrowser, on: string): Promise<Record<string, string>> {
  const html = await pageOf(who, on);
  const hidden = Object.fromEntries(['on', 'hash', 'page'].map((name) => [name, hiddenField(html, name)]));
  const instead = readEscaped(/<textarea id="instead"[^>]*>\n([^]*?)<\/textarea>/.exec(html)![1]!);
  return { ...hidden, says: '', instead };
}

const sendForm = (who: OrganizerBrowser, form: Record<string, string>) =>
  who.post(paths.remarks(id)).type('form').send(form);

async function say(who: OrganizerBrowser, on: string, words: { says?: string; instead?: string }): Promise<string> {
  await sendForm(who, { ...(await formAbout(who, on)), ...words }).expect(303);
  return Array.from((await pageOf(who)).matchAll(/<li id="remark-(\d+)"/g), ([, name]) => Number(name))
    .toSorted((a, b) => a - b)
    .map(String)
    .at(-1)!;
}

const take = (who: OrganizerBrowser, remark: string, step: string, more: Record<string, string> = {}) =>
  who
    .post(paths.remark(id, remark))
    .type('form')
    .send({ do: step, ...more });

/** What stands between a piece and the next. */
const beside = (html: string, key: string): string =>
  html.split(`<li id="${key}">`)[1]?.split(/<li id="(?!remark-)|<\/ol>/)[0] ?? '';

const settledOn = (html: string): string => html.split('id="settled"')[1] ?? '';
const openOn = (html: string): string => html.split('id="settled"')[0]!;

describe('a comment', () => {
  test('stands beside its piece, with who said it, and the drafting page counts it', async () => {
    await say(bea, 'body.2', { says: 'For <b>how</b> long?' });
    await say(ada, namesOf(await openForm(ada, id), 'demands', 'text')[0]!, { says: 'Which one?' });
    const page = await pageOf(ada);
    expect(beside(page, 'body.2')).toContain('For &lt;b&gt;how&lt;/b&gt; long?');
    expect(beside(page, 'body.2')).toContain('<strong>bea</strong>');
    expect(beside(page, 'body.1')).not.toContain('remark-head');
    expect(page).toMatch(/Demand 1<\/h2>[^]*Which one\?/);
    expect((await ada.get(paths.organizeLetter(id))).text).toContain('Remarks (2 open)');
  });

  test('is answered, resolved and opened again by either of them', async () => {
    const remark = await say(bea, 'body.2', { says: 'How long?' });
    const page = hiddenField(await pageOf(ada), 'page');
    const answer = { page, [`answer-${remark}`]: 'A year.' };
    await take(ada, remark, 'answer', answer).expect(303);
    await take(ada, remark, 'answer', answer).expect(303);
    expect((await pageOf(bea)).match(/A year\./g)).toHaveLength(1);
    await take(ada, remark, 'resolve').expect(303);
    const resolved = await pageOf(bea);
    expect(beside(resolved, 'body.2')).not.toContain('How long?');
    expect(settledOn(resolved)).toContain('resolved by ada');
    expect((await ada.get(paths.organizeLetter(id))).text).toContain('>Remarks</a>');
    await take(bea, remark, 'reopen').expect(303);
    expect(beside(await pageOf(bea), 'body.2')).toContain('How long?');
  });

  test('goes along with its paragraph, and says so where that was changed or taken out', async () => {
    await say(bea, 'body.2', { says: 'How long?' });
    await edit(ada, { body: `First of all.\n\n${BODY}` });
    expect(beside(await pageOf(bea), 'body.3')).toContain('How long?');
    expect(await pageOf(bea)).not.toContain('The text has changed since');

    await edit(ada, { body: 'We build this.\n\nWe wait for Jo.\n\nWe hope.' });
    const changed = beside(await pageOf(bea), 'body.2');
    expect(changed).toMatch(/The text has changed since[^]*As it read then[^]*We wait for you\.[^]*How long\?/);

    await edit(ada, { body: 'We build this.\n\nWe hope.' });
    const gone = await pageOf(bea);
    expect(gone).toMatch(/About text that is gone[^]*We wait for you\.[^]*How long\?/);
    expect((await ada.get(paths.organizeLetter(id))).text).toContain('Remarks (1 open)');
  });

  test('that is sent twice, or from the page before, is one; other words are another', async () => {
    const form = { ...(await formAbout(bea, 'body.2')), says: 'How long?' };
    await Promise.all([sendForm(bea, form).expect(303), sendForm(bea, form).expect(303)]);
    await sendForm(bea, form).expect(303);
    expect((await pageOf(bea)).match(/How long\?/g)).toHaveLength(1);
    await sendForm(bea, { ...form, says: 'How much longer?' }).expect(303);
    expect((await pageOf(bea)).match(/class="remark-head"/g)).toHaveLength(2);
  });

  test('is taken back by whoever made it, and its words are not kept', async () => {
    const remark = await say(bea, 'body.2', { says: 'Aardvark' });
    await take(ada, remark, 'withdraw').expect(403);
    await take(bea, remark, 'withdraw').expect(303);
    await take(bea, remark, 'withdraw').expect(303);
    expect(await pageOf(bea)).not.toContain('Aardvark');
    const file = site.world.databases.organizers.$client.prepare('SELECT * FROM remarks').all();
    expect(JSON.stringify(file)).not.toContain('Aardvark');
  });
});

describe('a suggestion', () => {
  test('is shown word by word, and one click of a keeper puts it in the letter and its history', async () => {
    const remark = await say(bea, 'body.2', { says: 'Stronger', instead: 'We insist for you.' });
    expect(beside(await pageOf(ada), 'body.2')).toContain('We <del>wait</del><ins>insist</ins> for you.');
    // elsewhere somebody goes on writing
    await edit(bea, { body: `First of all.\n\n${BODY}`, closing: 'Sincerely,' });
    await take(ada, remark, 'accept').expect(303);
    expect(await body()).toBe('First of all.\n\nWe build this.\n\nWe insist for you.\n\nWe hope.');
    expect((await openForm(ada, id))['closing']).toBe('Sincerely,');
    expect(settledOn(await pageOf(bea))).toContain('accepted by ada');
    const state = await ada.get(paths.revision(id, '4')).expect(200);
    expect(state.text).toContain('We <del>wait</del><ins>insist</ins> for you.');
  });

  test('is a keeper’s to accept or decline, and a writer is told so', async () => {
    const remark = await say(bea, 'body.2', { instead: 'We insist.' });
    expect(await pageOf(bea)).not.toContain('value="accept"');
    await take(bea, remark, 'accept').expect(403);
    await take(bea, remark, 'decline').expect(403);
    expect(await body()).toBe(BODY);
    await take(ada, remark, 'decline').expect(303);
    await take(bea, remark, 'reopen').expect(403);
    expect(settledOn(await pageOf(bea))).toContain('declined by ada');
    await take(ada, remark, 'accept').expect(409);
    expect(await body()).toBe(BODY);
    await take(ada, remark, 'reopen').expect(303);
    await take(ada, remark, 'accept').expect(303);
    expect(await body()).toContain('We insist.');
  });

  test('for a text that was changed meanwhile is refused with both texts, and nothing is overwritten', async () => {
    const remark = await say(bea, 'body.2', { instead: 'We insist for you.' });
    await edit(bea, { body: 'We build this.\n\nWe wait for Jo.\n\nWe hope.' });
    // the page does not offer it any more; another tab may
    expect(await pageOf(ada)).not.toContain('value="accept"');
    const page = await take(ada, remark, 'accept').expect(409);
    expect(page.text).toContain('This cannot be accepted as it is');
    expect(page.text).toMatch(/When it was suggested<\/dt><dd[^>]*>We wait for you\./);
    expect(page.text).toMatch(/As it reads now<\/dt><dd[^>]*>We wait for Jo\./);
    expect(page.text).toContain('We <del>wait</del><ins>insist</ins> for <del>Jo</del><ins>you</ins>.');
    expect(await body()).toBe('We build this.\n\nWe wait for Jo.\n\nWe hope.');
    await edit(bea, { body: 'We build this.' });
    expect((await take(ada, remark, 'accept').expect(409)).text).toContain('It is not there any more.');
    await take(ada, remark, 'decline').expect(303);
  });

  test('accepted in two tabs is accepted once', async () => {
    const remark = await say(bea, 'body.2', { instead: 'We insist.' });
    const before = (await openForm(ada, id))['base'];
    await Promise.all([take(ada, remark, 'accept').expect(303), take(ada, remark, 'accept').expect(303)]);
    await take(ada, remark, 'accept').expect(303);
    expect(await body()).toBe('We build this.\n\nWe insist.\n\nWe hope.');
    expect((await openForm(ada, id))['base']).toBe(String(Number(before) + 1));
    expect(acts().filter((what) => what === 'accepted a suggestion')).toHaveLength(1);
  });

  test('of which two replace the same words: the second is refused', async () => {
    const one = await say(bea, 'body.2', { instead: 'We insist.' });
    const other = await say(ada, 'body.2', { instead: 'We leave.' });
    await take(ada, one, 'accept').expect(303);
    await take(ada, other, 'accept').expect(409);
    expect(await body()).toBe('We build this.\n\nWe insist.\n\nWe hope.');
  });

  test('may leave a paragraph or a demand out', async () => {
    const demand = namesOf(await openForm(ada, id), 'demands', 'text')[0]!;
    await take(ada, await say(bea, 'body.2', { instead: '' }), 'accept').expect(303);
    await take(ada, await say(bea, demand, { instead: '' }), 'accept').expect(303);
    expect(await body()).toBe('We build this.\n\nWe hope.');
    expect(namesOf(await openForm(ada, id), 'demands', 'text')).toEqual([]);
  });

  test('that somebody has typed by hand is accepted without another state', async () => {
    const remark = await say(bea, 'body.2', { instead: 'We wait for you no longer.' });
    await edit(ada, { body: BODY.replace('for you.', 'for you no longer.') });
    const before = (await openForm(ada, id))['base'];
    expect(await pageOf(ada)).toContain('value="accept"');
    await take(ada, remark, 'accept').expect(303);
    expect((await openForm(ada, id))['base']).toBe(before);
  });
});

/** What the trail says of this letter, oldest first. */
const acts = (): string[] =>
  site.world.databases.organizers.$client
    .prepare('SELECT what FROM acts WHERE letter = ? ORDER BY id')
    .pluck()
    .all(Buffer.from(fromHex(id))) as string[];

test('every step stands in the trail once', async () => {
  const comment = await say(bea, 'body.1', { says: 'Why?' });
  await take(ada, comment, 'answer', { page: 'p', [`answer-${comment}`]: 'So.' }).expect(303);
  await take(ada, comment, 'resolve').expect(303);
  await take(ada, comment, 'resolve').expect(303);
  await take(ada, comment, 'reopen').expect(303);
  await take(bea, comment, 'withdraw').expect(303);
  await take(ada, await say(bea, 'body.2', { instead: 'We insist.' }), 'decline').expect(303);
  expect(acts().slice(-7)).toEqual([
    ...['commented', 'answered a remark', 'resolved a remark', 'reopened a remark', 'took a remark back'],
    ...['suggested', 'declined a suggestion'],
  ]);
});

test('what a remark was about stands in the trail as what it is, and is read in each language', async () => {
  const demand = namesOf(await openForm(ada, id), 'demands', 'text')[0]!;
  await say(ada, 'body.2', { says: 'Why?' });
  await say(ada, demand, { says: 'Which?' });
  await say(ada, 'title', { says: 'Long.' });
  const { databases } = site.world;
  const row = [site.world.now(), Buffer.from(fromHex(id)), 'commented', JSON.stringify({ where: 'Paragraph 9' })];
  // as rows were written before
  databases.organizers.$client.prepare('INSERT INTO acts (at, letter, what, detail) VALUES (?, ?, ?, ?)').run(...row);
  const stored = (await ada.get(paths.trailJson(id))).body as { acts: { detail: object }[] };
  const places = ['title', 'demands.1', 'body.2'].map((where) => ({ where }));
  expect(stored.acts.slice(0, 4).map(({ detail }) => detail)).toEqual([{ where: 'Paragraph 9' }, ...places]);

  for (const [language, ...said] of [
    ['en', 'where: Paragraph 2', 'where: Demand 1', 'where: Title'],
    ['de', 'wo: Absatz 2', 'wo: Forderung 1', 'wo: Titel'],
    ['es', 'Párrafo 2', 'Exigencia 1', 'Título'],
    ['fr', 'Paragraphe 2', 'Revendication 1', 'Titre'],
    ['ar', 'الفقرة 2', 'المطلب 1', 'العنوان'],
  ] as const) {
    const page = (await ada.get(paths.trail(id)).set('Accept-Language', language).expect(200)).text;
    for (const words of [...said, 'Paragraph 9']) expect(page).toContain(words);
  }
});

describe('what goes wrong', () => {
  test('a form about words that were changed meanwhile keeps what was typed, and puts no old text back', async () => {
    const form = { ...(await formAbout(bea, 'body.2')), says: 'How long?' };
    await edit(ada, { body: 'We build this.\n\nWe wait for Jo.\n\nWe hope.' });
    const page = await sendForm(bea, form).expect(409);
    expect(page.text).toContain('This text was changed while you wrote');
    expect(page.text).toMatch(/<textarea id="says"[^>]*>\nHow long\?/);
    expect(page.text).toMatch(/<textarea id="instead"[^>]*>\nWe wait for Jo\./);
    const typed = await sendForm(bea, { ...form, instead: 'We insist.' }).expect(409);
    expect(typed.text).toMatch(/<textarea id="instead"[^>]*>\nWe insist\./);
    expect(await pageOf(bea)).not.toContain('How long?');
  });

  test('a form about words that moved finds them', async () => {
    const form = { ...(await formAbout(bea, 'body.2')), says: 'How long?' };
    await edit(ada, { body: `First of all.\n\n${BODY}` });
    await sendForm(bea, form)
      .expect(303)
      .expect('Location', `${paths.remarks(id)}#body.3`);
  });

  test('a form about words that are gone keeps what was typed', async () => {
    const form = { ...(await formAbout(bea, 'body.3')), says: 'For what?', instead: 'We know.' };
    await edit(ada, { body: 'We build this.' });
    const page = await sendForm(bea, form).expect(409);
    expect(page.text).toMatch(/This text was taken out[^]*For what\?[^]*We know\./);
    expect((await sendForm(bea, { says: 'Nowhere' }).expect(409)).text).toContain('Nowhere');
  });

  test('nothing said, too much said, and characters that nobody can see are refused with the form', async () => {
    const form = await formAbout(bea, 'body.2');
    expect((await sendForm(bea, form).expect(422)).text).toContain('Please write a comment, or change the text.');
    const long = await sendForm(bea, { ...form, says: 'x'.repeat(2_001) }).expect(422);
    expect(long.text).toContain('Please use at most 2000 characters.');
    expect(long.text).toContain('x'.repeat(2_001));
    await sendForm(bea, { ...form, instead: 'x'.repeat(20_001) }).expect(422);
    await sendForm(bea, { ...form, instead: '\u200B' }).expect(422);
    await sendForm(bea, { ...form, says: 'x'.repeat(1_100_000) }).expect(413);
    expect(openOn(await pageOf(bea))).not.toContain('remark-head');
    const remark = await say(bea, 'body.2', { says: 'How long?' });
    const answer = await take(ada, remark, 'answer', { [`answer-${remark}`]: 'y'.repeat(2_001) }).expect(422);
    expect(answer.text).toContain('y'.repeat(2_001));
    expect((await take(ada, remark, 'answer').expect(422)).text).toContain('Please fill this in.');
  });

  test('whoever lost the role finds nothing, and a keeper who became a writer accepts nothing', async () => {
    await makeBea('keeper');
    const remark = await say(ada, 'body.2', { instead: 'We insist.' });
    expect(await pageOf(bea)).toContain('value="accept"');
    await makeBea('writer');
    await take(bea, remark, 'accept').expect(403);
    const form = { ...(await formAbout(bea, 'body.2')), says: 'How long?' };
    await makeBea('nobody');
    await sendForm(bea, form).expect(404);
    await take(bea, remark, 'resolve').expect(404);
    await bea.get(paths.remarks(id)).expect(404);
    expect(await body()).toBe(BODY);
    expect(await pageOf(ada)).not.toContain('How long?');
  });

  test('a session that was lost keeps what was typed', async () => {
    const form = { ...(await formAbout(bea, 'body.2')), says: 'How long?' };
    const page = await sendForm(newBrowser(site), form).expect(401);
    expect(page.text).toContain('How long?');
  });

  test('a remark of another letter, or of none, is not found', async () => {
    const remark = await say(bea, 'body.2', { says: 'How long?' });
    const other = await beginLetter(ada, 'Another');
    await ada.post(paths.remark(other, remark)).type('form').send({ do: 'resolve' }).expect(404);
    for (const name of ['0', '999999', 'x', '-1', '1e3', '9'.repeat(20)]) await take(ada, name, 'resolve').expect(404);
    await take(ada, remark, 'explode').expect(303);
    await ada.get(paths.remark(id, remark)).expect(303);
    expect(await pageOf(ada)).toContain('How long?');
  });

  test('an address that names no piece opens no form', async () => {
    for (const on of ['body.99', '__proto__', 'constructor', '<script>']) {
      const page = await pageOf(bea, on);
      expect(page).not.toContain('name="hash"');
      expect(page).not.toContain('<script>');
    }
  });
});

describe('a suggestion that is accepted in the moment in which somebody saves', () => {
  /** Ada's click reaches the desk with the draft as it was before Bea saved. */
  async function acceptBehind(changes: Record<string, string>) {
    const remarks = openRemarkDesk(site.world.databases.organizers, desk());
    const name = await say(bea, 'body.2', { instead: 'We insist for you.' });
    const ofAda = { organizer: (await site.accounts.organizers.byEmail(ADA))!, letter: fromHex(id) };
    const opened = await desk().open({ ...ofAda, role: 'keeper' });
    await edit(bea, changes);
    const remark = (await remarks.store.find(fromHex(id), name))!;
    return remarks.accept(opened, remark, site.world.now());
  }
  const desk = () => openDesk(site.world, letterStore(site.world.databases.letters), site.accounts.members);

  test('elsewhere stands beside what was saved', async () => {
    expect(await acceptBehind({ body: 'We built this.\n\nWe wait for you.\n\nWe hope.' })).toBe('accepted');
    expect(await body()).toBe('We built this.\n\nWe insist for you.\n\nWe hope.');
  });

  test.each([
    ['of the same words', 'We leave you.'],
    ['in the same paragraph, though both would fit', 'We wait for you now.'],
  ])('%s is refused, and what was saved stands', async (_what, theirs) => {
    const saved = BODY.replace('We wait for you.', theirs);
    expect(await acceptBehind({ body: saved })).toMatchObject({
      refused: { state: 'changed', piece: { text: theirs } },
    });
    expect(await body()).toBe(saved);
    expect(acts()).not.toContain('accepted a suggestion');
  });
});

test('a remark that was settled in the same moment is not settled twice, and keeps its words', async () => {
  const { store } = openRemarkDesk(
    site.world.databases.organizers,
    openDesk(site.world, letterStore(site.world.databases.letters), site.accounts.members),
  );
  const remark = (await store.find(fromHex(id), await say(bea, 'body.2', { instead: 'We insist.' })))!;
  const by = (await site.accounts.organizers.byEmail(BEA))!.id;
  const doer = { letter: fromHex(id), by, now: site.world.now() };
  expect(await store.take(doer, remark, 'accept')).toBe(true);
  expect(await store.take(doer, remark, 'withdraw')).toBe(false);
  expect(await store.take(doer, remark, 'decline')).toBe(false);
  expect(await store.find(fromHex(id), remark.name)).toMatchObject({ state: 'accepted', instead: 'We insist.' });
});

test('what a colleague said stands beside the others, without a name and without a time', async () => {
  await say(bea, 'body.2', { says: 'How long?' });
  const about = { at: 'body', paragraph: 2, text: 'We wait for you.' };
  const theirs = { about, author: { by: 'colleague' }, says: 'Since spring.', instead: null, answers: [] } as const;
  const others: OtherRemarks = {
    of: () => Promise.resolve([{ ...theirs, answers: [], name: 'k3', state: 'open', settledBy: null }]),
    action: (letter, name) => `/elsewhere/${letter}/${name}`,
  };
  const { accounts, world } = site;
  const desk = openDesk(world, letterStore(world.databases.letters), accounts.members);
  const remarks = openRemarkDesk(world.databases.organizers, desk, others);
  const organizer = (await accounts.organizers.byEmail(ADA))!;
  const opened = await desk.open({ organizer, letter: fromHex(id), role: 'keeper' });
  expect((await remarks.beside(opened.writing)).openRemarks).toBe(2);
  const pages = remarksPages(organizerFrames(site.frames)({ language: 'en', prefix: '' }));
  const looked = await remarks.look(opened.writing);
  const html = pages.remarks({ opened, looked, others, role: 'keeper', page: 'p' }, {});
  const [, hers = '', colleagues = ''] = beside(html, 'body.2').split('<li id="remark-');
  expect(hers).toMatch(/How long\?/);
  expect(hers).toContain('<time');
  expect(colleagues).toMatch(/^k3">[^]*A colleague[^]*Since spring\./);
  expect(colleagues).toContain(`action="/elsewhere/${id}/k3"`);
  expect(colleagues).not.toMatch(/<time|2026|Answer/);
});
