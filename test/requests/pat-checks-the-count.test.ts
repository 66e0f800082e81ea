import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { AuditHead, WrittenLeaf } from '../../src/protocol/audit.ts';
import { writePass } from '../../src/protocol/pass.ts';
import { type Ran, undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import {
  changeByForm,
  collectBlinded,
  collectPass,
  colleaguesSign,
  signByForm,
  withdrawByForm,
} from '../support/people.ts';

let site: ListeningSite;
let letter: PublishedLetter;
let maya: string;

beforeAll(async () => {
  site = await openListeningSite();
  letter = await site.publish(letterFile({ slug: 'the-audit' }));
});
afterAll(() => site.end());

const get = (path: string) => site.http.get(path);
const audit = async (slug = 'the-audit') =>
  JSON.parse((await get(paths.auditJson(slug))).text) as AuditHead & { leaves: WrittenLeaf[] };
const shown = async () => (await get(paths.letter('the-audit'))).text;
const round = () => site.rounds.go(site.world.now());
const verify = (...args: string[]): Promise<Ran> => undersigned(['verify', ...args], {});
const findings = (source: string, since?: string) => verifyCount(source, since, () => undefined);
const address = (path = paths.letter('the-audit')) => `${site.origin}${path}`;
const hashes = async () => (await get(paths.leafHashes('the-audit')).buffer()).body as Buffer;

function file(name: string, content: string): string {
  writeFileSync(join(site.folder, name), content);
  return join(site.folder, name);
}

/** The number is the same on the letter's page, on the page for people, for programs and in the file. */
async function everywhere(total: number, leaves: number): Promise<void> {
  expect(await shown()).toContain(`data-total>${total}<`);
  expect((await get(paths.apiLetter('the-audit'))).body).toMatchObject({ total });
  expect((await get(paths.audit('the-audit'))).text).toContain(`${total} signatures stand`);
  expect((await get(paths.audit('the-audit'))).text).toContain(`in a log of ${leaves} entries`);
  const given = await audit();
  expect([given.total, given.leaves.length]).toEqual([total, leaves]);
  expect(await hashes()).toHaveLength(32 * leaves);
}

describe('the count can be checked', () => {
  test('before anybody has signed', async () => {
    await everywhere(0, 0);
    expect(await audit()).toMatchObject({ format: 'undersigned/audit/v1', checkpoints: [] });
    const answer = await get(paths.checkpoint('the-audit'));
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('No checkpoint yet')]);
    expect(await verify(address())).toMatchObject({
      status: 0,
      out: expect.stringContaining('0 signatures') as string,
    });
  });

  test('while nine wait, who are in nothing that is published', async () => {
    await colleaguesSign(site, letter, 8);
    maya = await writePass(await collectBlinded(site, letter, 'maya@halden.example'));
    await signByForm(site, letter, maya, { shown: 'named', name: 'Maya Lindqvist' });
    await round();
    await everywhere(0, 0);
  });

  test('when ten were released', async () => {
    await colleaguesSign(site, letter, 1, 'tenth');
    await round();
    await everywhere(10, 10);
    const checkpoint = await get(paths.checkpoint('the-audit'));
    expect([checkpoint.status, checkpoint.type, checkpoint.charset]).toEqual([200, 'text/plain', 'utf-8']);
    expect((await audit()).checkpoints).toEqual([checkpoint.text]);
    expect(checkpoint.text.split('\n')[1]).toBe('10');
  });

  test('while changes wait', async () => {
    const nine = await collectPass(site, letter, 'hana@halden.example');
    await signByForm(site, letter, nine);
    await changeByForm(site, letter, maya);
    await withdrawByForm(site, letter, nine);
    await round();
    await everywhere(10, 10);
    expect((await verify(address())).status).toBe(0);
  });

  test('by the hash of each leaf, in their order, over the bytes that the protocol names', async () => {
    const { letter: id, leaves } = await audit();
    const all = await hashes();
    for (const [i, leaf] of leaves.entries()) {
      const texts = ['undersigned/entry/v1', Buffer.from(id, 'hex'), Buffer.from(letter.versionHash)];
      const [seq, kind] = [Buffer.alloc(4), leaf.kind];
      seq.writeUInt32BE(leaf.seq);
      const parts = [leaf.pk, leaf.prefix, leaf.sig].map((part) => Buffer.from(part, 'base64url'));
      const ends = [leaf.commit, leaf.esig].map((part) => Buffer.from(part, 'base64url'));
      const encoded = [...texts, ...parts, seq, kind, ...ends].flatMap((part) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(Buffer.byteLength(part));
        return [length, Buffer.from(part)];
      });
      const hash = createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), ...encoded]))
        .digest();
      expect(all.subarray(i * 32, i * 32 + 32)).toEqual(hash);
    }
  });
});

