import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWords } from '../../src/cli/sign/words.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { Descriptor } from '../../src/protocol/descriptor.ts';
import * as schemas from '../../src/reading/api/schemas.ts';
import type { Fields } from '../../src/signing/signature.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, collectPass, hiddenField, jsonChange, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let people = 0;

const lists = {
  sites: '[Ostrey, "Port Hallin <2>", Remote]',
  roles: '[Nursing, Porters]',
};

const start = () => {
  beforeAll(async () => {
    site = await openSite();
    letter = await site.publish(letterFile(lists));
  });
  afterAll(() => site.end());
};

const mailbox = () => `maya${people++}@halden.example`;
const send = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);
const form = (path: string, fields: object) => site.http.post(path).type('form').send(fields);
const round = () => {
  site.pass(120_000);
  return site.rounds.go(site.world.now());
};
const page = async () => (await site.http.get(paths.letter(letter.address))).text;
const asked = async () => schemas.letter.parse((await site.http.get(paths.apiLetter(letter.address))).body);

/** So many sign and say so; each by the post of a browser. */
async function sign(count: number, site_: number | null, occupation: number | null = null, more: Partial<Fields> = {}) {
  const passes = [];
  for (let i = 0; i < count; i++) {
    const pass = await collectBlinded(site, letter, mailbox());
    await send(await jsonPost(letter, pass, { ...anonymous, site: site_, occupation, ...more })).expect(201);
    passes.push(pass);
  }
  return passes;
}

describe('Maya, by the forms,', () => {
  start();

  test('may choose a site and a kind of work, sees before she signs what is counted, and can change it', async () => {
    const pass = await collectPass(site, letter, mailbox());
    const empty = await site.http.get(paths.writeSignature(letter.address));
    expect(empty.text).toMatch(/<select id="site" name="site"[^>]*><option value="">/);
    const chosen = { pass, shown: 'named', name: 'Maya Lind', site: '1', occupation: '0' };
    const preview = await form(paths.previewSignature(letter.address), chosen).expect(200);
    expect(preview.text).toMatch(
      /without your name:<\/p><ul><li><bdi lang="en" dir="ltr">Port Hallin &lt;2&gt;<\/bdi><\/li><li><bdi lang="en" dir="ltr">Nursing</,
    );
    expect([hiddenField(preview.text, 'site'), hiddenField(preview.text, 'occupation')]).toEqual(['1', '0']);
    await form(paths.signatures(letter.address), chosen).expect(201);
    const change = await form(paths.change(letter.address), { pass }).expect(200);
    expect(change.text).toMatch(/<option value="1"[^>]* selected>Port Hallin/);
    await form(paths.changeWords(letter.address), { ...chosen, site: '' }).expect(200);
    const again = await form(paths.change(letter.address), { pass }).expect(200);
    expect(again.text).not.toMatch(/<option value="1"[^>]* selected>Port Hallin/);
    expect(again.text).toMatch(/<option value="0"[^>]* selected>Nursing/);
  });

  test.each([
    ['a site that is not on the list', { site: '3' }, 'Please choose one site of the list, or none.'],
    ['two sites', { site: ['0', '1'] }, 'Please choose one site of the list, or none.'],
    ['a site in words', { site: 'Ostrey' }, 'Please choose one site of the list, or none.'],
    ['a negative site', { site: '-1' }, 'Please choose one site of the list, or none.'],
    ['an unknown kind of work', { occupation: '2' }, 'Please choose one kind of work of the list, or none.'],
    ['two kinds of work', { occupation: ['0', '0'] }, 'Please choose one kind of work of the list, or none.'],
  ])('is told of %s, with the rest kept', async (_what, wrong, words) => {
    const pass = await collectPass(site, letter, mailbox());
    const given = { pass, shown: 'named', name: 'Maya Lind', site: '1', occupation: '1', ...wrong };
    for (const path of [paths.previewSignature(letter.address), paths.signatures(letter.address)]) {
      const answer = await form(path, given);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(words);
      expect(answer.text).toContain('value="Maya Lind"');
      const kept =
        'site' in wrong ? /<option value="1"[^>]* selected>Porters/ : /<option value="1"[^>]* selected>Port Hallin/;
      expect(answer.text).toMatch(kept);
    }
  });
});

