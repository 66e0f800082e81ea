import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { letterFile } from '../support/letters.ts';
import { entriesIn, judge, openModeration } from '../support/moderation.ts';
import { ADA, type OrganizerBrowser, addOrganizer, readEscaped, signInAs } from '../support/organizers.ts';
import { changeByForm, collectPass, signByForm, withdrawByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';

let site: TestSite;
let letter: PublishedLetter;
let ada: OrganizerBrowser;
let id: string;
let people: number;

beforeEach(async () => {
  people = 0;
  site = await openSite();
  letter = await site.publish(letterFile({ release: '{min: 10, every: 0}' }));
  id = toHex(letter.id);
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
});
afterEach(() => site.end());

/** Somebody signs; gives the pass. */
async function sign(fields: Record<string, string>): Promise<string> {
  const pass = await collectPass(site, letter, `maya${people++}@halden.example`);
  expect((await signByForm(site, letter, pass, fields)).status).toBe(201);
  return pass;
}

const named = (name: string, role = '') => sign({ shown: 'named', name, role });

/** All who wait are released, with as many anonymous ones as that takes. */
async function release(): Promise<void> {
  for (let i = 0; i < 10; i++) await sign({ shown: 'anonymous' });
  await site.rounds.go(site.world.now());
}

const table = async (q = '', browser = ada) =>
  (await browser.get(paths.firstSignatories(id)).query({ q }).expect(200)).text;
/** Whom the page offers to choose, as its form sends them. */
const offered = async (q = '', browser = ada) =>
  [...(await table(q, browser)).matchAll(/name="entry" value="([^"]*)"/g)].map(([, value]) => readEscaped(value!));
const post = (path: string, form: Record<string, string>, browser = ada) => browser.post(path).type('form').send(form);
const choose = (entry: string, browser = ada, consent = 'yes') =>
  post(paths.firstSignatories(id), { entry, consent }, browser);
const chooseNamed = async (name: string) => {
  const [entry] = (await offered()).filter((one) => one.endsWith(` ${name}`));
  await choose(entry!).expect(303);
  return entry!.split(' ')[0]!;
};
const move = (position: string, to: string, browser = ada) => post(paths.firstSignatory(id, position), { to }, browser);

const names = (html: string) => [...html.matchAll(/<bdi class="name">([^<]*)</g)].map(([, name]) => name!);
/** Who stands first on the letter's page, and who follows. */
async function onLetter(): Promise<{ first: string[]; others: string[] }> {
  const { text } = await site.http.get(paths.letter('answer-us')).expect(200);
  const [first, others] = text.includes('id="first"') ? text.split('<h3>More signatories</h3>') : ['', text];
  return { first: names(first ?? ''), others: names(others ?? '') };
}
const list = async (query = '') => (await site.http.get(`${paths.signatures('answer-us')}${query}`).expect(200)).text;
const rows = () =>
  site.world.databases.board.$client.prepare('SELECT place FROM first_signatories').pluck().all() as number[];

const byName = ([a]: unknown[], [b]: unknown[]) => String(a).localeCompare(String(b));

interface Trail {
  acts: { what: string; detail: Record<string, unknown> }[];
}
const trail = async () =>
  ((await ada.get(paths.trailJson(id))).body as Trail).acts.map(({ what, detail }) => ({ what, detail }));

describe('Ada chooses', () => {
  test('Maya, who agreed: she stands first on the letter, on the list and in the JSON, and counts once', async () => {
    await named('Bea Holm');
    await named('Maya Lind', 'Engineer');
    await release();
    expect(await onLetter()).toEqual({
      first: [],
      others: expect.arrayContaining(['Bea Holm', 'Maya Lind']) as string[],
    });
    const before = await site.http.get(paths.apiLetter('answer-us'));
    await chooseNamed('Maya Lind');
    expect(await onLetter()).toEqual({ first: ['Maya Lind'], others: ['Bea Holm'] });
    const page = await list();
    expect(page).toContain('<h2>First signatories</h2>');
    expect(names(page)).toEqual(['Maya Lind', 'Bea Holm']);
    expect(await list('?q=maya')).not.toContain('First signatories');
    expect(names(await list('?q=maya'))).toEqual(['Maya Lind']);
    const { body } = await site.http.get(paths.apiSignatures('answer-us'));
    const { signatures } = body as { signatures: { name: string; first?: true }[] };
    expect(signatures.map(({ name, first }) => [name, first]).toSorted(byName)).toEqual([
      ['Bea Holm', undefined],
      ['Maya Lind', true],
    ]);
    const after = await site.http.get(paths.apiLetter('answer-us'));
    expect(after.body).toEqual(before.body);
    expect((await site.http.get(`/ar${paths.letter('answer-us')}`)).text).toContain('أوائل الموقّعين');
  });

  test('and the trail has it with the consent and the place in the log, without the name', async () => {
    await named('Maya Lind');
    await release();
    const position = await chooseNamed('Maya Lind');
    expect((await trail())[0]).toEqual({
      what: 'chose a first signatory, who agreed',
      detail: { entry: Number(position) },
    });
    expect(JSON.stringify(await trail())).not.toContain('Maya');
    const columns = site.world.databases.board.$client.pragma('table_info(first_signatories)') as { name: string }[];
    expect(columns.map(({ name }) => name)).toEqual(['letter', 'pk', 'place']);
  });

  test('nobody without saying that they agreed; what she chose stays chosen', async () => {
    await named('Maya Lind');
    await release();
    const [entry] = await offered();
    const answer = await choose(entry!, ada, '');
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('that they told you that they agree')]);
    expect(answer.text).toMatch(/name="entry" value="\d+ Maya Lind" checked/);
    const none = await choose('');
    expect([none.status, none.text]).toEqual([422, expect.stringContaining('Please choose who is to stand first.')]);
    expect(none.text).toMatch(/name="consent" value="yes" checked/);
    expect(rows()).toEqual([]);
  });

  test('twice with one click too many, and it is done and written down once', async () => {
    await named('Maya Lind');
    await release();
    const [entry] = await offered();
    const both = await Promise.all([choose(entry!), choose(entry!)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect((await onLetter()).first).toEqual(['Maya Lind']);
    expect((await trail()).filter(({ what }) => what.startsWith('chose'))).toHaveLength(1);
    expect(await trail()).not.toContainEqual(expect.objectContaining({ what: 'attempted' }));
  });

  test('never somebody anonymous, by role or hidden, whatever form is sent', async () => {
    await sign({ shown: 'by role', role: 'Nurse' });
    await named('Rude Word');
    await named('Maya Lind');
    await release();
    const [rude] = entriesIn(await openModeration(ada, letter, 'Rude'), 'find');
    await judge(ada, letter, { entry: rude!.entry, do: 'hide', reason: 'insult' }).expect(303);
    expect((await offered()).map((one) => one.replace(/^\d+ /, ''))).toEqual(['Maya Lind']);
    for (let position = 0; position < 13; position++) {
      for (const name of ['Nurse', 'Rude Word', 'null', 'Maya Lin']) {
        const answer = await choose(`${position} ${name}`);
        expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('nobody is shown with this name')]);
      }
    }
    for (const entry of ['0', '0 ', '-1 Maya Lind', '9999999999 Maya Lind', 'x Maya Lind'])
      expect((await choose(entry)).status).toBe(422);
    expect(rows()).toEqual([]);
    expect(await trail()).not.toContainEqual(
      expect.objectContaining({ what: expect.stringMatching(/first|attempt/) as string }),
    );
    // the same form with the name that is shown there is taken
    expect((await choose((await offered())[0]!)).status).toBe(303);
  });

  test('the order, which a second click does not change again', async () => {
    for (const name of ['Anna', 'Berta', 'Clara']) await named(name);
    await release();
    const [anna, , clara] = [await chooseNamed('Anna'), await chooseNamed('Berta'), await chooseNamed('Clara')];
    expect((await onLetter()).first).toEqual(['Anna', 'Berta', 'Clara']);
    for (let i = 0; i < 2; i++) await move(clara, '1').expect(303);
    expect((await onLetter()).first).toEqual(['Anna', 'Clara', 'Berta']);
    await move(anna, '99').expect(303);
    expect((await onLetter()).first).toEqual(['Clara', 'Berta', 'Anna']);
    expect((await trail()).filter(({ what }) => what.startsWith('moved'))).toHaveLength(2);
    for (let i = 0; i < 2; i++) await move(clara, 'out').expect(303);
    expect((await onLetter()).first).toEqual(['Berta', 'Anna']);
    expect((await trail()).filter(({ what }) => what.startsWith('took'))).toHaveLength(1);
    const gone = await move(clara, '0');
    expect([gone.status, gone.text]).toEqual([409, expect.stringContaining('does not stand first any more')]);
    expect((await move('x', '0')).status).toBe(409);
  });

  test('by words of a name', async () => {
    await named('Maya Lind', 'Engineer');
    await named('Zoë Ångström');
    await release();
    expect((await offered('angst')).map((one) => one.replace(/^\d+ /, ''))).toEqual(['Zoë Ångström']);
    expect(await offered('nobody')).toEqual([]);
    expect(await table('nobody')).toContain('Nobody else who is shown with a name has these words.');
  });
});

