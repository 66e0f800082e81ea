import { connect } from 'node:net';

/** One finished answer, as a server gave it. */
export interface ConstantAnswer {
  status: number;
  /** Flat: name, value, name, value. */
  head: string[];
  body: Buffer;
}

/** Headers that node:http adds by itself. */
const added = ['date', 'connection', 'keep-alive'];

/** What a server answers to a request, given byte for byte. */
export function answerTo({ port }: { port: number }, request: string): Promise<ConstantAnswer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('error', reject).on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.toString('latin1', 0, Math.max(end, 0));
      const body = bytes.subarray(end + 4);
      if (end < 0 || body.length < bodySize(head)) return;
      socket.destroy();
      resolve({ status: Number(statusOf(head)), head: headersOf(head), body });
    });
  });
}

export const statusOf = (head: string): string => head.slice(9, 12);

/** How many bytes follow a head; every answer of ours says so. */
export function bodySize(head: string): number {
  if (statusOf(head) === '304') return 0;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${head}`);
  return Number(length);
}

function headersOf(head: string): string[] {
  const pairs = head
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(/: (.*)/, 2) as [string, string]);
  return pairs.filter(([name]) => !added.includes(name.toLowerCase())).flat();
}
