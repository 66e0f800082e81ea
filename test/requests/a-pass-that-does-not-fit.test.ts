import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { commitMessage } from '../../src/protocol/messages.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { bodyOf } from '../../src/signing/signature.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, collectPass, jsonPost, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let other: PublishedLetter;
let pass: Pass;
let post: Record<string, unknown>;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  other = await site.publish(letterFile({ slug: 'another', title: 'Another' }));
  pass = await collectBlinded(site, letter, 'maya@halden.example');
  post = await jsonPost(letter, pass);
});
afterAll(() => site.end());

const send = (body: object, to = letter) => site.http.post(paths.signatures(to.address)).send(body);
const waiting = () => site.world.databases.pending.$client.prepare('SELECT count(*) FROM pending').pluck().get();

/** The same bytes in base64url with one bit changed. */
function flipped(text: unknown, at = 5): string {
  const bytes = fromBase64url(text as string);
  bytes[at]! ^= 1;
  return toBase64url(bytes);
}

describe('a post that was altered is refused, and nothing is stored', () => {
  test.each(['pk', 'prefix', 'sig', 'salt', 'commit', 'esig'])('in its %s', async (field) => {
    for (const at of [0, 15, 31]) {
      const answer = await send({ ...post, [field]: flipped(post[field], at) });
      expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
    }
    expect(waiting()).toBe(0);
  });

  test.each([
    ['in its words', { fields: { ...anonymous, pledges: [0] } }],
    ['with a signature of zeros', { sig: toBase64url(new Uint8Array(384)) }],
    ['with a signature above the modulus', { sig: toBase64url(new Uint8Array(384).fill(255)) }],
    ['with a key that is no point of the curve', { pk: toBase64url(new Uint8Array(32).fill(255)) }],
    ['with a pass and the key of nobody', { pk: toBase64url(new Uint8Array(32)) }],
    ['with another sequence number', { seq: 1 }],
    ['with a negative sequence number', { seq: -1 }],
    ['into a withdrawal', { kind: 'withdraw' }],
    ['into an edit', { kind: 'edit' }],
    ['into a kind that does not exist', { kind: 'boost' }],
    ['with a field more', { ip: '192.0.2.7' }],
    ['with fields that are none', { fields: 'anonymous' }],
    ['without fields', { fields: null }],
    ['with a short salt', { salt: 'AAAA' }],
    ['with a padded commitment', { commit: `${toBase64url(new Uint8Array(32))}=` }],
    ['with numbers where text stands', { pk: 7, esig: [1, 2] }],
  ])('%s', async (_what, change) => {
    const answer = await send({ ...post, ...change });
    expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 422, title: expect.any(String) as string });
    expect(waiting()).toBe(0);
  });

  test.each(['kind', 'seq', 'pk', 'prefix', 'sig', 'salt', 'commit', 'esig', 'fields'])(
    'without its %s',
    async (field) => {
      const answer = await send(Object.fromEntries(Object.entries(post).filter(([name]) => name !== field)));
      expect(answer.status).toBe(422);
      expect((answer.body as { detail: string }).detail).toContain(field);
    },
  );

  test('with words of Theo’s, and a commitment that fits them', async () => {
    const fields = { ...anonymous, shown: 'named', name: 'Theo' } as const;
    const salt = fromBase64url(post['salt'] as string);
    const commit = createHash('sha256')
      .update(commitMessage(salt, bodyOf(fields)))
      .digest('base64url');
    const answer = await send({ ...post, fields, commit });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ title: 'Not signed with the pass' });
    expect(waiting()).toBe(0);
  });

  test('as the one that was not is taken', async () => {
    expect((await send(post)).status).toBe(201);
    expect(waiting()).toBe(1);
  });
});

describe('a pass of one letter', () => {
  test('does not sign another, posted as it is', async () => {
    expect((await send(post, other)).status).toBe(422);
  });

  test('does not sign another, with everything else made for it', async () => {
    const answer = await send(await jsonPost(other, pass), other);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ title: 'Not a pass of this letter' });
  });

  test('does not sign another by the form', async () => {
    const text = await collectPass(site, letter, 'hana@halden.example');
    const page = await signByForm(site, other, text, { shown: 'named', name: 'Hana Weiss' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('This pass belongs to another letter.');
    expect(page.text).toContain('Hana Weiss');
    expect((await signByForm(site, letter, text)).status).toBe(201);
  });
});

describe('a pass as text', () => {
  let text: string;
  beforeAll(async () => {
    text = await collectPass(site, letter, 'ines@halden.example');
  });

  test.each([
    ['cut off', (whole: string) => whole.slice(0, -1)],
    ['cut in half', (whole: string) => whole.slice(0, 300)],
    ['without its mark', (whole: string) => whole.slice('pass1_'.length)],
    ['with another mark', (whole: string) => whole.replace('pass1_', 'pass2_')],
    ['with a character swapped', (whole: string) => `${whole.slice(0, 50)}${whole[51]}${whole[50]}${whole.slice(52)}`],
    ['twice', (whole: string) => whole + whole],
    ['with an end of its own', (whole: string) => `${whole}AAAA`],
    ['that is none', () => 'x'.repeat(20_000)],
    ['that is missing', () => ''],
  ])('%s is not a whole pass', async (_what, spoil) => {
    const page = await signByForm(site, letter, spoil(text), { shown: 'named', name: 'Ines Moreau' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not a whole pass.');
    expect(page.text).toContain('Ines Moreau');
  });

  test('is taken with the line breaks of a mail around and in it', async () => {
    const wrapped = ` \r\n${text.replace(/.{60}/g, '$&\r\n')}\t `;
    expect((await signByForm(site, letter, wrapped)).status).toBe(201);
  });
});
