import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lockFile } from '../../db/lock.ts';
import { undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { type MailServer, openMailServer, saysNo } from '../support/mail-server.ts';
import { rollCallFile } from '../support/roll-call.ts';

// each call starts a program of its own, on machines that may be busy
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
let server: MailServer;
const said: string[] = [];

async function run(args: string[], input = '', env: Record<string, string> = {}) {
  const database = `file:${join(folder, 'data', 'undersigned.db')}`;
  const SMTP_URL = server.url.replace(/\?.*/, '');
  const ran = await undersigned(args, { DATABASE_URL: database, SMTP_URL, ...env }, input);
  said.push(ran.out, ran.err);
  return ran;
}
const mail = (list: string, ...more: string[]) =>
  run(['roll-call', 'mail', 'answer-us', '-', '--pace', '50', ...more], list);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  server = await openMailServer({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('gone') ? saysNo(550, `no such user ${address}`) : undefined),
  });
  for (const source of [rollCallFile(), letterFile({ slug: 'plain' })]) await run(['letter', 'import', '-'], source);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the tool refuses', () => {
  test.each<[args: string[], words: string]>([
    [['mail', 'nowhere', '-'], 'There is no letter "nowhere".'],
    [['mail', 'plain', '-'], 'its file does not say roll_call: true'],
    [['print', 'plain', '--count', '3'], 'its file does not say roll_call: true'],
    [['mail', 'answer-us'], 'Give the list, or --finish.'],
    [['mail', 'answer-us', '--finish'], 'Nothing is being sent.'],
    [['mail', 'answer-us', '-'], 'holds no address'],
  ])('%j', async (args, words) => {
    const { status, out, err } = await run(['roll-call', ...args]);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(words);
  });

  test('a list with faults, of which it names the lines and nothing else, and mails to nobody', async () => {
    const { status, err } = await mail('maya.quill@halden.example\nmaya.quill\n\n@quill.example\n');
    expect(status).toBe(1);
    expect(err).toContain('no address stands in lines 2, 4. Nothing was sent.');
    expect(server.received).toEqual([]);
  });

  test('to mail without a mail server', async () => {
    const { status, err } = await run(['roll-call', 'mail', 'answer-us', '-'], 'maya.quill@halden.example', {
      SMTP_URL: '',
    });
    expect([status, err]).toEqual([1, 'SMTP_URL must be set: codes have to reach mailboxes. Or print them.\n']);
  });
});

describe('Ada', () => {
  test('mails to her list, mends it, and goes on', async () => {
    const list = 'maya.quill@halden.example\nno quill\ngone.quill@halden.example\nMaya.Quill@halden.example\n';
    const first = await mail(list, '--skip-faults');
    expect([first.status, first.out]).toEqual([1, '']);
    expect(first.err).toContain('Mailed: 1. Lines that name an address again: 1. Left out, being no address: line 2.');
    expect(first.err).toContain('The mail server refused line 3; those codes are not valid.');
    expect(first.err).toContain('Not finished');
    const second = await mail('maya.quill@halden.example\nhere.quill@halden.example\n');
    expect([second.status, second.err]).toEqual([0, '']);
    expect(second.out).toBe(
      'Mailed: 1. Mailed before: 1.\nFinished: the key by which mailed addresses were recognised is destroyed.\n',
    );
    expect(server.received.map(({ recipients }) => recipients[0])).toEqual([
      ...['maya.quill@halden.example', 'here.quill@halden.example'],
    ]);
  });

  test('cannot mail twice at once: a list that a colleague mails already is refused, and goes on when they are done', async () => {
    const keys = join(folder, 'data', 'keys', 'issuer');
    const letGo = readdirSync(keys).map((letter) => lockFile(join(keys, letter, 'mailing.lock')));
    const before = server.received.length;
    for (const more of [['--more'], ['--more', '--finish']]) {
      const refused = await mail('at.once.quill@halden.example\n', ...more);
      expect([refused.status, refused.out]).toEqual([1, '']);
      expect(refused.err).toContain('Another run is mailing codes for this letter now. Nothing was sent.');
    }
    expect(server.received).toHaveLength(before);
    for (const one of letGo) one?.();
    expect((await mail('at.once.quill@halden.example\n', '--more')).status).toBe(0);
    expect(server.received).toHaveLength(before + 1);
  });

  test('is warned before she would give somebody a second signature', async () => {
    const again = await mail('maya.quill@halden.example');
    expect(again.status).toBe(1);
    expect(again.err).toContain('gets a second signature');
    expect((await mail('late.quill@halden.example', '--more')).status).toBe(0);
    expect(server.received).toHaveLength(4);
  });

  test('prints codes, as many as she wants', async () => {
    const { status, out, err } = await run(['roll-call', 'print', 'answer-us', '--count', '12']);
    expect([status, err]).toEqual([0, '']);
    const codes = out.match(/\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b/g) ?? [];
    expect(new Set(codes).size).toBe(12);
    expect(out).toContain('/letters/answer-us');
  });

  test('exports the letter as a file that says so', async () => {
    expect((await run(['letter', 'export', 'answer-us'])).out).toMatch(/^roll_call: true$/m);
    expect((await run(['letter', 'export', 'plain'])).out).not.toContain('roll_call');
  });
});

test('nothing that the tool said holds an address', () => {
  expect(said.join('')).not.toMatch(/quill/i);
});