describe('whoever stands first', () => {
  let pass: string;

  beforeEach(async () => {
    await named('Maya Lind');
    pass = await sign({ shown: 'named', name: 'Bea Holm', role: 'Nurse' });
    await release();
    await chooseNamed('Bea Holm');
    await chooseNamed('Maya Lind');
  });

  test('withdraws, and is gone from there', async () => {
    expect((await onLetter()).first).toEqual(['Bea Holm', 'Maya Lind']);
    await withdrawByForm(site, letter, pass, 'now');
    expect(await onLetter()).toEqual({ first: ['Maya Lind'], others: [] });
    expect(await table()).not.toContain('Bea Holm');
    expect(rows()).toHaveLength(1);
  });

  test('becomes anonymous, and is gone at once, also when the name comes back', async () => {
    await changeByForm(site, letter, pass, { shown: 'anonymous' });
    expect(rows()).toHaveLength(1);
    await release();
    await changeByForm(site, letter, pass, { shown: 'named', name: 'Bea Holm', role: 'Nurse' });
    await release();
    expect(await onLetter()).toEqual({ first: ['Maya Lind'], others: ['Bea Holm'] });
  });

  test('takes another name, for which nobody chose them', async () => {
    await changeByForm(site, letter, pass, { shown: 'named', name: 'Donald Duck', role: 'Nurse' });
    await release();
    expect(await onLetter()).toEqual({ first: ['Maya Lind'], others: ['Donald Duck'] });
  });

  test('changes a comment alone, and stands there again from the next release', async () => {
    await changeByForm(site, letter, pass, { shown: 'named', name: 'Bea Holm', role: 'Nurse', comment: 'Please.' });
    expect((await onLetter()).first).toEqual(['Maya Lind']);
    await release();
    expect((await onLetter()).first).toEqual(['Bea Holm', 'Maya Lind']);
  });

  test('takes another name that is released before the old one is erased', async () => {
    const { store, first } = site.board;
    const pks = site.world.databases.board.$client
      .prepare('SELECT pk FROM first_signatories')
      .pluck()
      .all() as Buffer[];
    const entries = await Promise.all(pks.map((pk) => store.signature(letter.publicId, new Uint8Array(pk))));
    const last = (await store.lastRelease(letter.publicId))!;
    const releaseWith = (name: string, number: number) =>
      store.release({
        ...{ leaves: [], withdrawn: [], release: { ...last, number } },
        signatures: entries.map((row) => ({ ...row!, name: row!.name === 'Bea Holm' ? name : row!.name })),
      });
    const now = async () => (await first.of(letter.publicId)).map(({ name }) => name);
    await releaseWith('Bea Holm', last.number + 1);
    expect(await now()).toEqual(['Bea Holm', 'Maya Lind']);
    await releaseWith('Donald Duck', last.number + 2);
    expect(await now()).toEqual(['Maya Lind']);
  });

  test('is hidden, and does not come back by being shown again', async () => {
    const [bea] = entriesIn(await openModeration(ada, letter, 'Bea Holm'), 'find');
    await judge(ada, letter, { entry: bea!.entry, do: 'hide', reason: 'personal data' }).expect(303);
    expect((await onLetter()).first).toEqual(['Maya Lind']);
    const [hidden] = entriesIn(await openModeration(ada, letter), 'hidden');
    await judge(ada, letter, { entry: hidden!.entry, do: 'show' }).expect(303);
    expect(await onLetter()).toEqual({ first: ['Maya Lind'], others: ['Bea Holm'] });
  });
});

