import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeTagOf, loadIssuerKeys } from '../../src/issuing/keys.ts';
import { codeSheet } from '../../src/issuing/roll-call/sheet.ts';
import { makeCodes } from '../../src/issuing/roll-call/roll-call.ts';
import { readCode } from '../../src/issuing/code.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { findOnDisk } from '../support/disk.ts';
import { orderIn } from '../support/order.ts';
import { codesOn, collectByCode, rollCallFile } from '../support/roll-call.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { wordsIn } from '../../src/web/speak.ts';

let site: TestSite;
let letter: PublishedLetter;
let codes: string[];
let tags: Buffer[];

beforeAll(async () => {
  site = await openSite({ env: { TRUST_PROXY: '1' } });
  letter = await site.publish(rollCallFile({ closes: '2026-05-05' }));
  codes = await makeCodes(site.world, letter, 60);
  const keys = (await loadIssuerKeys(site.folder, letter.publicId))!;
  tags = codes.map((code) => Buffer.from(codeTagOf(keys, letter.publicId, code)));
});
afterAll(() => site.end());

describe('the sheet', () => {
  test('needs nothing else, and says once for each code what it is', () => {
    const sheet = codeSheet(codes, 'https://letters.example/letters/answer-us', wordsIn('en'));
    expect(sheet.match(/[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/g)!.map(readCode)).toEqual(codes);
    expect(sheet.match(/One signature, yours alone\. It works once\./g)).toHaveLength(60);
    expect(sheet).not.toMatch(/<script|<link|<img|url\(|@import/);
  });

  test('stands nowhere on the disk, nor does the order of its codes', () => {
    expect(findOnDisk(site.folder, codes)).toEqual([]);
    const { found, whole, pages } = orderIn(readFileSync(join(site.folder, 'issuer.db')), tags);
    expect(found).toBe(60);
    expect(Math.max(Math.abs(whole), Math.abs(pages))).toBeLessThan(4);
  });
});

describe('a printed code', () => {
  test('collects one pass', async () => {
    expect((await collectByCode(site, letter, codes[0]!)).status).toBe(200);
    const blinded = Buffer.alloc(384, 1).toString('base64url');
    const [code] = codes;
    expect((await site.http.post(paths.collectPass('answer-us')).send({ code, blinded })).status).toBe(409);
  });

  test('collects one pass though it is typed into many windows at once', async () => {
    const [, code] = codes;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        site.http
          .post(paths.collectPass('answer-us'))
          .send({ code, blinded: Buffer.alloc(384, i + 1).toString('base64url') }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(7).fill(409)]);
  });

  test('is no code of another letter', async () => {
    const other = await site.publish(rollCallFile({ slug: 'another' }));
    const answer = await collectByCode(site, other, codes[2]!);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('This is not a code for this letter');
    expect(answer.text).toContain(`value="${codes[2]}"`);
  });
});

describe('whoever guesses', () => {
  const guess = (network: number, code: string) =>
    site.http
      .post(paths.collectPass('answer-us'))
      .set('X-Forwarded-For', `192.0.${network}.1`)
      .type('form')
      .send({ code });
  const wrong = (i: number) => `ZZZZZ-${String(i).padStart(5, '0')}`;

  test('is refused from one network after a hundred, which colleagues elsewhere do not feel', async () => {
    for (let i = 0; i < 100; i++) expect((await guess(1, wrong(i))).status).toBe(422);
    expect((await guess(1, wrong(100))).status).toBe(429);
    expect((await guess(2, codes[3]!)).status).toBe(200);
  });

  test('is refused from all after two hundred, whether right or wrong, and told when to come back', async () => {
    for (let i = 0; i < 100; i++) expect((await guess(3, wrong(i))).status).toBe(422);
    const [one, two] = [await guess(4, wrong(1)), await guess(4, codes[4]!)];
    expect([one.status, two.status, two.get('Retry-After')]).toEqual([429, 429, '60']);
    expect(two.text).toContain('please come back in a minute');
    expect(one.text.replace(wrong(1), '')).toBe(two.text.replace(codes[4]!, ''));
    site.pass(60_000);
    expect((await guess(4, codes[4]!)).status).toBe(200);
  });
});

test('at closing, codes, tags and keys are destroyed', async () => {
  expect(findOnDisk(site.folder, [tags[5]!])).not.toEqual([]);
  const key = readFileSync(join(site.folder, 'keys', 'issuer', toHex(letter.publicId), 'code.key'));
  site.pass(2 * 86_400_000);
  await site.rounds.go(site.world.now());
  expect(findOnDisk(site.folder, [...tags, key])).toEqual([]);
  expect(existsSync(join(site.folder, 'keys', 'issuer', toHex(letter.publicId)))).toBe(false);
  expect(codesOn(site)).toBe(0);
});
