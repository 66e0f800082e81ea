import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import { undersigned } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { portOf } from '../support/raw.ts';

const HEAD = '{"format":"undersigned/audit/v1"';
let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  server = createServer((req, res) => {
    if (req.url?.includes('broken')) res.writeHead(200).write(`${HEAD},"versions":[],`, () => res.destroy());
    else res.writeHead(404).end();
  });
  origin = `http://127.0.0.1:${await portOf(server)}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const at = (name: string) => join(folder, name);
function file(name: string, content: string): string {
  writeFileSync(at(name), content);
  return at(name);
}
const said = (source: string, since?: string): Promise<string> =>
  verifyCount(source, since, () => undefined).then(
    ({ faults }) => `checked: ${faults.join()}`,
    (fault: unknown) => (fault as Error).message,
  );

describe('what cannot be checked is said in a line', () => {
  test.each([
    ['a file that is not there', () => at('nowhere.json'), 'nowhere.json: there is no such file'],
    ['a folder', () => folder, ': is a folder, not a file'],
    ['a file of something else', () => file('list.txt', 'eggs\nbread\n'), 'this is no audit file'],
    ['an empty file', () => file('empty.json', ''), 'this is no audit file'],
    ['JSON of another kind', () => file('other.json', '{"format":"x","leaves":[\n]}\n'), 'of another form'],
    ['a head without anything', () => file('head.json', `${HEAD},"leaves":[\n]}\n`), 'its head is not whole'],
    [
      'a head with another thing in it',
      () => file('notes.json', `${HEAD},"versions":[],"checkpoints":[7],"leaves":[\n]}\n`),
      'its head is not whole',
    ],
    ['a letter that does not exist', () => `${origin}/letters/nowhere`, 'answers 404'],
    ['an answer that breaks off', () => `${origin}/letters/broken`, 'broken: there is no answer'],
    ['an address that is none', () => 'http://[', 'http://[: is no address'],
  ])('%s', async (_what, source, words) => {
    const message = await said(source());
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
  });

  test('a checkpoint that is not there', async () => {
    expect(await said(file('any.json', ''), at('nowhere.txt'))).toBe(`${at('nowhere.txt')}: there is no such file`);
  });

  test.each([
    ['null', 'leaf 0 is not readable'],
    ['7', 'leaf 0 is not readable'],
    ['{"version":1,"pk":', 'leaf 0 is not readable'],
    ['{"version":1,"pk":7,"prefix":null,"sig":{},"seq":0,"kind":"sign","commit":[],"esig":""}', 'is not readable'],
    [
      '{"version":1,"pk":"AA","prefix":"AA","sig":"AA","seq":0,"kind":"sign","commit":"AA","esig":"AA"}',
      'leaf 0: its pass was not issued for this letter,leaf 0 is not signed with its pass',
    ],
  ])('%s where a leaf should stand', async (leaf, words) => {
    const head = `${HEAD},"letter":"","versions":[{"spki":7,"log":null}],"total":0,"checkpoints":[],"leaves":[`;
    expect(await said(file('leaf.json', `${head}\n${leaf}\n]}\n`))).toContain(words);
  });
});

describe('the command ends with status 1 and one line', () => {
  test.each([
    ['no such file', () => Promise.resolve(at('nowhere.json')), 'there is no such file'],
    ['a server that is down', async () => `http://127.0.0.1:${await freePort()}/letters/x`, 'there is no answer'],
  ])('%s', async (_what, source, words) => {
    const name = await source();
    const { status, out, err } = await undersigned(['verify', name], {});
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(new RegExp(`^[^\n]+: ${words}\n$`));
  });
});