describe('numbers by site', () => {
  start();

  test('are not there, and nothing of them is told, before they point at nobody', async () => {
    await sign(10, 0, 0);
    await round();
    expect((await asked()).breakdowns).toEqual([
      {
        by: 'site',
        of: null,
        groups: ['Ostrey', 'Port Hallin <2>', 'Remote'].map((name) => ({ name, atLeast: null })),
      },
      { by: 'role', of: null, groups: ['Nursing', 'Porters'].map((name) => ({ name, atLeast: null })) },
    ]);
    expect(await page()).toMatch(/<th scope="row" lang="en" dir="ltr">Ostrey<\/th><td><span class="quiet">not shown/);
  });

  test('come at a release, rounded down, with the small ones and those who said nothing in company', async () => {
    await sign(9, 0, 0);
    await sign(8, 1, 1, { shown: 'named', name: 'Ines Abadi' });
    await sign(6, null, 1);
    const before = (await asked()).breakdowns;
    expect(before[0]!.of).toBeNull();
    await round();
    const { total, breakdowns } = await asked();
    expect(total).toBe(33);
    expect(breakdowns).toEqual([
      {
        by: 'site',
        of: 33,
        groups: [
          ['Ostrey', 15],
          ['Port Hallin <2>', null],
          ['Remote', null],
        ].map(named),
      },
      // of two kinds of work, one is shown: the other keeps those company who said nothing
      {
        by: 'role',
        of: 33,
        groups: [
          ['Nursing', 15],
          ['Porters', null],
        ].map(named),
      },
    ]);
    expect(await page()).toContain('By site, of 33 who had signed');
    expect(await page()).toMatch(/Ostrey<\/th><td>at least 15<\/td>/);
  });

  test('stand still when some sign and some withdraw, until the total has doubled', async () => {
    const [leaver] = await sign(12, 1);
    await round();
    await send({ ...(await jsonChange(letter, leaver!, 1, null)), at_once: true }).expect(201);
    const { total, breakdowns } = await asked();
    expect(total).toBe(44);
    expect(breakdowns[0]).toMatchObject({ of: 33, groups: [{ atLeast: 15 }, { atLeast: null }, { atLeast: null }] });
    await sign(10, 0);
    await sign(12, null);
    await round();
    expect((await asked()).breakdowns[0]).toMatchObject({
      ...{ of: 66, groups: [{ atLeast: 25 }, { atLeast: 15 }, { atLeast: null }] },
    });
  });

  test('are nowhere beside an entry: not on the list, not in a file of it, not in the log', async () => {
    const { address } = letter;
    const addresses = [paths.signatures(address), paths.apiSignatures(address), paths.signaturesCsv(address)];
    for (const path of [...addresses, paths.auditJson(address), paths.feed(address)]) {
      const { text } = await site.http.get(path).expect(200);
      const entries = text.replaceAll(letter.descriptor, '').replace(/"versions":\[.*?\}\],/, '');
      expect(entries).not.toMatch(/Port Hallin|Nursing|occupation/);
    }
    expect((await site.http.get(paths.apiSignatures(address))).text).toContain('Ines Abadi');
  });
});

describe('what Maya signs', () => {
  start();

  test('names her choice, null where she chose nothing, and is refused without it', async () => {
    const pass = await collectBlinded(site, letter, mailbox());
    const without = await send(await jsonPost(letter, pass, anonymous));
    expect(without.status).toBe(422);
    await send(await jsonPost(letter, pass, { ...anonymous, site: null, occupation: 1 })).expect(201);
  });

  test('is as ever where the letter has no such list', async () => {
    const plain = await site.publish(letterFile({ slug: 'plain' }));
    expect(Object.keys(JSON.parse(plain.descriptor) as object)).not.toContain('sites');
    const pass = await collectBlinded(site, plain, mailbox());
    const post = await jsonPost(plain, pass, anonymous);
    await site.http.post(paths.signatures(plain.address)).send(post).expect(201);
    expect((await site.http.get(paths.writeSignature(plain.address))).text).not.toContain('<select');
  });

  test('is made by the tool as by the page', async () => {
    const descriptor = JSON.parse(letter.descriptor) as Descriptor;
    const words = (more: object) => readWords(descriptor, { shown: 'anonymous', pledge: [], ...more });
    const pass = await collectBlinded(site, letter, mailbox());
    const fields = words({ site: 'Remote' });
    expect(fields).toMatchObject({ site: 2, occupation: null });
    await send(await jsonPost(letter, pass, fields as unknown as Fields)).expect(201);
    expect(() => words({ site: 'Elsewhere' })).toThrow('--site takes for this letter: "Ostrey"');
    const { sites: _sites, ...none } = descriptor;
    expect(() => readWords(none, { shown: 'anonymous', pledge: [], site: 'Remote' })).toThrow('does not ask for it');
  });
});

function named([name, atLeast]: (string | number | null)[]) {
  return { name, atLeast };
}
