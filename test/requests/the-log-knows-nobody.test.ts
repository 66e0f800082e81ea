import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { findOnDisk } from '../support/disk.ts';
import { freePort } from '../support/free-port.ts';
import { letterFile } from '../support/letters.ts';
import { type MailServer, openMailServer, saysNo } from '../support/mail-server.ts';
import { outputOf, start } from '../support/command.ts';
import { openSite } from '../support/site.ts';

const ADDRESS = '198.51.100.77';
const BROWSER = 'Firefox-of-Maya/1.0';

let folder: string;
let url: string;
let mails: MailServer;
let program: ChildProcess;
let output: { out: string; err: string };
/** Whom the mail server was asked to take a mail for and did not, and that whoever asked gave its silence up. */
const tried = new Set<string>();
const secrets: string[] = [ADDRESS, BROWSER, 'quillfeather'];

beforeAll(async () => {
  const site = await openSite();
  await site.publish(letterFile());
  const broken = await site.publish(letterFile({ slug: 'broken', title: 'Broken' }));
  await site.end('keep the folder');
  folder = site.folder;
  rmSync(join(folder, 'keys', 'issuer', Buffer.from(broken.publicId).toString('hex')), { recursive: true });

  const silent = new Set<string>();
  mails = await openMailServer({
    onRcptTo({ address }, { id }, done) {
      if (address.startsWith('refused')) done(saysNo(550, `no such user ${address}`));
      else if (address.startsWith('busy')) done(saysNo(451, `try later ${address}`));
      else if (address.startsWith('silent')) silent.add(id);
      else return done();
      tried.add(address.split('.')[0]!);
    },
    onClose({ id }) {
      if (silent.has(id)) tried.add('given up');
    },
  });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  program = await start('src/main.ts', [], {
    ...{ NODE_ENV: 'production', PORT: String(port), BASE_URL: url, SMTP_URL: mails.url, TRUST_PROXY: '1' },
    DATABASE_URL: `file:${join(folder, 'undersigned.db')}`,
  });
  output = outputOf(program);
  await until(async () => (await fetch(`${url}${paths.ready()}`).catch(() => undefined))?.status === 200);
});
afterAll(async () => {
  program.kill('SIGKILL');
  await mails.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends a form as Maya's browser does behind a proxy. */
async function send(path: string, form: Record<string, string>): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-forwarded-for': ADDRESS, 'user-agent': BROWSER, referer: `${url}/?mailbox=quillfeather` },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, text: await answer.text() };
}

async function ask(name: string, slug = 'answer-us'): Promise<string> {
  const mailbox = `${name}.quillfeather@halden.example`;
  const { status, text } = await send(paths.askCode(slug), { mailbox });
  const ticket = /name="ticket" value="([^"]*)"/.exec(text)?.[1] ?? '';
  secrets.push(mailbox, ticket || `${status}`);
  return ticket;
}

describe('a site in production, with a mail server that takes, refuses, delays and falls silent', () => {
  test('mails a code, by which Maya signs', async () => {
    const ticket = await ask('maya');
    await until(() => Promise.resolve(mails.received.length > 0));
    const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mails.received[0]!.text ?? '')![0];
    const { text } = await send(paths.collectPass('answer-us'), { ticket, code });
    const pass = /pass1_[\w-]+/.exec(text)![0];
    secrets.push(code, code.replace('-', ''), pass.slice(0, 40));
    const form = { pass, shown: 'named', name: 'Maya Q.', comment: 'quillfeather-comment' };
    expect((await send(paths.signatures('answer-us'), form)).status).toBe(201);
  });

  test('answers those alike whose mails it could not send', async () => {
    for (const name of ['refused', 'busy', 'silent']) await ask(name);
    await until(() => Promise.resolve(tried.size === 4));
    expect(mails.received).toHaveLength(1);
  });

  test('breaks where the keys of a letter are gone, and says so with a reference', async () => {
    const { status, text } = await send(paths.askCode('broken'), { mailbox: 'theo.quillfeather@halden.example' });
    expect(status).toBe(500);
    const reference = /<code>([0-9a-f]{12})<\/code>/.exec(text)![1]!;
    await until(() => Promise.resolve(output.out.includes(reference)));
    expect(output.out).toContain('POST /letters/:slug/sign/code');
  });

  test('answers bad requests, and writes of none of them', async () => {
    const before = output.out;
    await fetch(`${url}/letters/quillfeather%FF?mailbox=maya.quillfeather@halden.example`);
    await send(paths.previewSignature('answer-us'), { pass: 'pass1_x', name: 'quillfeather' });
    await send(paths.askCode('answer-us'), { mailbox: `quillfeather${'x'.repeat(40_000)}` });
    expect(output.out).toBe(before);
  });

  test('has no page for reading mail, and no invented colleagues', async () => {
    expect((await fetch(`${url}${paths.devMail()}`)).status).toBe(404);
    expect((await fetch(`${url}${paths.devMailJson()}`)).status).toBe(404);
    expect((await send(paths.devColleagues(), { slug: 'answer-us' })).status).toBe(404);
    expect(await (await fetch(`${url}${paths.letter('answer-us')}`)).text()).not.toContain('colleagues sign');
  });

  test('stops when it is told to, and wrote nobody’s mailbox, code, ticket, pass, address or browser', async () => {
    program.kill('SIGTERM');
    const [status] = (await once(program, 'close')) as [number | null];
    expect(status).toBe(0);
    const written = output.out + output.err;
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
    expect(output.err).toBe('');
    for (const line of output.out.trim().split('\n'))
      expect(Object.keys(JSON.parse(line) as object)).not.toContain('req');
    expect(
      findOnDisk(
        folder,
        secrets.filter((secret) => secret.includes('@')),
      ),
    ).toEqual([]);
  });
});

async function until(happened: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await happened())) {
    if (Date.now() > end) throw new Error(`it did not happen: ${JSON.stringify(output)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
