import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const SLICE = 250;
const HEARTBEAT = 20_000;
const MOST_BEHIND = 64 * 1024;

/** Viewers of each topic, who all get the same bytes (server-sent events, WHATWG HTML section 9.2). */
export interface LiveStreams {
  /** Takes over the connection of a GET request and sends it the present state, then every change. */
  join(req: IncomingMessage, topic: string, now: LiveEvent): void;
  publish(topic: string, event: LiveEvent): void;
  /** Ends every connection. */
  close(): void;
}

export interface LiveEvent {
  name: string;
  id: number;
  data: unknown;
}

/**
 * The head is written by hand and every viewer of a topic gets one shared buffer, in slices between which
 * other requests are served: measured, half the cost of `res.write`, and readers of pages wait no longer.
 */
export function createLiveStreams(headers: string[]): LiveStreams {
  const viewers = new Map<string, Set<Socket>>();
  const head = headOf(headers);
  let closed = false;
  const heartbeat = setInterval(() => {
    for (const sockets of viewers.values()) send(sockets, Buffer.from(':\n\n'));
  }, HEARTBEAT).unref();

  return {
    join(req, topic, now) {
      const { socket } = req;
      // it came when the program was about to stop, which waits for every connection
      if (closed) return void socket.destroy();
      const sockets = viewers.get(topic) ?? new Set();
      viewers.set(topic, sockets.add(socket));
      socket.setTimeout(0);
      socket.setNoDelay(true);
      socket.once('close', () => sockets.delete(socket));
      socket.write(head);
      socket.write(encode(now));
    },
    publish(topic, event) {
      const sockets = viewers.get(topic);
      if (sockets) send(sockets, encode(event));
    },
    close() {
      closed = true;
      clearInterval(heartbeat);
      for (const sockets of viewers.values()) for (const socket of sockets) socket.destroy();
    },
  };
}

/** A viewer that does not keep up misses an event; the next one holds all there is to know. */
function send(sockets: Set<Socket>, bytes: Buffer): void {
  const all = [...sockets];
  const slice = (from: number): void => {
    for (const socket of all.slice(from, from + SLICE)) {
      if (socket.writable && socket.writableLength < MOST_BEHIND) socket.write(bytes);
    }
    if (from + SLICE < all.length) setImmediate(slice, from + SLICE);
  };
  slice(0);
}

const encode = ({ name, id, data }: LiveEvent): Buffer =>
  Buffer.from(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);

function headOf(headers: string[]): string {
  const own = [
    'Content-Type',
    'text/event-stream; charset=utf-8',
    'Cache-Control',
    'no-store',
    'X-Accel-Buffering',
    'no',
    'Connection',
    'close',
  ];
  const all = [...headers, ...own];
  const lines = Array.from({ length: all.length / 2 }, (_, i) => `${all[2 * i]}: ${all[2 * i + 1]}\r\n`);
  return `HTTP/1.1 200 OK\r\n${lines.join('')}\r\nretry: 5000\n\n`;
}
