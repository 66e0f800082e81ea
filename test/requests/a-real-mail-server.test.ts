import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Transport, smtpTransport } from '../../src/mail/transport.ts';
import { type MailServer, openByteServer, openMailServer, saysNo } from '../support/mail-server.ts';

const MAILBOX = 'maya.quillfeather@halden.example';
const CODE = 'QX7K3-2MXRA';
const mail = { to: MAILBOX, subject: 'Your code', text: `Your code: ${CODE}\n`, html: `<p>${CODE}</p>` };

/** Everything that this process writes while a test runs. */
const written: string[] = [];
let transport: Transport | undefined;
let server: { close(): Promise<void> } | undefined;

beforeAll(() => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
  }
  process.on('unhandledRejection', keepFault);
});
afterEach(async () => {
  transport?.close();
  await server?.close();
});
afterAll(() => {
  process.off('unhandledRejection', keepFault);
  vi.restoreAllMocks();
});
const keepFault = (fault: unknown) => written.push(String(fault));

async function sendTo(opened: { url: string; close(): Promise<void> }): Promise<unknown[]> {
  server = opened;
  transport = smtpTransport(opened.url, 'post@letters.example');
  const outcomes = [await transport.send(mail), await transport.check()];
  expect(written.join('')).not.toMatch(/quillfeather|QX7K3/i);
  return outcomes;
}

describe('a mail server', () => {
  test('that takes the mail gets one neutral message', async () => {
    const opened: MailServer = await openMailServer();
    expect(await sendTo(opened)).toEqual(['sent', 'sent']);
    const [message] = opened.received;
    expect(opened.received).toHaveLength(1);
    expect(message).toMatchObject({ recipients: [MAILBOX], from: 'post@letters.example', subject: 'Your code' });
    expect(message!.text).toContain(CODE);
    const head = message!.raw.split('\r\n\r\n')[0]!;
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(head).toMatch(/^To: maya\.quillfeather@halden\.example$/m);
    expect(head.match(/^[\w-]+(?=:)/gm)!.toSorted((a, b) => a.localeCompare(b))).toEqual([
      ...['Auto-Submitted', 'Content-Type', 'Date', 'From', 'Message-ID', 'MIME-Version', 'Subject', 'To'],
      'X-Auto-Response-Suppress',
    ]);
  });

  test('that takes a hundred mails gets them all', async () => {
    const opened = await openMailServer();
    server = opened;
    transport = smtpTransport(opened.url, 'post@letters.example');
    const sending = Array.from({ length: 100 }, (_, i) => transport!.send({ ...mail, to: `maya${i}@halden.example` }));
    expect(new Set(await Promise.all(sending))).toEqual(new Set(['sent']));
    expect(new Set(opened.received.flatMap(({ recipients }) => recipients)).size).toBe(100);
  });

  test.each([
    [550, 'refused'],
    [553, 'refused'],
    [421, 'trouble'],
    [450, 'trouble'],
    [451, 'trouble'],
    [452, 'trouble'],
  ])('that answers the mailbox with %d: %s', async (code, outcome) => {
    const opened = await openMailServer({
      onRcptTo: ({ address }, _session, done) => done(saysNo(code, `no such user ${address}`)),
    });
    expect(await sendTo(opened)).toEqual([outcome, 'sent']);
    expect(opened.received).toEqual([]);
  });

  test.each([
    [554, 'refused'],
    [451, 'trouble'],
  ])('that answers the message with %d: %s', async (code, outcome) => {
    const opened = await openMailServer({
      onData(stream, _session, done) {
        stream.resume().on('end', () => done(saysNo(code, `${MAILBOX}: ${CODE} looks like spam`)));
      },
    });
    expect(await sendTo(opened)).toEqual([outcome, 'sent']);
  });

  test('that will not have us as a sender is in trouble, for that is no word about the mailbox', async () => {
    const opened = await openMailServer({ onMailFrom: (_address, _session, done) => done(saysNo(550, 'not you')) });
    expect((await sendTo(opened))[0]).toBe('trouble');
  });

  test('that wants a password which we do not have is in trouble', async () => {
    const opened = await openMailServer({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
    });
    expect((await sendTo(opened))[0]).toBe('trouble');
  });

  test.each<[what: string, serve: (socket: Socket) => unknown]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['says nothing', () => undefined],
    ['greets and falls silent', (socket) => socket.write('220 mx ESMTP\r\n')],
    ['refuses everybody', (socket) => socket.end('554 5.7.1 go away\r\n')],
    ['is busy', (socket) => socket.end('421 4.7.0 try again later\r\n')],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('that %s is in trouble', async (_what, serve) => {
    expect(await sendTo(await openByteServer(serve))).toEqual(['trouble', 'trouble']);
  });

  test('that hangs up in the middle of a mail is in trouble', async () => {
    const opened = await openByteServer((socket) => {
      socket.write('220 mx ESMTP\r\n');
      socket.on('data', (chunk) => {
        if (/^RCPT/m.test(chunk.toString())) socket.destroy();
        else socket.write('250 ok\r\n');
      });
    });
    expect((await sendTo(opened))[0]).toBe('trouble');
  });

  test('that is not there is in trouble', async () => {
    const opened = await openByteServer(() => undefined);
    await opened.close();
    expect(await sendTo({ ...opened, close: () => Promise.resolve() })).toEqual(['trouble', 'trouble']);
  });

  test('whose name is unknown is in trouble', async () => {
    transport = smtpTransport('smtp://mx.invalid', 'post@letters.example');
    server = undefined;
    expect(await transport.send(mail)).toBe('trouble');
  });
});
