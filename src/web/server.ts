import { IncomingMessage, type Server, ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import type { HotPages } from './hot.ts';
import { hasOneHost } from './security.ts';

/** What never becomes a request, by the parser's code. */
const refused: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** The HTTP server: finished pages first, Express for the rest. */
export function createHttpServer(app: Express, hot: HotPages): Server {
  const server = createServer({
    ...bornForExpress(app),
    // a slow or silent client is cut off by this check, which by default runs only every 30 seconds
    connectionsCheckingInterval: 2_000,
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    keepAliveTimeout: 10_000,
  });
  server.on('request', (req, res) => {
    if (hot.answer(req, res)) return;
    if (hasOneHost(req)) app(req, res);
    else res.writeHead(400, { Connection: 'close' }).end();
  });
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    const status = refused[code ?? ''] ?? '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return server;
}

/**
 * Express sets the prototype of each request and response to its own, which spoils V8's caches for all of
 * node:http. Here they are born with it, so that this changes nothing (measured: from 0.18 to 0.9 of bare
 * node:http). Classes, because V8 gives their instances room for all that node:http's constructors set; a
 * function that applies those to a new object costs a quarter of a page.
 */
function bornForExpress(app: Express) {
  class Incoming extends IncomingMessage {}
  class Outgoing extends ServerResponse {}
  app.request = withMembersOf(app.request, Incoming.prototype);
  app.response = withMembersOf(app.response, Outgoing.prototype);
  return { IncomingMessage: Incoming, ServerResponse: Outgoing };
}

/** Express's members on the class itself: with its two objects below it, each page costs three in a hundred more. */
function withMembersOf<Members extends object>(express: Members, prototype: object): Members {
  for (const from of [Object.getPrototypeOf(express) as object, express])
    Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(from));
  return prototype as Members;
}
