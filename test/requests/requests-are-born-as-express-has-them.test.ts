import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { connectTo } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

test('a request and its response have Express’s prototypes before Express sees them', async () => {
  const born: boolean[] = [];
  const look = (req: IncomingMessage, res: ServerResponse) => {
    born.push(
      Object.getPrototypeOf(req) === site.express.request,
      Object.getPrototypeOf(res) === site.express.response,
    );
  };
  site.server.prependListener('request', look);
  for (const path of [paths.home(), paths.health(), '/nowhere']) await site.http.get(path);
  site.server.off('request', look);
  expect(born).toEqual([true, true, true, true, true, true]);
});

test('so Express changes no prototype of any of them', async () => {
  const { setPrototypeOf } = Object;
  const set: boolean[] = [];
  // Express calls it by this name, for each request and each response
  Object.setPrototypeOf = (thing: object, prototype: object | null) => {
    if ('httpVersion' in thing || 'statusCode' in thing) set.push(Object.getPrototypeOf(thing) === prototype);
    return setPrototypeOf(thing, prototype) as object;
  };
  try {
    await site.http.get('/nowhere').expect(404);
    await site.http.post(paths.askCode('x')).send({ a: 1 }).expect(404);
  } finally {
    Object.setPrototypeOf = setPrototypeOf;
  }
  expect(set).toEqual([true, true, true, true]);
});

test('they are still what node:http makes, with a connection, headers and a body', async () => {
  const socket = await connectTo(site.server);
  const body = 'mailbox=maya';
  socket.write(
    `POST ${paths.askCode('x')} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  const [proceed] = (await once(socket, 'data')) as [Buffer];
  expect(proceed.toString()).toContain('100 Continue');
  socket.write(body);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  // the connection is kept for the next request
  socket.write(`GET ${paths.health()} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const [next] = (await once(socket, 'data')) as [Buffer];
  expect(next.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  socket.destroy();
});
