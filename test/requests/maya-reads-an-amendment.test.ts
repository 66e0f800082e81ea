import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain, verifyCount } from '../../src/cli/verify.ts';
import { readLetter } from '../../src/cli/sign/letter.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { amendText } from '../support/amending.ts';
import { letterFile } from '../support/letters.ts';
import {
  anonymous,
  changeByForm,
  collectBlinded,
  collectPass,
  colleaguesSign,
  jsonChange,
  jsonPost,
  signByForm,
  withdrawByForm,
} from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
/** As it was before, with the words that forms opened then still have. */
let before: PublishedLetter;
let letter: PublishedLetter;
let maya: string;
let hana: string;
let theirs: Pass[];
let people = 0;

const newPass = () => collectPass(site, before, `somebody${people++}@halden.example`);
const text = async (path: string) => (await site.http.get(path).expect(200)).text;
const round = async () => {
  site.pass(120_000);
  await site.rounds.go(site.world.now());
};
const post = (body: object) => site.http.post(paths.signatures(letter.address)).send(body);
const published = async () => (await site.board.published(letter)).totals;

async function verified() {
  const file = join(site.folder, 'audit.json');
  writeFileSync(file, await text(paths.auditJson(letter.address)));
  return verifyCount(file, undefined, () => undefined);
}

beforeAll(async () => {
  site = await openSite();
  before = await site.publish(letterFile());
  [maya, hana] = [await newPass(), await newPass()];
  theirs = [
    await collectBlinded(site, before, 'kofi@halden.example'),
    await collectBlinded(site, before, 'li@halden.example'),
  ];
  await signByForm(site, before, maya, { shown: 'named', name: 'Maya Lindqvist' });
  await signByForm(site, before, hana);
  await site.http
    .post(paths.signatures('answer-us'))
    .send(await jsonPost(before, theirs[0]!))
    .expect(201);
  await colleaguesSign(site, before, 7);
  await round();
  letter = await amendText(site, before, {
    title: 'Answer us in public',
    body: 'We ask for a full answer.\n\n[demands]\n\nPlease reply.',
    pledges: [...before.pledges, 'I will speak in public.'],
  });
});
afterAll(() => site.end());

describe('the letter, after it was amended,', () => {
  test('keeps its id, its address and its keys', () => {
    expect(letter).toMatchObject({ version: 2, address: 'answer-us', title: 'Answer us in public' });
    expect(letter.publicId).toEqual(before.publicId);
    expect(letter.versionHash).not.toEqual(before.versionHash);
    const [was, is] = [before, letter].map(({ descriptor }) => JSON.parse(descriptor) as Record<string, unknown>);
    for (const key of ['spki', 'log', 'employers', 'release']) expect(is![key]).toEqual(was![key]);
    expect(is!['amends']).toBe(toHex(before.versionHash));
  });

  test('says so on its page, and how many signed which text', async () => {
    const page = await text(paths.letter('answer-us'));
    expect(page).toContain('Amended on 4 May 2026: this is version 2.');
    expect(page).toContain('Of all 10, 0 signed the latest text and 10 an earlier version.');
    expect(page).toContain('Maya Lindqvist');
    expect(page).toContain('confirm the new one with their pass');
  });

  test('shows every text, and what changed word by word', async () => {
    const page = await text(paths.versions('answer-us'));
    expect(page).toContain('We ask for <del>an</del><ins>a</ins> <ins>full </ins>answer.');
    expect(page).toContain('# Answer us\n');
    for (const { versionHash } of [before, letter]) expect(page).toContain(toHex(versionHash));
    for (const [number, of] of [before, letter].entries()) {
      const plain = await text(paths.version('answer-us', String(number + 1)));
      expect(createHash('sha256').update(plain).digest('hex')).toBe(toHex(of.textHash));
    }
    for (const number of ['0', '3', 'x']) await site.http.get(paths.version('answer-us', number)).expect(404);
    expect(await text(paths.feed('answer-us'))).toContain('Amended: Answer us in public');
  });

  test('is pinned by its first descriptor, on each page that signs', async () => {
    expect(await text(paths.descriptor('answer-us'))).toBe(before.descriptor);
    expect(await text(paths.descriptors('answer-us'))).toBe(`[${before.descriptor},${letter.descriptor}]`);
    for (const path of [paths.sign('answer-us'), paths.change('answer-us')]) {
      const [, first, latest] = /data-descriptor="([^"]*)" data-amended="([^"]*)"/.exec(await text(path))!;
      expect(first!.replaceAll('&quot;', '"')).toBe(before.descriptor);
      expect(latest!.replaceAll('&quot;', '"')).toBe(letter.descriptor);
    }
  });
});

