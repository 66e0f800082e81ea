import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../db/root.ts';
import { paths } from '../../src/paths.ts';
import type { AuditHead } from '../../src/protocol/audit.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

/** The commands that the documentation shows, without the one that downloads. */
const commands = [...readFileSync(join(root, 'docs', 'verify-a-pass.md'), 'utf8').matchAll(/```sh\n([^]*?)```/g)]
  .map((block) => block[1]!)
  .filter((block) => !block.startsWith('curl '));

let site: TestSite;
let audit: string;

beforeAll(async () => {
  site = await openSite();
  const letter = await site.publish(
    letterFile({ title: '"Answer us, \\"Halden\\", né 2026"', pledges: '["],\\"total\\":1"]' }),
  );
  await colleaguesSign(site, letter, 10);
  await site.rounds.go(site.world.now());
  audit = (await site.http.get(paths.auditJson(letter.address))).text;
});
afterAll(() => site.end());

/** Runs the commands on a file with this content, for the entry on this line. */
function follow(content: string, line = 2): string[] {
  writeFileSync(join(site.folder, 'audit.json'), content);
  const script = commands.join('').replace('line=2\n', `line=${line}\n`);
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: site.folder, encoding: 'utf8' });
  return `${stdout}${stderr}`.split('\n');
}

/** The first character of a field on a line becomes another. */
const altered = (field: string, line: number): string =>
  audit
    .split('\n')
    .map((text, i) =>
      i + 1 === line ? text.replace(new RegExp(`(?<="${field}":")(.)`), (one) => (one === 'B' ? 'C' : 'B')) : text,
    )
    .join('\n');

test('the commands of the documentation are plain shell and OpenSSL', () => {
  expect(commands).toHaveLength(4);
  const programs = commands.join('').match(/\b(openssl|sed|tr|head|printf|cat|jq|python3?|perl|node|xxd|awk)\b/g);
  expect(new Set(programs)).toEqual(new Set(['sed', 'printf', 'head', 'tr', 'openssl', 'cat']));
});

test.each([2, 3, 11])('they verify the pass on line %i, and find the letter’s id', (line) => {
  const said = follow(audit, line);
  const { letter } = JSON.parse(audit) as AuditHead;
  expect(said).toContain('Verified OK');
  expect(said.slice(0, 2).map((text) => text.slice(-64))).toEqual([letter, letter]);
  expect(readdirSync(site.folder)).toContain('message.bin');
  expect(readFileSync(join(site.folder, 'message.bin'))).toHaveLength(32 + 4 + 19 + 4 + 32 + 4 + 32);
});

test.each(['prefix', 'pk', 'sig'])('they refuse a pass with another %s', (field) => {
  const said = follow(altered(field, 2), 2);
  expect(said.join('\n')).toContain('erification failure');
  expect(said).not.toContain('Verified OK');
  expect(follow(altered(field, 2), 3)).toContain('Verified OK');
});

test.each(['title', 'text_hash', 'spki'])('they refuse a letter with another %s', (field) => {
  const said = follow(altered(field, 1));
  expect(said).not.toContain('Verified OK');
  expect(said[0]!.slice(-64)).not.toBe(said[1]!.slice(-64));
});