describe('the page', () => {
  test('is no page for a writer, nor for a stranger, nor are its forms', async () => {
    await named('Maya Lind');
    await release();
    const [entry] = await offered();
    const ines = await addOrganizer(site, INES);
    const browser = await signInAs(site, INES);
    const statuses = async () => [
      (await browser.get(paths.firstSignatories(id))).status,
      (await choose(entry!, browser)).status,
      (await move('0', 'out', browser)).status,
      (await post(paths.searchEngines(id), { names: 'listed' }, browser)).status,
    ];
    expect(await statuses()).toEqual([404, 404, 404, 404]);
    await site.accounts.members.makeKeeper(letter.id, ines.id, site.world.now(), 'the operator');
    expect((await browser.get(paths.firstSignatories(id))).status).toBe(200);
    await post(paths.member(id, toHex(ines.id)), { role: 'writer' }, browser);
    expect(await statuses()).toEqual([403, 403, 403, 403]);
    expect((await browser.get(paths.organize())).text).not.toContain('First signatories');
    expect((await ada.get(paths.organize())).text).toContain(paths.firstSignatories(id));
    expect(rows()).toEqual([]);
  });

  test('is not there while the letter gathers, when nobody sees who has signed', async () => {
    letter = await site.publish(letterFile({ slug: 'gathers', status: 'gathering' }));
    const keeper = await addOrganizer(site, INES, letter.id);
    expect(keeper.email).toBe(INES);
    const answer = await (await signInAs(site, INES)).get(paths.firstSignatories(toHex(letter.id)));
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('This opens with the letter')]);
  });

  test('has room for thirty, also when two keepers choose the last at once', async () => {
    for (let i = 0; i < 32; i++) await named(`Noor ${i}`);
    await release();
    await addOrganizer(site, INES, letter.id);
    const ines = await signInAs(site, INES);
    for (let i = 0; i < 29; i++) expect((await choose((await offered())[0]!)).status).toBe(303);
    const [one, other] = await offered();
    const answers = await Promise.all([choose(one!), choose(other!, ines)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(answers.find(({ status }) => status === 409)!.text).toContain('30 stand first, and that is the most.');
    expect((await onLetter()).first).toHaveLength(30);
    expect((await trail()).filter(({ what }) => what.startsWith('chose'))).toHaveLength(30);
  }, 60_000);
});