describe('whoever opened a form before the text changed', () => {
  test('does not sign the new one unseen', async () => {
    const pass = await newPass();
    for (const version of [{ version: '1' }, {}]) {
      const answer = await signByForm(site, letter, pass, { shown: 'anonymous', ...version });
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('It is version 2 now')]);
      expect(answer.text).toContain(`href="${paths.versions('answer-us')}"`);
    }
    expect((await signByForm(site, letter, pass, { shown: 'anonymous', version: '2' })).status).toBe(201);
  });

  test('nor does a browser that had the old page', async () => {
    const answer = await post(await jsonPost(before, theirs[1]!));
    expect([answer.status, answer.text]).toEqual([
      409,
      expect.stringContaining('The letter has had a new version since'),
    ]);
    // the negative control: the same pass and words over the new text
    await post(await jsonPost(letter, theirs[1]!)).expect(201);
  });

  test('nor does a program change what it signed under the old text', async () => {
    const changed = await post(await jsonChange(before, theirs[0]!, 1, { ...anonymous, comment: 'Another word.' }));
    expect(changed.status).toBe(409);
  });
});

describe('Maya, who signed the first text,', () => {
  const show = (pass: string) => site.http.post(paths.change('answer-us')).type('form').send({ pass });

  test('is asked to confirm the new one', async () => {
    const page = (await show(maya)).text;
    expect(page).toContain('Confirm the new text</h2>');
    expect(page).toContain('<button class="button">Confirm the new text</button>');
    expect(page).toContain('value="Maya Lindqvist"');
  });

  test('confirms it with the same words, and twice is once', async () => {
    const words = { shown: 'named', name: 'Maya Lindqvist', version: '2' };
    const first = await changeByForm(site, letter, maya, words);
    expect(first.status).toBe(200);
    expect((await changeByForm(site, letter, maya, words)).text).toBe(first.text);
    expect((await show(maya)).text).toContain('Change it</h2>');
  });

  test('is counted with the new text when others hide her among them', async () => {
    for (let i = 0; i < 9; i++) await signByForm(site, letter, await newPass(), { shown: 'anonymous', version: '2' });
    await round();
    expect(await published()).toMatchObject({ total: 21, versions: [9, 12], signedText: { version: 2, count: 11 } });
    expect(await text(paths.letter('answer-us'))).toContain(
      'Of all 21, 11 signed the latest text and 10 an earlier version.',
    );
  });

  test('whoever audits sees both texts', async () => {
    const findings = await verified();
    expect(findings).toMatchObject({ total: 21, faults: [], byVersion: [9, 12] });
    expect(explain(findings)).toContain('By text: 9 of them signed version 1, 12 of them signed version 2.');
    expect(await text(paths.audit('answer-us'))).toContain('the version of the text</a> that the entry names');
  });
});

describe('who signed the first text and never confirmed', () => {
  test('withdraws by the form', async () => {
    expect((await withdrawByForm(site, letter, hana, 'now')).text).toContain('the number has changed already');
    expect(await published()).toMatchObject({ total: 20 });
  });

  test('withdraws by a post that was written before the text changed', async () => {
    await post({ ...(await jsonChange(before, theirs[0]!, 1, null)), at_once: true }).expect(201);
    expect(await published()).toMatchObject({ total: 19, versions: [7, 12] });
    expect(await verified()).toMatchObject({ total: 19, faults: [], byVersion: [7, 12] });
  });
});

test('the new pledge is counted like the others', async () => {
  for (let i = 0; i < 10; i++)
    await signByForm(site, letter, await newPass(), { shown: 'anonymous', pledges: ['2'], version: '2' });
  await round();
  expect((await published()).pledged[2]).toEqual({ count: 10, of: 29 });
});

describe('the tool reads an amended letter', () => {
  const reads = async (content: string) => {
    const file = join(site.folder, 'letter-for-the-tool');
    writeFileSync(file, content);
    return readLetter(file, `#${shortId(before.publicId)}`);
  };

  test('from its descriptors, its audit or a saved page: keys of the first, text of the latest', async () => {
    for (const path of [paths.descriptors, paths.auditJson, paths.sign, paths.change]) {
      const read = await reads(await text(path('answer-us')));
      expect(read.letterId).toEqual(before.publicId);
      expect(read.versionHash).toEqual(letter.versionHash);
      expect(read.descriptor.pledges).toHaveLength(3);
    }
  });

  test('and refuses one whose later version is not of this letter', async () => {
    const forged = letter.descriptor.replace('"every":120', '"every":1');
    expect(forged).not.toBe(letter.descriptor);
    await expect(reads(`[${before.descriptor},${forged}]`)).rejects.toThrow('Do not sign.');
    const page = (await text(paths.sign('answer-us'))).replace(/(data-amended=".*?every&quot;:)120/, '$11');
    await expect(reads(page)).rejects.toThrow('Do not sign.');
    await expect(
      reads(`[${before.descriptor},${letter.descriptor.replace('"amends":"', '"amends":"0')}]`),
    ).rejects.toThrow('Do not sign.');
  });
});
