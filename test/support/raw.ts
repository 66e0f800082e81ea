import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';

/** The port on which a server listens; it begins to when first asked. */
export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** A connection to the server over which a test sends what no HTTP client would. */
export async function connectTo(server: Server): Promise<Socket> {
  const socket = connect(await portOf(server), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends these bytes and gives all that comes back until the server ends the connection. */
export async function sendRaw(server: Server, bytes: string | Buffer): Promise<string> {
  const socket = await connectTo(server);
  const answer: Buffer[] = [];
  socket.on('data', (chunk) => answer.push(chunk)).on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytes);
  await closed;
  return Buffer.concat(answer).toString();
}

/** A body of any bytes, sent as the type says. */
export async function sendBytes(server: Server, path: string, type: string, body: Buffer | string): Promise<Response> {
  const url = `http://127.0.0.1:${await portOf(server)}${path}`;
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(body) });
}
