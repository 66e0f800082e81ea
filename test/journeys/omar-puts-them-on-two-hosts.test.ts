import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { paths } from '../../src/paths.ts';
import { undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { freePort } from '../support/free-port.ts';
import { hiddenField } from '../support/people.ts';
import { startProgram, stopPrograms } from '../support/program.ts';
import { reverseProxy } from '../support/proxy.ts';

// seven programs of their own, on machines that may be busy
vi.setConfig({ testTimeout: 90_000 });

afterEach(stopPrograms);

const CLI = ['--import', 'tsx', 'src/cli/undersigned.ts'];

test('Omar prepares, publishes, imports, serves each alone, and Maya signs through the proxy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const [issuerPort, boardPort] = [await freePort(), await freePort()];
  const settings = (role: string, own: number) => ({
    ...{ BASE_URL: origin, PORT: String(own), DATABASE_URL: `file:${join(folder, role, 'undersigned.db')}` },
  });
  const issuer = settings('issuer', issuerPort);
  const board = settings('board', boardPort);
  const run = async (role: 'issuer' | 'board', args: string[], input = '') => {
    const { status, out, err } = await undersigned(
      args,
      { ...(role === 'issuer' ? issuer : board), ROLE: role },
      input,
    );
    expect([status, err], args.join(' ')).toEqual([0, '']);
    return out;
  };

  const key = (await run('board', ['letter', 'prepare'])).trim();
  expect(key).toMatch(/^[\w-]{43}$/);
  const letter = join(folder, 'letter.md');
  writeFileSync(letter, letterFile({ shown: '[named]', release: '{min: 1, every: 0}' }));
  expect(await run('issuer', ['letter', 'import', letter, '--log-key', key])).toBe(
    `Open: ${origin}/letters/answer-us\n`,
  );
  const published = await run('issuer', ['letter', 'export', 'answer-us', '--published']);
  expect(await run('board', ['letter', 'import', '-'], published)).toBe(`Open: ${origin}/letters/answer-us\n`);

  startProgram(issuer, [...CLI, 'serve', '--role', 'issuer']);
  startProgram({ ...board, ROLE: 'board' }, [...CLI, 'serve']);
  const proxy = reverseProxy({ issuer: issuerPort, board: boardPort }).listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  const ready = async (own: number) => (await fetch(`http://127.0.0.1:${own}${paths.ready()}`)).status;
  await vi.waitFor(async () => expect([await ready(issuerPort), await ready(boardPort)]).toEqual([200, 200]), 30_000);

  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(origin + path, { method: 'POST', body: new URLSearchParams(fields) });
    expect(answer.ok, path).toBe(true);
    return answer.text();
  };
  const ticket = hiddenField(await send(paths.askCode('answer-us'), { mailbox: 'maya@halden.example' }), 'ticket');
  const code = await vi.waitFor(async () => {
    const mail = await (await fetch(`http://127.0.0.1:${issuerPort}${paths.devMailJson()}`)).text();
    return /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mail)![0];
  }, 10_000);
  const pass = hiddenField(await send(paths.collectPass('answer-us'), { ticket, code }), 'pass');
  await send(paths.signatures('answer-us'), { pass, shown: 'named', name: 'Maya Lind' });
  await vi.waitFor(
    async () => expect(await (await fetch(origin + paths.letter('answer-us'))).text()).toContain('Maya Lind'),
    10_000,
  );

  proxy.close();
  proxy.closeAllConnections();
  const there = (file: string) => ['issuer', 'board'].filter((role) => existsSync(join(folder, role, file)));
  expect(['issuer.db', 'keys/issuer', 'board.db', 'pending.db', 'keys/board'].map(there)).toEqual([
    ...[['issuer'], ['issuer'], ['board'], ['board'], ['board']],
  ]);
  await stopPrograms();
  rmSync(folder, { recursive: true });
});

test('where the role does not fit the folder, or is none, the start is refused in words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  writeFileSync(join(folder, 'issuer.db'), '');
  const DATABASE_URL = `file:${join(folder, 'undersigned.db')}`;
  const refused = await startProgram({ DATABASE_URL, ROLE: 'board' }).ended();
  expect(refused.status).toBe(78);
  expect(refused.errors).toContain("holds what is an issuer's alone");
  expect(refused.errors).not.toContain('    at ');
  expect(existsSync(join(folder, 'board.db'))).toBe(false);
  const unknown = await startProgram({ ROLE: 'signer' }).ended();
  expect([unknown.status, unknown.errors]).toEqual([78, expect.stringContaining('ROLE must be issuer, board or both')]);
  const wrong = await undersigned(['serve', '--role', 'signer'], {});
  expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('Allowed choices are both, issuer, board')]);
  rmSync(folder, { recursive: true });
});