describe('search engines', () => {
  const robots = async (query = '') => /<meta name="robots" content="noindex">/.test(await list(query));
  const headers = async () => [
    (await site.http.get(paths.signaturesCsv('answer-us'))).headers['x-robots-tag'],
    (await site.http.get(paths.apiSignatures('answer-us'))).headers['x-robots-tag'],
  ];
  const inSitemap = async () =>
    (await site.http.get(paths.sitemap()).buffer(true)).text.includes(paths.signatures('answer-us'));
  const everywhere = async () => [await robots(), ...(await headers()), await inSitemap()];

  test('are asked not to list the signatories, until a keeper lets them, and again when one does not', async () => {
    await named('Maya Lind');
    await release();
    expect(await everywhere()).toEqual([true, 'noindex', 'noindex', false]);
    for (let i = 0; i < 2; i++) await post(paths.searchEngines(id), { names: 'listed' }).expect(303);
    expect(await everywhere()).toEqual([false, undefined, undefined, true]);
    expect(await list()).toContain(
      `<link rel="canonical" href="${site.world.config.baseUrl}/letters/answer-us/signatures">`,
    );
    // what somebody searched for is listed nowhere
    expect(await robots('?q=maya')).toBe(true);
    for (let i = 0; i < 2; i++) await post(paths.searchEngines(id), { names: 'not listed' }).expect(303);
    expect(await everywhere()).toEqual([true, 'noindex', 'noindex', false]);
    expect((await trail()).map(({ what }) => what).filter((what) => what.includes('search engines'))).toEqual([
      'asked search engines not to list names',
      'let search engines list names',
    ]);
  });
});
