import { createServer } from 'node:http';
import type { Socket } from 'node:net';

/** The limit for event streams: a head written by hand, and one shared buffer to every socket at each message. */
const sockets = new Set<Socket>();

createServer(({ socket }) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n');
}).listen(Number(process.env['PORT']), '127.0.0.1');

process.on('message', (message) => {
  if (!(message instanceof Uint8Array)) return;
  for (const socket of sockets) socket.write(message);
});
