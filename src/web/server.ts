import { IncomingMessage, type Server, ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import type { HotPages } from './hot.ts';
import { hasOneHost } from './security.ts';

/**
 * The HTTP server: finished pages first, Express for the rest.
 *
 * Express sets the prototype of each request and response to its own, which spoils V8's caches for all of
 * node:http. Requests and responses that are born with these prototypes make that a change to nothing
 * (measured: from 0.18 to 0.9 of bare node:http).
 */
export function createHttpServer(app: Express, hot: HotPages): Server {
  const server = createServer({
    IncomingMessage: bornWith<typeof IncomingMessage>(IncomingMessage, app.request),
    ServerResponse: bornWith<typeof ServerResponse>(ServerResponse, app.response),
    // a slow or silent client is cut off by this check, which by default runs only every 30 seconds
    connectionsCheckingInterval: 2_000,
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    keepAliveTimeout: 10_000,
  });
  server.on('request', (req, res) => {
    if (!hasOneHost(req)) res.writeHead(400, { Connection: 'close' }).end();
    else if (!hot.answer(req, res)) app(req, res);
  });
  server.on('clientError', (_fault, socket: Socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

/** A constructor like `base` whose instances have exactly `prototype`. */
function bornWith<Base>(base: Base, prototype: object): Base {
  function Born(this: object, ...args: unknown[]): void {
    (base as (...args: unknown[]) => void).apply(this, args);
  }
  Born.prototype = prototype;
  return Born as unknown as Base;
}
