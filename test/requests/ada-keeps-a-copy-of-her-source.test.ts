import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answersStore } from '../../src/letters/answers/store.ts';
import { namesCopies } from '../../src/letters/cited-copy.ts';
import { paths } from '../../src/paths.ts';
import { autosave, beginLetter, filledForm, formOn, namesOf, openForm, send } from '../support/drafting.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const PDF = Buffer.from('%PDF-1.7\nWhat they said before they changed it.\n');
const hash = createHash('sha256').update(PDF).digest('hex');

let site: TestSite;
let ada: OrganizerBrowser;
let id: string;
let item: string;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

beforeEach(async () => {
  id = await beginLetter(ada);
  await send(ada, id, await openForm(ada, id), 'add.evidence').expect(303);
  item = namesOf(await openForm(ada, id), 'evidence', 'quotation')[0]!.split('.')[1]!;
});

const upload = (bytes: Buffer, name = 'page.pdf') => ada.post(paths.evidenceCopy(id, item)).attach('file', bytes, name);

test('a copy is stored by its hash, with the day, and served as a file alone', async () => {
  const form = { ...(await openForm(ada, id)), [`evidence.${item}.quotation`]: 'We will not.' };
  const way = await send(ada, id, form, `copy.evidence.${item}`).expect(303);
  expect(way.headers['location']).toBe(paths.evidenceCopy(id, item));
  expect((await ada.get(paths.evidenceCopy(id, item)).expect(200)).text).toContain('We will not.');
  await upload(PDF).expect(303);

  const page = await ada.get(paths.organizeLetter(id)).expect(200);
  expect(page.text).toContain(`<code>${hash}</code>`);
  expect(page.text).toContain('Copy stored on 2026-05-04');
  const file = await ada.get(paths.storedCopy(id, hash)).buffer(true).expect(200);
  expect(file.headers).toMatchObject({
    'content-disposition': `attachment; filename="${hash}.pdf"`,
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect(readFileSync(join(site.folder, 'uploads', hash))).toEqual(PDF);
  expect(statSync(join(site.folder, 'uploads', hash)).mode & 0o777).toBe(0o600);
});

describe('while somebody else saves the draft', () => {
  const quotation = () => `evidence.${item}.quotation`;
  /** The form on the page where a copy is chosen, sent as a browser does. */
  async function chosenThen(meanwhile: () => Promise<unknown>) {
    const page = (await ada.get(paths.evidenceCopy(id, item)).expect(200)).text;
    await meanwhile();
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
    const came = { base: field('base'), opened: field('opened') };
    return ada.post(paths.evidenceCopy(id, item)).field(came).attach('file', PDF, 'page.pdf');
  }
  const another = Buffer.from('%PDF-1.7\nAnother copy.\n');

  test('for so long that the state with which the page was opened is gone, both stay too', async () => {
    site.pass(600_000 - (site.world.now() % 600_000));
    await send(ada, id, { ...(await openForm(ada, id)), [quotation()]: 'Not.' }).expect(303);
    const answer = await chosenThen(async () => {
      await send(ada, id, { ...(await openForm(ada, id)), body: 'Theirs.', [quotation()]: 'Not so.' }).expect(303);
      site.pass(2 * 3_600_000);
      const { base, ...form } = await openForm(ada, id);
      await send(ada, id, { ...form, base: base!, closing: 'Yours,' }).expect(303);
      await ada.get(paths.revision(id, String(Number(base) - 1))).expect(404);
    });
    expect(answer.status).toBe(303);
    const copy = { [`evidence.${item}.copy`]: hash };
    expect(await openForm(ada, id)).toMatchObject({ body: 'Theirs.', [quotation()]: 'Not so.', ...copy });
  });

  test.each(['mine', 'theirs'])('of two copies she has one or the other: %s', async (choice) => {
    const answer = await chosenThen(() => upload(another).expect(303));
    const { [`evidence.${item}.copy`]: theirs } = await openForm(ada, id);
    expect(answer.text.match(/name="choice\.0" value="\w+"/g)).toEqual(
      ['mine', 'theirs'].map((one) => `name="choice.0" value="${one}"`),
    );
    await send(ada, id, { ...formOn(answer.text), 'choice.0': choice }).expect(303);
    expect((await openForm(ada, id))[`evidence.${item}.copy`]).toBe(choice === 'mine' ? hash : theirs);
  });

  test('both stay: the copy, and their words', async () => {
    const answer = await chosenThen(async () => {
      await send(ada, id, { ...(await openForm(ada, id)), body: 'Theirs.', [quotation()]: 'Not so.' }).expect(303);
    });
    expect(answer.status).toBe(303);
    expect(await openForm(ada, id)).toMatchObject({ body: 'Theirs.', [quotation()]: 'Not so.' });
    expect((await ada.get(paths.organizeLetter(id))).text).toContain(`<code>${hash}</code>`);
  });

  test.each([
    ['put another copy there', () => upload(another).expect(303), 'Another copy'],
    [
      'took the evidence out',
      async () => send(ada, id, await openForm(ada, id), `remove.evidence.${item}`).expect(303),
      '',
    ],
  ])('who %s, both are shown to choose from, and the file is kept', async (_what, meanwhile) => {
    const answer = await chosenThen(meanwhile);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('class="conflicts"');
    expect(answer.text).toContain(hash);
    expect(readdirSync(join(site.folder, 'uploads'))).toContain(hash);
    // what the page offers can be saved, and the copy is had then
    await send(ada, id, { ...formOn(answer.text), 'choose.0': 'mine' }).expect(303);
    expect((await ada.get(paths.storedCopy(id, hash))).status).toBe(200);
  });
});

test('nobody else gets it: not a stranger, not by another letter', async () => {
  await upload(PDF).expect(303);
  await newBrowser(site).get(paths.storedCopy(id, hash)).expect(303);
  const other = await beginLetter(ada);
  await ada.get(paths.storedCopy(other, hash)).expect(404);
  await ada.get(paths.storedCopy(id, '0'.repeat(64))).expect(404);
  await ada.get(paths.storedCopy(id, encodeURIComponent('../undersigned.db'))).expect(404);
});

test('a letter that only names the hash of another one’s copy does not get it', async () => {
  await upload(PDF).expect(303);
  const other = await beginLetter(ada);
  const form = { ...(await openForm(ada, other)), 'evidence.v1.quotation': 'Theirs.', 'evidence.v1.copy': hash };
  await send(ada, other, form).expect(422);
  await ada.get(paths.storedCopy(other, hash)).expect(404);
  await ada.get(paths.storedCopy(id, hash)).expect(200);
});

describe('what a form says of a copy', () => {
  const named = (field: string) => `evidence.${item}.${field}`;
  const unknown = 'ab'.repeat(32);

  test('is no proof of the day: that is the day of the upload', async () => {
    await upload(PDF).expect(303);
    const form = { ...(await openForm(ada, id)), [named('stored')]: '2020-01-01', body: 'They said so.' };
    expect(form[named('copy')]).toBe(hash);
    const { fields } = (await autosave(ada, id, form).expect(200)).body as { fields: Record<string, string> };
    expect(fields).toMatchObject({ [named('stored')]: '2026-05-04' });
    await send(ada, id, { ...(await openForm(ada, id)), [named('stored')]: '' }, `cite.evidence.${item}`).expect(303);
    expect((await openForm(ada, id))['body']).toContain(`copy kept on 4 May 2026, SHA-256 \`${hash}\``);
  });

  test('a hash that nobody uploaded here is refused, and what was typed stays', async () => {
    const before = await openForm(ada, id);
    const form = { ...before, [named('quotation')]: 'We <will> not.', [named('copy')]: unknown, body: 'They said so.' };
    const told = await send(ada, id, form, `cite.evidence.${item}`).expect(422);
    expect(told.text).toContain(`nobody uploaded a file with the SHA-256 ${unknown}`);
    expect(told.text).not.toContain('Saved: state');
    expect(told.text).toMatch(/data-status[^>]* data-unsaved[^>]*>Not saved yet</);
    const shown = formOn(told.text);
    expect(shown).toMatchObject({ [named('quotation')]: 'We <will> not.', [named('copy')]: '', body: 'They said so.' });
    expect(await openForm(ada, id)).toEqual(before);
    await autosave(ada, id, form).expect(422);
    expect(await openForm(ada, id)).toEqual(before);
    await send(ada, id, shown).expect(303);
    expect((await openForm(ada, id))['body']).toBe('They said so.');
  });

  test('nor is what is no hash at all', async () => {
    const form = { ...(await openForm(ada, id)), [named('copy')]: '<b>' };
    const told = await send(ada, id, form).expect(422);
    expect(told.text).toContain('&lt;b&gt;');
  });
});

describe('a copy that a letter file names', () => {
  const elsewhere = 'cd'.repeat(32);
  const fileWith = (sha256: string, stored: string) =>
    letterFile({ evidence: `[{ quotation: Theirs, sha256: ${sha256}, stored: ${stored} }]` });
  const begin = async (source: string) => {
    const answer = await ada.post(paths.importLetter()).type('form').send({ source }).expect(303);
    return /[0-9a-f]{32}$/.exec(answer.headers['location'] ?? '')![0];
  };
  const evidenceOn = (form: Record<string, string>) => {
    const name = namesOf(form, 'evidence', 'quotation')[0]!.split('.')[1]!;
    return { name, copy: form[`evidence.${name}.copy`], stored: form[`evidence.${name}.stored`] };
  };

  test('stays as the file has it, and the page says whose word it is', async () => {
    const other = await begin(fileWith(elsewhere, '2026-03-09'));
    const form = await openForm(ada, other);
    const { name, ...copy } = evidenceOn(form);
    expect(copy).toEqual({ copy: elsewhere, stored: '2026-03-09' });
    const page = (await ada.get(paths.organizeLetter(other)).expect(200)).text;
    expect(page).toContain('A letter file says that a copy was stored on 2026-03-09');
    expect(page).not.toContain(paths.storedCopy(other, elsewhere));
    // its day is the file's, and no form's
    await send(ada, other, { ...form, [`evidence.${name}.stored`]: '2020-01-01' }).expect(303);
    expect(evidenceOn(await openForm(ada, other))).toMatchObject(copy);
    expect((await ada.get(paths.exportLetter(other)).expect(200)).text).toContain('stored: 2026-03-09');
    await send(ada, other, await openForm(ada, other), `cite.evidence.${name}`).expect(303);
    expect((await openForm(ada, other))['body']).toContain(
      `copy kept elsewhere, by our own account on 9 March 2026, SHA-256 \`${elsewhere}\``,
    );
  });

  test('can be put back after a state without it', async () => {
    const other = await begin(fileWith(elsewhere, '2026-03-09'));
    const form = await openForm(ada, other);
    const { name } = evidenceOn(form);
    await send(ada, other, form, `remove.evidence.${name}`).expect(303);
    await send(ada, other, { ...form, base: (await openForm(ada, other))['base']! }).expect(303);
    expect(evidenceOn(await openForm(ada, other))).toMatchObject({ copy: elsewhere, stored: '2026-03-09' });
  });

  test('and that was uploaded here, has the day of its upload', async () => {
    await upload(PDF).expect(303);
    const base = (await openForm(ada, id))['base']!;
    const source = fileWith(hash, '2020-01-01');
    await ada.post(paths.importInto(id)).type('form').send({ base, source }).expect(303);
    expect(evidenceOn(await openForm(ada, id))).toMatchObject({ copy: hash, stored: '2026-05-04' });
  });
});

describe('what is not taken, is told', () => {
  test.each([10_000_001, 50_000_000])('a file of %i bytes', async (size) => {
    const page = await upload(Buffer.concat([PDF, Buffer.alloc(size - PDF.length)])).expect(413);
    expect(page.text).toContain('larger than 10 MB');
  });

  test.each([
    ['a program', Buffer.from('MZ\0\x90'), 'invoice.pdf', 'none of these'],
    ['an empty file', Buffer.alloc(0), 'empty.pdf', 'none of these'],
  ])('%s', async (_what, bytes, name, words) => {
    const page = await upload(bytes, name).expect(422);
    expect(page.text).toContain(words);
  });

  test('no file, or no form with a file', async () => {
    expect((await ada.post(paths.evidenceCopy(id, item)).field('x', 'y').expect(422)).text).toContain('choose a file');
    await ada.post(paths.evidenceCopy(id, item)).type('form').send({ file: 'x' }).expect(422);
    const broken = ada.post(paths.evidenceCopy(id, item)).set('Content-Type', 'multipart/form-data; boundary=x');
    await broken.send('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf').expect(422);
  });

  test('evidence that is not there', async () => {
    await ada.get(paths.evidenceCopy(id, 'i0')).expect(404);
    await ada.post(paths.evidenceCopy(id, 'i0')).attach('file', PDF, 'a.pdf').expect(404);
  });

  test('and nothing of it stays', async () => {
    const before = readdirSync(join(site.folder, 'uploads'));
    await upload(Buffer.alloc(10_000_001)).expect(413);
    await upload(Buffer.from('MZ\0'), 'a.pdf').expect(422);
    expect(readdirSync(join(site.folder, 'uploads'))).toEqual(before);
  });
});

test('a web page is kept as the text that it is, and a link to a private address stays a text', async () => {
  const html = Buffer.from('<script>alert(1)</script>');
  await upload(html, 'page.html').expect(303);
  const file = await ada.get(paths.storedCopy(id, createHash('sha256').update(html).digest('hex'))).expect(200);
  expect(file.headers['content-type']).toBe('text/plain; charset=utf-8');
  const form = { ...(await openForm(ada, id)), [`evidence.${item}.link`]: 'http://127.0.0.1:1/secret' };
  await send(ada, id, form).expect(303);
  expect((await openForm(ada, id))[`evidence.${item}.link`]).toBe('http://127.0.0.1:1/secret');
});

test('evidence is cited as a footnote of the body', async () => {
  const named = (field: string) => `evidence.${item}.${field}`;
  const given = {
    [named('quotation')]: 'We will not.',
    [named('link')]: 'https://example.com/',
    body: 'They said so.',
  };
  await send(ada, id, { ...(await openForm(ada, id)), ...given }, `cite.evidence.${item}`).expect(303);
  await send(ada, id, await openForm(ada, id), `cite.evidence.${item}`).expect(303);
  const source = '“We will not.”, https://example.com/';
  expect((await openForm(ada, id))['body']?.trim()).toBe(`They said so.[^1][^2]\n\n[^1]: ${source}\n\n[^2]: ${source}`);
});

describe('evidence of which a copy is kept', () => {
  const named = (field: string) => `evidence.${item}.${field}`;
  /** The body after “Cite”. */
  async function cite(language: string): Promise<string> {
    await upload(PDF).expect(303);
    const form = {
      ...(await openForm(ada, id)),
      [named('quotation')]: 'We will not.',
      body: 'They said so.',
      language,
    };
    await send(ada, id, form, `cite.evidence.${item}`).expect(303);
    return (await openForm(ada, id))['body']!.trim();
  }

  test.each([
    ['en', '4 May 2026'],
    ['de', '4. Mai 2026'],
    ['es', '4 de mayo de 2026'],
    ['fr', '4 mai 2026'],
    ['ar', '٤ مايو ٢٠٢٦'],
  ])('is cited with its hash and its day, in the language of the letter (%s)', async (language, day) => {
    const [, note] = (await cite(language)).split('\n\n[^1]: ');
    expect(note).toMatch(new RegExp(`^“We will not.”, .*SHA-256 \`${hash}\`$`));
    // Arabic is written with either digits
    expect(note!.includes(day) || (language === 'ar' && note!.includes('مايو'))).toBe(true);
    expect(namesCopies(note!)).toBe(true);
  });

  test('is shown so on the letter’s page, which says what the hash is for; the file is for nobody there', async () => {
    const [text, note] = (await cite('en')).split('\n\n[^1]: ');
    await site.publish(letterFile({ slug: 'with-copies', title: 'With copies' }, `${text}\n\n[^1]: ${note}\n`));
    const page = (await site.http.get(paths.letter('with-copies')).expect(200)).text;
    expect(page).toContain(`copy kept on 4 May 2026, SHA-256 <code>${hash}</code>`);
    expect(page).toContain('the organizers say that they keep that file');
    expect((await site.http.get(paths.markdown('with-copies'))).text).toContain(hash);
    await site.http.get(paths.storedCopy(id, hash)).expect(303);
  });

  test('where no note names a copy, nothing is said of copies', async () => {
    await site.publish(letterFile({ slug: 'without-copies', title: 'Without copies' }));
    const page = (await site.http.get(paths.letter('without-copies')).expect(200)).text;
    expect(page).not.toContain('keep that file');
  });
});

describe('copies that nothing names any more', () => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const fileOf = (name: string) => join(site.folder, 'uploads', name);
  const another = (words: string) => Buffer.from(`%PDF-1.7\n${words}\n`);
  const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const storedAt = (name: string, at: number) => utimesSync(fileOf(name), new Date(at), new Date(at));
  /** A day and more goes by, then the program looks. */
  async function look() {
    site.pass(DAY + HOUR);
    await site.rounds.go(site.world.now());
    // her session is over by then
    ada = await signInAs(site, ADA);
  }

  test('are deleted after a day; what a draft names stays, and so does what its history names', async () => {
    const [before, after, nobodys] = ['before', 'after', 'nobody’s'].map(another) as [Buffer, Buffer, Buffer];
    await upload(before).expect(303);
    await upload(after).expect(303);
    writeFileSync(fileOf(hashOf(nobodys)), nobodys);
    writeFileSync(fileOf('unfinished-0011'), 'half of');
    writeFileSync(fileOf('README'), 'not one of ours');
    const all = [hashOf(before), hashOf(after), hashOf(nobodys), 'unfinished-0011', 'README'];
    for (const name of all) storedAt(name, site.world.now());
    await look();
    expect(all.map((name) => existsSync(fileOf(name)))).toEqual([true, true, false, false, true]);
  });

  test('are not looked at before: somebody may be saving the page that names them', async () => {
    const fresh = another('fresh');
    writeFileSync(fileOf(hashOf(fresh)), fresh);
    storedAt(hashOf(fresh), site.world.now() + 2 * HOUR);
    await look();
    expect(existsSync(fileOf(hashOf(fresh)))).toBe(true);
    await look();
    expect(existsSync(fileOf(hashOf(fresh)))).toBe(false);
  });

  test('a copy of a response stays', async () => {
    const response = another('response');
    const letter = await site.publish(letterFile());
    const store = answersStore(site.world.databases.letters);
    const said = { day: '2026-05-04', from: 'Pat', source: null, text: 'We will not.', demands: [] };
    await store.respond(letter.id, { at: site.world.now(), ...said });
    const [kept] = (await store.of(letter.id)).responses;
    expect(await store.keepCopy(letter.id, kept!.id, hashOf(response), '2026-05-04')).toBe(true);
    writeFileSync(fileOf(hashOf(response)), response);
    storedAt(hashOf(response), site.world.now());
    await look();
    expect(existsSync(fileOf(hashOf(response)))).toBe(true);
  });
});

test('once the letter is published its organizers still read how it came about, with its sources', async () => {
  await upload(PDF).expect(303);
  const form = { ...filledForm(await openForm(ada, id)), title: 'With its sources' };
  await send(ada, id, form).expect(303);
  const { base: revision } = await openForm(ada, id);
  await ada.post(paths.decisions(id)).type('form').send({ deed: 'publish', status: 'open', revision }).expect(303);
  const published = await ada.get(paths.organizeLetter(id)).expect(409);
  expect(published.text).toContain(`href="${paths.history(id)}"`);
  const history = await ada.get(paths.history(id)).expect(200);
  expect(history.text).toContain(paths.revision(id, '1'));
  const state = await ada.get(paths.revision(id, '1')).expect(200);
  expect(state.text).not.toContain(paths.restoreRevision(id, '1'));
  await ada.get(paths.storedCopy(id, hash)).expect(200);
});