describe('the tool', () => {
  let kept: string;
  let saved: string;
  beforeAll(async () => {
    kept = file('kept-checkpoint.txt', (await get(paths.checkpoint('the-audit'))).text);
    await colleaguesSign(site, letter, 10, 'later');
    site.pass(120_000);
    await round();
    saved = (await get(paths.auditJson('the-audit'))).text;
  });

  test('says in words that the count of a letter’s address holds, what that proves and what it does not', async () => {
    const { status, out, err } = await verify(address());
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('The count holds: 20 signatures, in a log of 23 entries.');
    expect(out).toContain('Proven:');
    expect(out).toContain('Not proven:');
    await everywhere(20, 23);
  });

  test.each([
    ['the letter with a slash', '/letters/the-audit/'],
    ['the page of the audit', '/letters/the-audit/audit'],
    ['the file', '/letters/the-audit/audit.json'],
    ['a link that pins the letter', '/letters/the-audit#ABCDEFGH/letters/x'],
    ['a link that somebody tracks', '/letters/the-audit?from=/audit'],
  ])('takes the address of %s', async (_what, path) => {
    expect(await findings(address(path))).toEqual({ total: 20, leaves: 23, faults: [], tally: 'employees' });
  });

  test('takes a file, with nobody to ask', async () => {
    expect(await verify(file('audit.json', saved))).toEqual(await verify(address()));
  });

  test('takes a file that another program wrote anew, and finds what was altered in it', async () => {
    const read = JSON.parse(saved) as { total: number; leaves: { commit: string }[] };
    for (const space of [0, 2]) {
      const anew = file('anew.json', JSON.stringify(read, null, space));
      expect(await verify(anew)).toEqual(await verify(address()));
    }
    const [first, ...others] = read.leaves;
    const altered = { ...read, leaves: [{ ...first, commit: `-${first!.commit.slice(1)}` }, ...others] };
    const { faults } = await findings(file('altered-anew.json', JSON.stringify(altered)));
    expect(faults.join('\n')).toContain('leaf 0 is not signed with its pass');
  });

  test('finds what was altered in a file', async () => {
    const [lines, last] = [saved.split('\n'), saved.split('\n').length - 3];
    const without = [...lines.slice(0, 3), ...lines.slice(4)].join('\n');
    const altered = lines.with(2, lines[2]!.replace(/"commit":"./, '"commit":"-')).join('\n');
    const shortened = [...lines.slice(0, last), lines[last]!.slice(0, 100)].join('\n');
    for (const [content, words] of [
      [saved.replace('"total":20', '"total":21'), 'the page shows 21, but the leaves make 20'],
      [altered, 'leaf 1 is not signed with its pass'],
      [without, 'a checkpoint does not match the log'],
      [shortened, 'is not readable'],
    ] as const) {
      expect((await findings(file('altered.json', content))).faults.join('\n')).toContain(words);
    }
    const { status, out, err } = await verify(join(site.folder, 'altered.json'));
    expect([status, out, err]).toEqual([1, '', expect.stringContaining('The count does NOT hold')]);
  });

  test('shows that the log extends a checkpoint that Pat kept', async () => {
    expect(await verify(address(), '--since', kept)).toMatchObject({ status: 0, err: '' });
  });

  test('shows that it does not extend a forged one, or something else', async () => {
    const note = (await get(paths.checkpoint('the-audit'))).text;
    const [origin, , root, ...rest] = note.split('\n');
    for (const forged of [[origin, '10', root, ...rest].join('\n'), `${note} `, 'a shopping list', '']) {
      const { faults } = await findings(address(), file('forged.txt', forged));
      expect(faults.join('\n')).toContain('a checkpoint does not match the log');
    }
    const { status, err } = await verify(address(), '--since', join(site.folder, 'forged.txt'));
    expect([status, err]).toEqual([1, expect.stringContaining('a checkpoint does not match the log')]);
  });
});

test('a letter that still gathers shows nothing to check, for that would tell its number', async () => {
  const gathering = await site.publish(letterFile({ slug: 'gathering', status: 'gathering' }));
  await colleaguesSign(site, gathering, 10);
  await round();
  for (const path of [paths.audit, paths.auditJson, paths.checkpoint, paths.leafHashes]) {
    expect([path(''), (await get(path(gathering.address))).status]).toEqual([path(''), 404]);
  }
});
