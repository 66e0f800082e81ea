import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail server that others run; what reached it, as it came. */
export interface MailServer {
  url: string;
  received: {
    recipients: string[];
    from: string;
    raw: string;
    subject: string | undefined;
    text: string | undefined;
  }[];
  close(): Promise<void>;
}

/** A real SMTP server that takes every mail, unless one of its answers is replaced. */
export async function openMailServer(answers: SMTPServerOptions = {}): Promise<MailServer> {
  const received: MailServer['received'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void keep(Buffer.concat(chunks), session.envelope).then(() => done()));
    },
    ...answers,
  });
  // a client that goes away is no fault of the test
  server.on('error', () => undefined);
  const keep = async (raw: Buffer, envelope: { rcptTo: { address: string }[]; mailFrom: unknown }) => {
    const { subject, text } = await simpleParser(raw);
    const from = (envelope.mailFrom as { address: string }).address;
    received.push({
      recipients: envelope.rcptTo.map(({ address }) => address),
      from,
      raw: raw.toString(),
      subject,
      text,
    });
  };
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { url: urlOf(port), received, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Says no to a command, in the words of real servers, which repeat the mailbox. */
export const saysNo = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

/** A server of bytes: it does with each connection what the test says. */
export async function openByteServer(
  serve: (socket: Socket) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: urlOf((server.address() as AddressInfo).port), close };
}

/** As SMTP_URL has it; patience is cut short, so that a test of silence is not long. */
const urlOf = (port: number): string => `smtp://127.0.0.1:${port}?greetingTimeout=400&socketTimeout=400&maxRequeues=1`;
