import { connect } from 'node:net';
import { bodySize, statusOf } from './answer.ts';

/** Requests, byte for byte, sent over connections that each wait for an answer before they ask again. */
export interface Load {
  port: number;
  connections: number;
  requests: string[];
  /** How long they are repeated in turn; left out, each is sent once. */
  seconds?: number;
}

export interface Answers {
  count: number;
  seconds: number;
  /** Microseconds of the loading process's own processor time. */
  cpu: number;
  statuses: Record<string, number>;
}

export const CONNECTIONS = 64;
const LONGEST_HEAD = 4_096;

/** The loading process: a load comes as a message, what was answered goes back as one. */
if (process.send && process.argv[1] === import.meta.filename) {
  process.on('message', (load: Load) => {
    run(load).then(
      (answers) => process.send!(answers),
      (fault: unknown) => {
        throw fault;
      },
    );
  });
}

async function run({ port, connections, requests, seconds }: Load): Promise<Answers> {
  const bytes = requests.map((request) => Buffer.from(request));
  const statuses: Record<string, number> = {};
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const end = begun + (seconds ?? Infinity) * 1000;
  let sent = 0;
  const next = (): Buffer | undefined => {
    const over = seconds === undefined ? sent >= bytes.length : performance.now() >= end;
    return over ? undefined : bytes[sent++ % bytes.length];
  };
  const answered = (status: string) => (statuses[status] = (statuses[status] ?? 0) + 1);
  await Promise.all(Array.from({ length: connections }, () => converse(port, next, answered)));
  const count = Object.values(statuses).reduce((sum, each) => sum + each, 0);
  const { user, system } = process.cpuUsage(used);
  return { count, seconds: (performance.now() - begun) / 1000, cpu: user + system, statuses };
}

/** One connection: asks, takes in the whole answer by its Content-Length, asks again. */
function converse(port: number, next: () => Buffer | undefined, answered: (status: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = '';
    let missing = 0;
    const ask = () => {
      const request = next();
      if (request) socket.write(request);
      else socket.end(() => resolve());
    };
    const take = (size: number, bytes: Uint8Array): boolean => {
      if (missing === 0) {
        const text = (bytes as Buffer).toString('latin1', 0, Math.min(size, LONGEST_HEAD));
        const before = head.length;
        head += text;
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return true;
        missing = end + 4 + bodySize(head.slice(0, end)) - before - size;
      } else missing -= size;
      if (missing < 0) reject(new Error('an answer longer than its Content-Length'));
      if (missing > 0) return true;
      answered(statusOf(head));
      head = '';
      ask();
      return true;
    };
    const socket = connect({ port, host: '127.0.0.1', onread: { buffer: Buffer.alloc(65_536), callback: take } });
    socket.setNoDelay(true).once('connect', ask).once('error', reject);
  });
}
