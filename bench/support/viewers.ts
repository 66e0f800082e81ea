import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

/** How many viewers open an event stream each, and where. */
export interface Viewers {
  port: number;
  count: number;
}

let bytes = 0;

/** The viewing process: opens the streams when told to, and tells how many bytes came to all of them together. */
if (process.send && process.argv[1] === import.meta.filename) {
  process.on('message', (message: Viewers | 'bytes') => {
    if (message === 'bytes') process.send!(bytes);
    else void view(message).then(() => process.send!('viewing'));
  });
}

async function view({ port, count }: Viewers): Promise<void> {
  for (let i = 0; i < count; i++) await once(openStream(port), 'data');
}

function openStream(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  socket.on('data', (chunk) => (bytes += chunk.length));
  socket.on('error', () => process.exit(1));
  return socket;
}
